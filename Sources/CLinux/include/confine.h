#ifndef REGADMIN_CONFINE_H
#define REGADMIN_CONFINE_H

#include <stdint.h>

/* What clinux_confine() put in force. */
struct clinux_confinement {
    /* Resource limits: address space, CPU, no files written, no core, few descriptors, no processes. */
    int limits;
    /* No exec can regain privileges. */
    int no_new_privileges;
    /* The Landlock ABI whose every right is denied; 0 where the kernel has no Landlock. */
    int landlock_abi;
    /* The system call allow-list is loaded. */
    int seccomp;
    /* RLIMIT_AS as set, in bytes. */
    uint64_t address_space_bytes;
};

/* Gives up everything but reading descriptors it is handed and answering on the socket `channel`.  For a single-threaded
 * process that has only descriptors 0, 1, 2 and `channel` worth keeping: all above `channel` are closed.
 * `memory_bytes` is on top of what the process has mapped already.  Returns 0, or an errno when a step that every
 * supported kernel knows failed; Landlock and seccomp may be missing and are then reported as such. */
int clinux_confine(int channel, uint64_t memory_bytes, uint64_t cpu_seconds, struct clinux_confinement *report);

/* Attempts that confinement must stop.  Each returns 0 when it succeeded and an errno when it was refused;
 * the kernel may instead kill the process. */
int clinux_attempt_open(const char *path);
int clinux_attempt_socket(void);
int clinux_attempt_fork(void);
int clinux_attempt_executable_memory(void);

#endif
