#define _GNU_SOURCE
#include "file_system.h"

#include <fcntl.h>

int clinux_openat(int directory, const char *path, int flags, unsigned mode) {
    return openat(directory, path, flags, mode);
}
