/* The settings of the C library's allocator, which its own module leaves out. */
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>

/* Reserves address space that stays with the process, in pages of two megabytes where the system
   has them: it takes none before it is written to. Threads allocate from as many arenas as there
   are cores, so that one doesn't wait for another and what is freed is taken again. */
static inline void keep_memory(size_t bytes) {
    const uintptr_t page = 2 << 20;
    mallopt(M_ARENA_MAX, get_nprocs());
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT32_MAX);
    /* Arenas of threads grow by whole heaps, which stay. */
    mallopt(M_TOP_PAD, 64 << 20);
    void *reserved = malloc(bytes);
    if (reserved == NULL) return;
    uintptr_t start = ((uintptr_t)reserved + page - 1) / page * page;
    uintptr_t end = ((uintptr_t)reserved + bytes) / page * page;
    madvise((void *)start, end - start, MADV_HUGEPAGE);
    free(reserved);
}
