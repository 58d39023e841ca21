#ifndef REGADMIN_WORKER_CHANNEL_H
#define REGADMIN_WORKER_CHANNEL_H

#include <stddef.h>
#include <sys/types.h>

/* The descriptor at which a process started by clinux_spawn_worker() finds its end of the channel. */
#define CLINUX_WORKER_CHANNEL 3

/* Starts `executable` with `name` as its only argument, descriptors 0 to 2 on /dev/null, one end of a new
 * SOCK_SEQPACKET pair at CLINUX_WORKER_CHANNEL and every other descriptor closed, default signals, a process group of
 * its own (a terminal's Ctrl-C is not for it) and no environment but UTC as its time zone and the switch that keeps
 * Swift's runtime from starting a backtrace program.  Our end is close-on-exec.  Returns 0 or an errno. */
int clinux_spawn_worker(const char *executable, const char *name, int *channel, pid_t *process);

/* sendmsg(2) of one message, with `descriptor` attached unless it is -1.  Never raises SIGPIPE. */
ssize_t clinux_send(int channel, const void *bytes, size_t count, int descriptor);

/* recvmsg(2) of one message and of the descriptor that came with it, or -1, in `*descriptor` (close-on-exec; the
 * caller's to close).  Pass NULL to refuse descriptors.  Returns 0 at the end and -1 with errno on errors;
 * EMSGSIZE when the message was longer than `capacity`. */
ssize_t clinux_receive(int channel, void *buffer, size_t capacity, int *descriptor);

#endif
