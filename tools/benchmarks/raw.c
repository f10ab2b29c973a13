/* What LMDB alone needs for the work that Rapport does: the same records in the same kinds of
   tables, committed as often and as durably. Lines are those of `rapport export`, so that both sides
   store the same bytes. No checks, no JSON, no SHA-256: the floor, not a ledger.

   raw import FILE NDJSON          65,536 events a transaction, sorted blocks of hashes and accounts
   raw append FILE NDJSON SIZE     SIZE events a transaction, B-trees of hashes and accounts
   raw scan FILE                   all records to stdout
   raw fold FILE                   amounts of all records by account
   raw account FILE ACCOUNT        the records of one account to stdout
   raw open FILE                   the number of records */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 64, BATCH = 65536, SLOTS = 1 << 22 };
struct header { uint32_t account; uint16_t type, flags; int64_t times[2];
                uint32_t revision, length; uint64_t leaf[4]; };
struct key { uint64_t high, low; uint32_t position; };
struct entry { uint32_t account, position; int64_t time; };

static MDB_env *env;
static MDB_dbi events, accounts, ids, tree, keys, entries, blocks;
static uint32_t slots[SLOTS], account_count;
static uint64_t names[SLOTS];

static void need(int code) {
    if (code == 0) return;
    fprintf(stderr, "raw: %s\n", mdb_strerror(code));
    exit(2);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static uint64_t hash(const char *bytes, size_t count, uint64_t seed) {
    uint64_t value = seed ^ count * 0x9E3779B97F4A7C15u, word;
    for (; count >= 8; bytes += 8, count -= 8) {
        memcpy(&word, bytes, 8);
        value = (value ^ word) * 0xBF58476D1CE4E5B9u;
        value ^= value >> 29;
    }
    word = 0;
    memcpy(&word, bytes, count);
    value = (value ^ word) * 0x94D049BB133111EBu;
    return value ^ value >> 31;
}

static MDB_txn *begin(unsigned flags) {
    MDB_txn *txn;
    need(mdb_txn_begin(env, NULL, flags, &txn));
    return txn;
}

static void open_file(const char *path, unsigned flags) {
    need(mdb_env_create(&env));
    need(mdb_env_set_mapsize(env, (size_t)1 << 40));
    need(mdb_env_set_maxdbs(env, 16));
    need(mdb_env_open(env, path, MDB_NOTLS | MDB_NOSUBDIR | flags, 0644));
    MDB_txn *txn = begin(flags);
    unsigned create = flags ? 0 : MDB_CREATE;
    need(mdb_dbi_open(txn, "events", create, &events));
    need(mdb_dbi_open(txn, "accounts", create, &accounts));
    need(mdb_dbi_open(txn, "account_ids", create, &ids));
    need(mdb_dbi_open(txn, "tree", create, &tree));
    need(mdb_dbi_open(txn, "tail_keys", create, &keys));
    need(mdb_dbi_open(txn, "tail_accounts", create, &entries));
    need(mdb_dbi_open(txn, "segments", create, &blocks));
    need(mdb_txn_commit(txn));
}

static void put(MDB_txn *txn, MDB_dbi table, void *key, size_t key_size, void *value, size_t size,
                unsigned flags) {
    MDB_val k = {key_size, key}, v = {size, value};
    need(mdb_put(txn, table, &k, &v, flags));
}

static const char *member(const char *line, size_t length, const char *name, size_t *size) {
    const char *found = memmem(line, length, name, strlen(name));
    if (!found) { *size = 0; return line; }
    found += strlen(name);
    *size = (const char *)memchr(found, '"', line + length - found) - found;
    return found;
}

/* The number of an account by its name; a new one gets the next. */
static uint32_t account_of(MDB_txn *txn, const char *name, size_t size) {
    uint64_t value = hash(name, size, 1);
    size_t slot = value & (SLOTS - 1);
    while (slots[slot] && names[slot] != value) slot = (slot + 1) & (SLOTS - 1);
    if (slots[slot]) return slots[slot] - 1;
    slots[slot] = ++account_count;
    names[slot] = value;
    uint32_t number = account_count - 1;
    put(txn, ids, (void *)name, size, &number, 4, 0);
    return number;
}

/* Stores one record and gives its account. */
static uint32_t store(MDB_txn *txn, uint64_t position, const char *line, size_t length) {
    size_t size;
    const char *subject = member(line, length, "\"subject\":\"", &size);
    struct header header = {.length = length};
    header.account = account_of(txn, subject, size);
    uint64_t key = __builtin_bswap64(position);
    MDB_val k = {8, &key}, v = {HEADER + length, NULL};
    need(mdb_put(txn, events, &k, &v, MDB_APPEND | MDB_RESERVE));
    memcpy(v.mv_data, &header, HEADER);
    memcpy((char *)v.mv_data + HEADER, line, length);
    return header.account;
}

static int by_hash(const void *left, const void *right) {
    const struct key *a = left, *b = right;
    return a->high < b->high ? -1 : a->high > b->high;
}

static int by_account(const void *left, const void *right) {
    const struct entry *a = left, *b = right;
    if (a->account != b->account) return a->account < b->account ? -1 : 1;
    return a->position < b->position ? -1 : a->position > b->position;
}

static void put_changed(MDB_txn *txn, uint64_t position, uint32_t account) {
    uint64_t number = __builtin_bswap64(account), edge = UINT64_MAX;
    char row[32] = {0}, hashes[8 + 20 * 32] = {0};
    put(txn, accounts, &number, 8, row, sizeof row, 0);
    memcpy(hashes, &position, 8);
    put(txn, tree, &edge, 8, hashes, sizeof hashes, 0);
}

static int rising(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

/* Reads lines and commits every `size` of them; with `sorted` the index goes in as two blocks. */
static void load(const char *path, size_t size, int sorted) {
    int file = open(path, O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status)) need(errno);
    const char *text = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    const char *end = text + status.st_size;
    struct key *batch = malloc(sizeof *batch * size);
    struct entry *own = malloc(sizeof *own * size);
    double *laps = malloc(sizeof *laps * (status.st_size / 2 / size + 2)), start = now();
    size_t lap_count = 0, bytes = 0;
    uint64_t position = 0;
    while (text < end) {
        double lap = now();
        MDB_txn *txn = begin(0);
        size_t count = 0;
        uint32_t account = 0;
        for (; count < size && text < end; count++, position++) {
            const char *stop = memchr(text, '\n', end - text);
            size_t length = (stop ? stop : end) - text;
            account = store(txn, position, text, length);
            batch[count] = (struct key){hash(text, length, 2), hash(text, length, 3), position};
            own[count] = (struct entry){account, position, 0};
            bytes += length;
            text += length + 1;
        }
        if (sorted) {
            qsort(batch, count, sizeof *batch, by_hash);
            qsort(own, count, sizeof *own, by_account);
            uint64_t first = __builtin_bswap64(2 * (position - count));
            put(txn, blocks, &first, 8, batch, count * 20, 0);
            first = __builtin_bswap64(2 * (position - count) + 1);
            put(txn, blocks, &first, 8, own, count * sizeof *own, 0);
        } else {
            for (size_t i = 0; i < count; i++) {
                uint64_t hashes[2] = {batch[i].high, batch[i].low}, at = batch[i].position;
                uint64_t wide[2] = {__builtin_bswap64(own[i].account), __builtin_bswap64(at)};
                uint64_t value[2] = {0, 0};
                put(txn, keys, hashes, 16, &at, 8, 0);
                put(txn, entries, wide, 16, value, 16, 0);
                put_changed(txn, position, own[i].account);
            }
        }
        put_changed(txn, position, account);
        need(mdb_txn_commit(txn));
        laps[lap_count++] = now() - lap;
    }
    double seconds = now() - start;
    qsort(laps, lap_count, sizeof *laps, rising);
    printf("%.1f %.1f %llu %zu %.6f\n", laps[lap_count / 2] * 1e6,
           laps[lap_count * 99 / 100] * 1e6, (unsigned long long)position, bytes, seconds);
}

static void write_record(MDB_val value) {
    fwrite((char *)value.mv_data + HEADER, 1, value.mv_size - HEADER, stdout);
    fputc('\n', stdout);
}

static void scan(int folds) {
    static int64_t sums[SLOTS];
    MDB_txn *txn = begin(MDB_RDONLY);
    MDB_cursor *cursor;
    MDB_val key, value;
    need(mdb_cursor_open(txn, events, &cursor));
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
        if (!folds) { write_record(value); continue; }
        struct header *header = value.mv_data;
        const char *json = (char *)value.mv_data + HEADER;
        const char *amount = memmem(json, header->length, "\"amount_minor\":", 15);
        if (amount) sums[header->account % SLOTS] += atoll(amount + 15);
    }
    int64_t total = 0;
    for (size_t i = 0; i < SLOTS; i++) total += sums[i];
    if (folds) printf("%lld\n", (long long)total);
    mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
}

