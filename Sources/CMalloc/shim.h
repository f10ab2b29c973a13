/* The settings of the C library's allocator, which its own module leaves out. */
#include <malloc.h>
