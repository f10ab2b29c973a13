#include <lmdb.h>
#include <sys/vfs.h>

/// The magic number of the file system that holds `path` (statfs(2)), or -1. Swift can't call
/// statfs: the function and its struct share one name.
static inline long file_system_kind(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 ? (long)(unsigned int)status.f_type : -1;
}

/// The bytes that are free on the file system that holds `path`, or -1.
static inline long long file_system_free_bytes(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 ? (long long)status.f_bavail * status.f_bsize : -1;
}