static void read_account(const char *name) {
    MDB_txn *txn = begin(MDB_RDONLY);
    MDB_cursor *cursor;
    MDB_val key = {strlen(name), (void *)name}, value;
    need(mdb_get(txn, ids, &key, &value));
    uint32_t account;
    memcpy(&account, value.mv_data, 4);
    need(mdb_cursor_open(txn, blocks, &cursor));
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
        if (!(*((uint8_t *)key.mv_data + 7) & 1)) continue;
        struct entry *own = value.mv_data;
        size_t count = value.mv_size / sizeof *own, low = 0, high = count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (own[middle].account < account) low = middle + 1; else high = middle;
        }
        for (; low < count && own[low].account == account; low++) {
            uint64_t position = __builtin_bswap64(own[low].position);
            MDB_val at = {8, &position}, record;
            need(mdb_get(txn, events, &at, &record));
            write_record(record);
        }
    }
    mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
}

int main(int count, char **arguments) {
    if (count < 3) return 2;
    const char *verb = arguments[1];
    int writes = !strcmp(verb, "import") || !strcmp(verb, "append");
    open_file(arguments[2], writes ? 0 : MDB_RDONLY);
    if (!strcmp(verb, "import")) load(arguments[3], BATCH, 1);
    else if (!strcmp(verb, "append")) load(arguments[3], atoi(arguments[4]), 0);
    else if (!strcmp(verb, "account")) read_account(arguments[3]);
    else if (!strcmp(verb, "open")) {
        MDB_stat status;
        MDB_txn *txn = begin(MDB_RDONLY);
        need(mdb_stat(txn, events, &status));
        printf("%zu\n", status.ms_entries);
        mdb_txn_abort(txn);
    } else scan(!strcmp(verb, "fold"));
    mdb_env_close(env);
    return 0;
}
