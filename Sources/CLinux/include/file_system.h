#ifndef REGADMIN_FILE_SYSTEM_H
#define REGADMIN_FILE_SYSTEM_H

#include <stddef.h>
#include <stdint.h>

/* open(2) with a mode; variadic in C. */
int clinux_open(const char *path, int flags, unsigned mode);

/* O_TMPFILE is built from a cast macro that the importer drops. */
extern const int clinux_o_tmpfile;

/* linkat(2) of an open descriptor through /proc/self/fd, which needs no privilege (AT_EMPTY_PATH
 * needs CAP_DAC_READ_SEARCH). */
int clinux_link_descriptor(int descriptor, const char *path);

/* syncfs(2), sync_file_range(2), fallocate(2): declared only under _GNU_SOURCE. */
int clinux_syncfs(int descriptor);
int clinux_write_behind(int descriptor, int64_t offset, int64_t count);
int clinux_fallocate_keep_size(int descriptor, int64_t count);

/* cachestat(2), Linux 6.5: how many pages of the range the page cache holds; without a wrapper in the C library.
 * Returns 0 or an errno. */
int clinux_cached_pages(int descriptor, int64_t offset, int64_t count, int64_t *pages);

/* ioctl(2) FICLONE; variadic in C. */
int clinux_clone(int target, int source);

/* fcntl(2) F_SETFL with or without O_DIRECT; variadic in C.  Returns 0 or -1 with errno. */
int clinux_set_direct(int descriptor, int is_direct);

/* memfd_create(2), close-on-exec; declared only under _GNU_SOURCE. */
int clinux_memory_file(const char *name);

/* A new memory file of `size` bytes, mapped here for reading and writing at `*address`.  Sealed: nobody can change its
 * length any more, and whoever gets the descriptor can map it for reading alone.  Returns the descriptor, close-on-exec, or
 * -1 with errno. */
int clinux_shared_memory(const char *name, size_t size, void **address);

/* Free and total bytes and the magic number of the file system that holds path (statfs(2), whose
 * struct differs between C libraries). */
int clinux_space(const char *path, int64_t *free_bytes, int64_t *total_bytes, uint64_t *magic);

#endif
