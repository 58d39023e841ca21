#ifndef REGADMIN_FILE_SYSTEM_H
#define REGADMIN_FILE_SYSTEM_H

/* openat(2) with a mode; variadic in C.  Returns a descriptor or -1 with errno. */
int clinux_openat(int directory, const char *path, int flags, unsigned mode);

#endif
