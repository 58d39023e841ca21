#define _GNU_SOURCE
#include "file_system.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#ifndef SYS_cachestat
#define SYS_cachestat 451
#endif

int clinux_open(const char *path, int flags, unsigned mode) { return open(path, flags, mode); }

const int clinux_o_tmpfile = O_TMPFILE;

int clinux_link_descriptor(int descriptor, const char *path) {
    char source[32];
    snprintf(source, sizeof source, "/proc/self/fd/%d", descriptor);
    return linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
}

int clinux_syncfs(int descriptor) { return syncfs(descriptor); }

int clinux_write_behind(int descriptor, int64_t offset, int64_t count) {
    return sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
}

int clinux_fallocate_keep_size(int descriptor, int64_t count) {
    return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, count);
}

int clinux_cached_pages(int descriptor, int64_t offset, int64_t count, int64_t *pages) {
    /* As linux/mman.h has them since 6.5. */
    struct { uint64_t offset, count; } range = {(uint64_t)offset, (uint64_t)count};
    struct { uint64_t cached, dirty, under_writeback, evicted, recently_evicted; } found = {0};
    if (syscall(SYS_cachestat, descriptor, &range, &found, 0) != 0) return errno;
    *pages = (int64_t)found.cached;
    return 0;
}

int clinux_clone(int target, int source) { return ioctl(target, FICLONE, source); }

int clinux_set_direct(int descriptor, int is_direct) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags == -1) return -1;
    return fcntl(descriptor, F_SETFL, is_direct ? flags | O_DIRECT : flags & ~O_DIRECT);
}

int clinux_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

int clinux_shared_memory(const char *name, size_t size, void **address) {
    int file = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file == -1) return -1;
    void *memory = MAP_FAILED;
    if (ftruncate(file, (off_t)size) == 0) memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory != MAP_FAILED) {
        /* Mappings that can write and are there already stay so. */
        if (fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL) == 0) {
            *address = memory;
            return file;
        }
        munmap(memory, size);
    }
    int reason = errno;
    close(file);
    errno = reason;
    return -1;
}

int clinux_space(const char *path, int64_t *free_bytes, int64_t *total_bytes, uint64_t *magic) {
    struct statfs space;
    int result;
    do result = statfs(path, &space);
    while (result == -1 && errno == EINTR);
    if (result == -1) return -1;
    *free_bytes = (int64_t)space.f_bavail * space.f_frsize;
    *total_bytes = (int64_t)space.f_blocks * space.f_frsize;
    *magic = (uint64_t)space.f_type;
    return 0;
}
