#pragma once
// Names of glibc and Linux that Swift's Glibc module hides, because that module is built without _GNU_SOURCE. The
// prototypes are declared by hand as their manual pages give them; a macro cannot be imported, so constants come as enums
// and function-like macros as functions.
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    LINUX_F_SETPIPE_SZ = 1031,        // fcntl(2)
    LINUX_F_GETPIPE_SZ = 1032,
    LINUX_MFD_CLOEXEC = 1,            // memfd_create(2)
    LINUX_EFD_SEMAPHORE = 1,          // eventfd(2)
    LINUX_SYNC_FILE_RANGE_WRITE = 2,  // sync_file_range(2)
    LINUX_RENAME_NOREPLACE = 1,       // rename(2)
    LINUX_POSIX_SPAWN_SETSIGMASK = POSIX_SPAWN_SETSIGMASK,
    LINUX_POSIX_SPAWN_SETSIGDEF = POSIX_SPAWN_SETSIGDEF,
    LINUX_POSIX_SPAWN_SETPGROUP = POSIX_SPAWN_SETPGROUP,
    LINUX_POLLRDHUP = 0x2000,         // poll(2)
    LINUX_EPOLLIN = 0x001,
    LINUX_EPOLLONESHOT = 1 << 30,
};

/// pidfd_open(2); glibc has a wrapper only from 2.36 on.
static inline int linux_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
int eventfd(unsigned int count, int flags);
int memfd_create(const char *name, unsigned int flags);
int pipe2(int descriptors[2], int flags);
int sync_file_range(int fd, int64_t offset, int64_t count, unsigned int flags);
int renameat2(int old_folder, const char *old_name, int new_folder, const char *new_name, unsigned int flags);
int pthread_setname_np(pthread_t thread, const char *name);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/// No core dump of this process or of its children, and no look into its memory by others of the same account; prctl(2) is
/// variadic, and undone in a child by exec.
static inline int linux_hide_memory(void) {
    struct rlimit none = {0, 0};
    int limited = setrlimit(RLIMIT_CORE, &none);
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) | limited;
}

/// ioctl(2) takes variable arguments; 0 where nobody says.
static inline int linux_terminal_columns(int descriptor) {
    struct winsize size = {0};
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/// wait(2) reports these through macros.
static inline int linux_exited(int status) { return WIFEXITED(status); }
static inline int linux_exit_status(int status) { return WEXITSTATUS(status); }
static inline int linux_term_signal(int status) { return WTERMSIG(status); }

/// `epoll_event` holds a union and is packed on x86-64 only; a function sees neither.
static inline int linux_epoll_set(int epoll, int operation, int descriptor, uint32_t events) {
    struct epoll_event event = {.events = events, .data = {.fd = descriptor}};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

/// The descriptor of one ready event, -1 on an error (errno is set), -2 when the time is over.
static inline int linux_epoll_next(int epoll, int timeout_in_milliseconds) {
    struct epoll_event event;
    int count = epoll_wait(epoll, &event, 1, timeout_in_milliseconds);
    return count == 1 ? event.data.fd : count == 0 ? -2 : -1;
}

/// fallocate(2) with FALLOC_FL_KEEP_SIZE, from the file's beginning.
static inline int linux_fallocate_keeping_size(int descriptor, int64_t bytes) {
    extern int fallocate(int, int, off_t, off_t);
    int result;
    do result = fallocate(descriptor, 1, 0, bytes);
    while (result != 0 && errno == EINTR);
    return result;
}

/// fcntl(2) takes variable arguments, which Swift imports for some commands only.
static inline int linux_fcntl_int(int descriptor, int command, int argument) {
    extern int fcntl(int, int, ...);
    return fcntl(descriptor, command, argument);
}
