#define _GNU_SOURCE
#include "CConverter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/// What a program is told of its surroundings. Its words are UTF-8; antiword asks for a home, and tesseract would start
/// threads, which it may not.
static char *const environment[] = {
    "HOME=/nonexistent", "LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1", "PATH=/usr/bin:/bin", NULL};

// Both ends

/// Sends or receives a message with room for three descriptors.
struct letter {
    struct iovec words;
    struct msghdr head;
    union {
        char bytes[CMSG_SPACE(3 * sizeof(int))];
        struct cmsghdr alignment;
    } control;
};

static void address(struct letter *letter, void *bytes, size_t count) {
    memset(letter, 0, sizeof *letter);
    letter->words = (struct iovec){.iov_base = bytes, .iov_len = count};
    letter->head = (struct msghdr){
        .msg_iov = &letter->words,
        .msg_iovlen = 1,
        .msg_control = letter->control.bytes,
        .msg_controllen = sizeof letter->control.bytes,
    };
}

int copydesk_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING); }

int copydesk_converter_run(
    int converter, const struct copydesk_task *task, const int files[3], struct copydesk_outcome *outcome) {
    struct letter letter;
    address(&letter, (void *)task, sizeof *task);
    struct cmsghdr *rights = CMSG_FIRSTHDR(&letter.head);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(3 * sizeof(int));
    memcpy(CMSG_DATA(rights), files, 3 * sizeof(int));
    ssize_t count;
    do count = sendmsg(converter, &letter.head, MSG_NOSIGNAL);
    while (count < 0 && errno == EINTR);
    if (count < 0) return -1;
    address(&letter, outcome, sizeof *outcome);
    do count = recvmsg(converter, &letter.head, MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    if (count == sizeof *outcome) return 0;
    if (count >= 0) errno = EPIPE;
    return -1;
}

// The program's process

/// Where a program that cannot be run leaves its error: what it shares with the converter until execve(2).
static int *shared_error;

static void limit(int resource, rlim_t soft, rlim_t hard) {
    struct rlimit now;
    if (getrlimit(resource, &now) != 0) return;
    if (hard > now.rlim_max) hard = now.rlim_max;
    struct rlimit wanted = {.rlim_cur = soft < hard ? soft : hard, .rlim_max = hard};
    setrlimit(resource, &wanted);
}

/// A number in decimal, written to the end of a room; snprintf(3) is not safe in the child of a process with threads.
static const char *decimal(uint32_t number, char *room, size_t size) {
    char *digit = room + size - 1;
    *digit = 0;
    do {
        *--digit = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return digit;
}

static _Noreturn void become(
    const struct copydesk_converter *converter, const struct copydesk_task *task, const int files[3], pid_t parent) {
    enum { NOT_STARTED = 1, NOT_RUN = 2 };
    // The parent may have ended before the call, which would then never fire.
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != parent) _exit(NOT_STARTED);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int index = 0; index < 3; index++) {
        if (dup2(files[index], index) < 0) {
            *shared_error = errno;
            _exit(NOT_STARTED);
        }
    }
    // Closed on exec, all of them; this is for what is not.
    close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_NOFILE, 32, 32);
    limit(RLIMIT_FSIZE, task->output, task->output);
    limit(RLIMIT_AS, task->memory, task->memory);
    limit(RLIMIT_CPU, task->processor_seconds, task->processor_seconds + 1);
    struct sock_fprog filter = {.len = converter->filter_steps, .filter = (struct sock_filter *)converter->filter};
    // A kernel without it says EINVAL.
    if (filter.len && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) != 0 && errno != EINVAL) {
        *shared_error = errno;
        _exit(NOT_STARTED);
    }
    const struct copydesk_program *program = &converter->programs[task->program];
    char number[12];
    const char *page = decimal(task->page, number, sizeof number);
    const char *arguments[COPYDESK_MOST_ARGUMENTS + 1] = {NULL};
    for (int index = 0; index < COPYDESK_MOST_ARGUMENTS && program->arguments[index]; index++) {
        const char *argument = program->arguments[index];
        arguments[index] = strcmp(argument, "{page}") == 0 ? page : argument;
    }
    execve(program->path, (char *const *)arguments, environment);
    *shared_error = errno;
    _exit(NOT_RUN);
}

// The converter's process

static long long milliseconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static struct copydesk_outcome not_started(void) {
    return (struct copydesk_outcome){.end = COPYDESK_NOT_STARTED, .code = errno};
}

