#define _GNU_SOURCE
#include "worker_channel.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int clinux_spawn_worker(const char *executable, const char *name, int *channel, pid_t *process) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return errno;

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int result = posix_spawn_file_actions_init(&actions);
    if (result != 0) goto close_ends;
    if ((result = posix_spawnattr_init(&attributes)) != 0) goto destroy_actions;

    /* The channel moves first: /dev/null opened at 0 to 2 must not land on it. dup2 onto itself clears close-on-exec. */
    if ((result = posix_spawn_file_actions_adddup2(&actions, ends[1], CLINUX_WORKER_CHANNEL)) != 0) goto destroy_both;
    for (int standard = 0; standard < 3; standard++) {
        int flags = standard == 0 ? O_RDONLY : O_WRONLY;
        if ((result = posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", flags, 0)) != 0) goto destroy_both;
    }
    result = posix_spawn_file_actions_addclosefrom_np(&actions, CLINUX_WORKER_CHANNEL + 1);
    if (result != 0) goto destroy_both;

    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    result = posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    if (result != 0) goto destroy_both;

    char *arguments[] = {(char *)name, NULL};
    /* zip times are local times: UTC makes them the same on every machine, and saves a look for the time zone's file. */
    char *environment[] = {"SWIFT_BACKTRACE=enable=no", "TZ=UTC0", NULL};
    result = posix_spawn(process, executable, &actions, &attributes, arguments, environment);

destroy_both:
    posix_spawnattr_destroy(&attributes);
destroy_actions:
    posix_spawn_file_actions_destroy(&actions);
close_ends:
    close(ends[1]);
    if (result == 0) *channel = ends[0];
    else close(ends[0]);
    return result;
}

ssize_t clinux_send(int channel, const void *bytes, size_t count, int descriptor) {
    struct iovec part = {(void *)bytes, count};
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor >= 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(&control.header), &descriptor, sizeof(int));
    }
    ssize_t sent;
    do sent = sendmsg(channel, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent;
}

ssize_t clinux_receive(int channel, void *buffer, size_t capacity, int *descriptor) {
    struct iovec part = {buffer, capacity};
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor != NULL) {
        *descriptor = -1;
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
    }
    ssize_t received;
    do received = recvmsg(channel, &message, MSG_CMSG_CLOEXEC);
    while (received < 0 && errno == EINTR);
    if (received < 0) return received;

    if (descriptor != NULL) {
        struct cmsghdr *first = CMSG_FIRSTHDR(&message);
        if (first != NULL && first->cmsg_level == SOL_SOCKET && first->cmsg_type == SCM_RIGHTS &&
            first->cmsg_len == CMSG_LEN(sizeof(int)))
            memcpy(descriptor, CMSG_DATA(first), sizeof(int));
    }
    if (message.msg_flags & MSG_TRUNC) {
        if (descriptor != NULL && *descriptor >= 0) {
            close(*descriptor);
            *descriptor = -1;
        }
        errno = EMSGSIZE;
        return -1;
    }
    return received;
}
