#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/openat2.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

int copydesk_openat(int folder, const char *path, int flags, unsigned mode) {
    return openat(folder, path, flags, (mode_t)mode);
}

const void *copydesk_find(const void *text, unsigned long count, const void *needle, unsigned long needle_count) {
    return memmem(text, count, needle, needle_count);
}

int copydesk_openat_beneath(int folder, const char *path, int flags, unsigned mode) {
    struct open_how how = {
        .flags = (uint64_t)flags,
        .mode = flags & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY)) ? mode : 0, // the kernel refuses a mode without
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

int copydesk_rename_new(int from_folder, const char *from, int to_folder, const char *to) {
    return renameat2(from_folder, from, to_folder, to, RENAME_NOREPLACE);
}

int copydesk_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

int copydesk_has_writer(int descriptor) {
    if (fcntl(descriptor, F_SETSIG, SIGURG) != 0) return -1;
    if (fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0) {
        fcntl(descriptor, F_SETLEASE, F_UNLCK);
        return 0;
    }
    return errno == EAGAIN ? 1 : -1;
}

int copydesk_event_descriptor(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

long long copydesk_birth_time(int descriptor) {
    struct statx status;
    if (statx(descriptor, "", AT_EMPTY_PATH, STATX_BTIME, &status) != 0 || !(status.stx_mask & STATX_BTIME)) return 0;
    return status.stx_btime.tv_sec * 1000000000LL + status.stx_btime.tv_nsec;
}

long copydesk_file_system_type(int descriptor) {
    struct statfs status;
    return fstatfs(descriptor, &status) == 0 ? (long)(uint32_t)status.f_type : -1;
}

struct access_question {
    const char *path;
    int ways;
    uid_t user;
    gid_t group;
    const gid_t *groups;
    size_t group_count;
    int answer;
};

static void *ask_for_access(void *argument) {
    struct access_question *question = argument;
    // The system calls themselves: the wrappers of the C library would change every thread of the process.
    if (syscall(SYS_setgroups, question->group_count, question->groups) != 0 ||
        syscall(SYS_setresgid, question->group, question->group, question->group) != 0 ||
        syscall(SYS_setresuid, question->user, question->user, question->user) != 0 ||
        faccessat(AT_FDCWD, question->path, question->ways, AT_EACCESS) != 0) {
        question->answer = errno;
    }
    return NULL;
}

int copydesk_access_as(
    const char *path, int ways, unsigned user, unsigned group, const unsigned *groups, unsigned long group_count) {
    struct access_question question = {path, ways, user, group, groups, group_count, 0};
    pthread_t thread;
    int error = pthread_create(&thread, NULL, ask_for_access, &question);
    if (error != 0) return error;
    error = pthread_join(thread, NULL);
    return error != 0 ? error : question.answer;
}

int copydesk_has_access_list(const char *path) {
    return getxattr(path, "system.posix_acl_access", NULL, 0) >= 0;
}

int copydesk_clock_is_synchronised(void) {
    struct timex clock = {0};
    int state = adjtimex(&clock);
    return state < 0 ? -1 : state != TIME_ERROR;
}

void copydesk_give_back_large_blocks(void) {
    // Left alone, the threshold grows with what is freed, up to 32 MiB, and blocks below it stay with the process.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 4 << 20);
}

void copydesk_keep_one_heap(void) {
    // Each further one reserves 64 MiB of address space. Where RLIMIT_AS has no room for it, every block becomes a
    // mapping of its own, and a document takes several times as long.
    mallopt(M_ARENA_MAX, 1);
}

const int copydesk_nameless_flag = O_TMPFILE;

void copydesk_give_back_memory(void) { malloc_trim(0); }

static int give_back_code(struct dl_phdr_info *object, size_t size, void *is_behind_program) {
    (void)size;
    // The program is the first and has no name; that of what the kernel brings along is no path.
    if (*(bool *)is_behind_program && strchr(object->dlpi_name, '/') == NULL) return 0;
    *(bool *)is_behind_program = true;
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[index];
        // What was ever written, as addresses are where data lies, would be lost; code never is.
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X) || part->p_flags & PF_W) continue;
        const uintptr_t start = (object->dlpi_addr + part->p_vaddr) & ~(page - 1);
        const uintptr_t end = object->dlpi_addr + part->p_vaddr + part->p_filesz;
        // Where the kernel won't, all stays as it is.
        (void)madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void copydesk_give_back_code(void) {
    bool is_behind_program = false;
    dl_iterate_phdr(give_back_code, &is_behind_program);
}

static int own_memory = -1;

void copydesk_watch_memory(void) {
    if (own_memory < 0) own_memory = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
}

long copydesk_resident_bytes(void) {
    char text[128];
    ssize_t count = pread(own_memory, text, sizeof text - 1, 0);
    if (count <= 0) return -1;
    text[count] = 0;
    long pages;
    return sscanf(text, "%*s %ld", &pages) == 1 ? pages * sysconf(_SC_PAGESIZE) : -1;
}

/// A process with less than this left was about to use up its memory.
enum { LITTLE_MEMORY = 64 << 20 };

static void on_deadly_signal(int number) {
    // Not backed by memory, but counted by RLIMIT_AS.
    void *probe = mmap(NULL, LITTLE_MEMORY, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (probe == MAP_FAILED) _exit(COPYDESK_OUT_OF_MEMORY);
    signal(number, SIG_DFL);
    raise(number); // comes when this returns
}

void copydesk_tell_want_of_memory(void) {
    // A stack that has overflowed cannot run the handler.
    static char stack[64 << 10];
    stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&other, NULL);
    struct sigaction action = {.sa_handler = on_deadly_signal, .sa_flags = SA_ONSTACK};
    const int deadly[] = {SIGABRT, SIGBUS, SIGILL, SIGSEGV, SIGTRAP};
    for (size_t index = 0; index < sizeof deadly / sizeof *deadly; index++) sigaction(deadly[index], &action, NULL);
}
