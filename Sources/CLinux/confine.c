#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Landlock's numbers are written out: the build machine's kernel headers may be older than the running kernel. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#endif
#ifndef SYS_landlock_restrict_self
#define SYS_landlock_restrict_self 446
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif

struct landlock_attributes {
    uint64_t file_system;
    uint64_t network; /* since ABI 4 */
    uint64_t scoped;  /* since ABI 6 */
};

static pid_t parent_at_start;

/* The kernel sends the parent-death signal when the thread that spawned us ends, which need not be the end of the
 * process: only a changed parent counts. */
static void on_parent_death(int signal) {
    (void)signal;
    if (getppid() != parent_at_start) _exit(0);
}

static int die_with_parent(void) {
    parent_at_start = getppid();
    struct sigaction action = {.sa_handler = on_parent_death, .sa_flags = SA_RESTART};
    if (sigaction(SIGHUP, &action, NULL) != 0) return errno;
    if (prctl(PR_SET_PDEATHSIG, SIGHUP, 0, 0, 0) != 0) return errno;
    return 0;
}

static int set_limit(int resource, uint64_t value) {
    struct rlimit current;
    if (getrlimit(resource, &current) != 0) return errno;
    if (current.rlim_max != RLIM_INFINITY && value > current.rlim_max) value = current.rlim_max;
    struct rlimit wanted = {value, value};
    return setrlimit(resource, &wanted) == 0 ? 0 : errno;
}

/* Bytes of address space in use, or a generous guess where /proc is not mounted. */
static uint64_t mapped_bytes(void) {
    uint64_t pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file != NULL) {
        unsigned long first = 0;
        if (fscanf(file, "%lu", &first) == 1) pages = first;
        fclose(file);
    }
    return pages > 0 ? pages * (uint64_t)sysconf(_SC_PAGESIZE) : (uint64_t)1 << 30;
}

static int deny_files_and_network(void) {
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* LANDLOCK_CREATE_RULESET_VERSION */);
    if (abi <= 0) return 0;
    /* Rights by ABI: 13 at first, then refer, truncate (3), nothing of files (4), ioctl on devices (5). */
    int rights = abi >= 5 ? 16 : abi >= 3 ? 15 : abi == 2 ? 14 : 13;
    struct landlock_attributes all = {
        .file_system = ((uint64_t)1 << rights) - 1,
        .network = 3, /* bind, connect */
        .scoped = 3,  /* abstract sockets, signals */
    };
    size_t size = abi >= 6 ? sizeof all : abi >= 4 ? offsetof(struct landlock_attributes, scoped) : sizeof all.file_system;
    int rules = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (rules < 0) return 0;
    long result = syscall(SYS_landlock_restrict_self, rules, 0);
    close(rules);
    return result == 0 ? (int)abi : 0;
}

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef THIS_ARCHITECTURE
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define ALLOW(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), RETURN(SECCOMP_RET_ALLOW)
#define REFUSE(name, error) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), RETURN(SECCOMP_RET_ERRNO | (error))
/* Memory may be mapped and re-protected, never made executable: args[2] is the protection in both calls. */
#define ALLOW_UNLESS_EXECUTABLE(name)                                                                                  \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 4), LOAD(args[2]),                                               \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1), RETURN(SECCOMP_RET_ERRNO | EACCES),                      \
        RETURN(SECCOMP_RET_ALLOW)
/* The low half of args[0] (both architectures are little-endian) decides. */
#define ALLOW_ON_FIRST_ARGUMENT(name, value)                                                                           \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 4), LOAD(args[0]),                                               \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, 1), RETURN(SECCOMP_RET_ALLOW), RETURN(SECCOMP_RET_KILL_PROCESS)
#endif

static int allow_few_calls(void) {
#ifdef THIS_ARCHITECTURE
    struct sock_filter program[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCHITECTURE, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr), /* x32 numbers have bit 30 set and match nothing below */
        ALLOW(pread64), ALLOW(recvmsg), ALLOW(sendmsg), ALLOW(close),
        ALLOW_UNLESS_EXECUTABLE(mmap), ALLOW(munmap), ALLOW(mremap), ALLOW_UNLESS_EXECUTABLE(mprotect),
        ALLOW(madvise), ALLOW(brk), ALLOW(futex), ALLOW(getrandom), ALLOW(clock_gettime), ALLOW(restart_syscall),
        ALLOW(rt_sigreturn), ALLOW(rt_sigprocmask), ALLOW(rt_sigaction), ALLOW(getppid), ALLOW(getpid), ALLOW(gettid),
        ALLOW_ON_FIRST_ARGUMENT(tgkill, (uint32_t)getpid()), /* abort(); no other process may be signalled */
        ALLOW(exit), ALLOW(exit_group),
        REFUSE(openat, EACCES), /* iconv and locale look-ups: refused, not fatal */
        REFUSE(sysinfo, EPERM), /* qsort asks how much memory there is */
        RETURN(SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog filter = {sizeof program / sizeof *program, program};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) == 0;
#else
    return 0;
#endif
}

int clinux_confine(int channel, uint64_t memory_bytes, uint64_t cpu_seconds, struct clinux_confinement *report) {
    *report = (struct clinux_confinement){0};
    /* Started by way of /proc/self/exe, it would be "exe" to ps and top. */
    prctl(PR_SET_NAME, "regadmin-archiv", 0, 0, 0);
    if (syscall(SYS_close_range, channel + 1, ~0u, 0) != 0 && errno != ENOSYS) return errno;

    int error = die_with_parent();
    if (error != 0) return error;

    uint64_t address_space = mapped_bytes() + memory_bytes;
    if ((error = set_limit(RLIMIT_AS, address_space)) != 0) return error;
    if ((error = set_limit(RLIMIT_CPU, cpu_seconds)) != 0) return error;
    if ((error = set_limit(RLIMIT_FSIZE, 0)) != 0) return error;
    if ((error = set_limit(RLIMIT_CORE, 0)) != 0) return error;
    if ((error = set_limit(RLIMIT_NPROC, 0)) != 0) return error;
    report->address_space_bytes = address_space;

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    report->no_new_privileges = 1;
    report->landlock_abi = deny_files_and_network();

    /* The channel, one archive, and none to spare; after Landlock, whose rule set is a descriptor. */
    if ((error = set_limit(RLIMIT_NOFILE, (uint64_t)channel + 2)) != 0) return error;
    report->limits = 1;
    report->seccomp = allow_few_calls();
    return 0;
}

int clinux_attempt_open(const char *path) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return errno;
    close(descriptor);
    return 0;
}

int clinux_attempt_socket(void) {
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return errno;
    close(descriptor);
    return 0;
}

int clinux_attempt_fork(void) {
    pid_t child = fork();
    if (child < 0) return errno;
    if (child == 0) _exit(0);
    return 0;
}

int clinux_attempt_executable_memory(void) {
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return errno;
    munmap(page, 4096);
    return 0;
}