/// Runs a program to its end; nobody needs the outcome once the other end of the socket is closed.
static struct copydesk_outcome run(
    const struct copydesk_converter *converter, const struct copydesk_task *task, const int files[3], int socket) {
    errno = EINVAL;
    if (task->program >= converter->program_count) return not_started();
    // Whatever a program complains of at length, its first words tell.
    if (ftruncate(files[2], COPYDESK_LAST_WORDS) != 0 || fcntl(files[2], F_ADD_SEALS, F_SEAL_GROW) != 0) {
        return not_started();
    }
    *shared_error = 0;
    pid_t self = getpid();
    pid_t child = _Fork();
    if (child < 0) return not_started();
    if (child == 0) become(converter, task, files, self);

    bool is_late = false, is_alone = false;
    int process = (int)syscall(SYS_pidfd_open, child, 0);
    if (process < 0) {
        struct copydesk_outcome outcome = not_started();
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        return outcome;
    }
    long long end = milliseconds_now() + (long long)task->milliseconds;
    while (true) {
        struct pollfd events[] = {{.fd = process, .events = POLLIN}, {.fd = socket, .events = POLLIN}};
        long long left = end - milliseconds_now();
        int count = poll(events, 2, left < 0 ? 0 : left > 3600000 ? 3600000 : (int)left);
        if (count < 0 && errno != EINTR) is_alone = true;
        if (count > 0 && events[0].revents) break;
        // Nothing is said before the answer: this is the end.
        if (count > 0 && events[1].revents) is_alone = true;
        if (milliseconds_now() >= end) is_late = true;
        if (is_late || is_alone) {
            kill(child, SIGKILL);
            break;
        }
    }
    close(process);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    if (is_alone) _exit(0);
    struct copydesk_outcome outcome = {.end = COPYDESK_EXITED, .code = WEXITSTATUS(status)};
    if (is_late) {
        outcome = (struct copydesk_outcome){.end = COPYDESK_TIMED_OUT};
    } else if (WIFSIGNALED(status)) {
        outcome = (struct copydesk_outcome){.end = COPYDESK_SIGNALLED, .code = WTERMSIG(status)};
    } else if (*shared_error != 0) {
        outcome = (struct copydesk_outcome){.end = COPYDESK_NOT_RUN, .code = *shared_error};
    }
    return outcome;
}

static _Noreturn void serve(const struct copydesk_converter *converter, int socket) {
    while (true) {
        struct copydesk_task task;
        struct letter letter;
        address(&letter, &task, sizeof task);
        ssize_t count = recvmsg(socket, &letter.head, MSG_CMSG_CLOEXEC);
        if (count < 0 && errno == EINTR) continue;
        struct cmsghdr *rights = CMSG_FIRSTHDR(&letter.head);
        // 0 is the end. Whatever else is no task is no task of ours.
        if (count != sizeof task || (letter.head.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) || !rights ||
            rights->cmsg_level != SOL_SOCKET || rights->cmsg_type != SCM_RIGHTS ||
            rights->cmsg_len != CMSG_LEN(3 * sizeof(int))) {
            _exit(0);
        }
        int files[3];
        memcpy(files, CMSG_DATA(rights), sizeof files);
        struct copydesk_outcome outcome = run(converter, &task, files, socket);
        for (int index = 0; index < 3; index++) close(files[index]);
        if (send(socket, &outcome, sizeof outcome, MSG_NOSIGNAL) != sizeof outcome) _exit(0);
    }
}

/// Lets go of all that the process that started it has, and enters the sandbox.
static _Noreturn void begin(const struct copydesk_converter *converter, int socket, pid_t parent) {
    prctl(PR_SET_NAME, "copydesk-conv", 0, 0, 0);
    if (converter->dies_with_thread) {
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (getppid() != parent) _exit(0);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) _exit(1);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0) _exit(1);
    for (int number = 0; number < 3; number++) {
        if (dup2(nothing, number) < 0) _exit(1);
    }
    if (converter->ruleset >= 0 && syscall(SYS_landlock_restrict_self, converter->ruleset, 0) != 0) _exit(1);
    enum { SOCKET = 3 };
    if (socket != SOCKET && dup3(socket, SOCKET, O_CLOEXEC) < 0) _exit(1);
    // An older kernel does not know it; with descriptors of others the converter would outlive who started it.
    if (close_range(SOCKET + 1, ~0u, 0) != 0) _exit(1);
    void *page = mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) _exit(1);
    shared_error = page;
    serve(converter, SOCKET);
}

int copydesk_converter_start(const struct copydesk_converter *converter, int *pid) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return -1;
    pid_t parent = getpid();
    pid_t child = _Fork();
    if (child == 0) begin(converter, ends[1], parent);
    int error = errno;
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        errno = error;
        return -1;
    }
    *pid = child;
    return ends[0];
}
