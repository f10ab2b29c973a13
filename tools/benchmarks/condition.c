/* The condition
 *   facts.rev >= params.key_min && (facts.share < 800000 || facts.sat >= 4000) && !(facts.open > 3)
 * over columns of made-up accounts, as a C programmer would write it: the compiler sees the whole
 * condition. A missing fact makes the condition an error unless another operand decides. Prints how
 * many accounts meet it, how many have an error, and the nanoseconds an account takes. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ACCOUNTS = 100000, ROUNDS = 200 };

static uint64_t state = 42;

static uint64_t next(void) {
    state += 0x9E3779B97F4A7C15u;
    uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

static int64_t values[4][ACCOUNTS];
static uint8_t absences[4][ACCOUNTS];
static uint8_t truths[ACCOUNTS];

static uint8_t of(int holds, int has_error) { return has_error ? 2 : holds != 0; }
static uint8_t larger(uint8_t left, uint8_t right) { return left > right ? left : right; }
static uint8_t and(uint8_t left, uint8_t right) {
    return left == 0 || right == 0 ? 0 : larger(left, right);
}
static uint8_t or(uint8_t left, uint8_t right) {
    return left == 1 || right == 1 ? 1 : larger(left, right);
}
static uint8_t not(uint8_t truth) { return truth == 2 ? 2 : truth ^ 1; }

int main(void) {
    const uint64_t ranges[4] = {4000000000u, 1000001u, 10001u, 8u};
    for (int account = 0; account < ACCOUNTS; account++)
        for (int fact = 0; fact < 4; fact++) {
            values[fact][account] = (int64_t)(next() % ranges[fact]);
            absences[fact][account] = next() % 16 == 0;
        }
    struct timespec start, end;
    int64_t key_min = 2000000000;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < ACCOUNTS; i++) {
            uint8_t rev = of(values[0][i] >= key_min, absences[0][i]);
            uint8_t share = of(values[1][i] < 800000, absences[1][i]);
            uint8_t sat = of(values[2][i] >= 4000, absences[2][i]);
            uint8_t open = of(values[3][i] > 3, absences[3][i]);
            truths[i] = and(and(rev, or(share, sat)), not(open));
        }
        __asm__ volatile("" : : "r"(truths) : "memory");
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    int met = 0, errors = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
        met += truths[i] == 1;
        errors += truths[i] == 2;
    }
    double seconds = (double)(end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9;
    printf("%d %d %.2f\n", met, errors, seconds * 1e9 / ROUNDS / ACCOUNTS);
    return 0;
}
