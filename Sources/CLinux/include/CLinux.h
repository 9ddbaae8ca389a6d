#pragma once
// What Swift cannot import from the system's headers: variadic calls and names behind _GNU_SOURCE.

#include <signal.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/xattr.h>

/// prctl(2) is variadic. Asks the kernel to send `signal` when the thread that started this process ends.
static inline int copydesk_die_with_parent(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

/// prctl(2) is variadic. No program that this process starts can gain privileges.
static inline int copydesk_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

/// prctl(2) is variadic. What lists of processes call the calling thread, cut at 15 bytes.
static inline void copydesk_name_process(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

/// openat(2) is variadic.
int copydesk_openat(int folder, const char *path, int flags, unsigned mode);

/// openat2(2) has no wrapper in glibc. Resolves `path` below `folder` and through no symbolic link.
int copydesk_openat_beneath(int folder, const char *path, int flags, unsigned mode);

/// renameat2(2) is behind _GNU_SOURCE. Renames, but never onto something that exists.
int copydesk_rename_new(int from_folder, const char *from, int to_folder, const char *to);

/// flock(2) shares its name with a struct, which hides it from Swift. Exclusive, without waiting.
int copydesk_lock(int descriptor);

/// fcntl(2) is variadic and its leases are behind _GNU_SOURCE.
///
/// A read lease is granted only while nobody has the file open for writing. It is given back at once; the signal of a
/// lease that somebody breaks in between is made SIGURG, which is ignored by default, instead of the deadly SIGIO.
/// Returns 1 when somebody writes, 0 when nobody does, -1 when the kernel or the file's owner does not let us know.
int copydesk_has_writer(int descriptor);

/// The exit status of a process whose memory was used up; none of sysexits.h.
#define COPYDESK_OUT_OF_MEMORY 79

/// Signal handlers must not run Swift.
///
/// Has a process that dies for want of memory end with COPYDESK_OUT_OF_MEMORY. Allocators and the code above them meet
/// the limit in different ways: by abort(3), by a trap, by using what they did not get. What they have in common is that
/// little address space is left when the deadly signal comes; any other deadly signal ends the process as it always does.
void copydesk_tell_want_of_memory(void);

/// memmem(3) is behind _GNU_SOURCE. The first place of `needle` in `text`; NULL where there is none.
const void *copydesk_find(const void *text, unsigned long count, const void *needle, unsigned long needle_count);

/// statx(2) is behind _GNU_SOURCE. When an open file was made, in nanoseconds since 1970; 0 where its file system does
/// not say.
long long copydesk_birth_time(int descriptor);

/// mallopt(3) from <malloc.h>: memory of large blocks goes back to the system as soon as they are freed.
void copydesk_give_back_large_blocks(void);

/// mallopt(3): all threads share one heap from here on.
void copydesk_keep_one_heap(void);

/// O_TMPFILE of open(2), which stands behind _GNU_SOURCE: a file without a name.
extern const int copydesk_nameless_flag;

/// malloc_trim(3): gives the system back what lies free in the heap.
void copydesk_give_back_memory(void);

/// Takes the code of the program and of its libraries out of this process's memory: what is still needed comes back, from the
/// cache of files, when it is next run, 64 KiB at a time.
///
/// A start runs through much that is never run again, for one a search of all types for each that is met first.
void copydesk_give_back_code(void);

/// Has `copydesk_resident_bytes` know what it is to read; to be called before files can no longer be opened.
void copydesk_watch_memory(void);

/// How many bytes of this process are in memory (proc_pid_statm(5)); -1 where that cannot be read.
long copydesk_resident_bytes(void);

/// eventfd(2) has flags that Swift does not import. Does not block, closed on exec.
int copydesk_event_descriptor(void);

/// statfs(2) shares its name with a struct. The number of the file system's type (`f_type`), -1 with errno for an error.
long copydesk_file_system_type(int descriptor);

/// Credentials belong to a thread in Linux: one of its own takes those of the user, asks, and ends (credentials(7)).
///
/// Whether a user with these groups may use `path` in the ways of access(2), access lists and all folders above
/// included. Returns 0 or the number of the error; EPERM where this process may not be somebody else.
int copydesk_access_as(
    const char *path, int ways, unsigned user, unsigned group, const unsigned *groups, unsigned long group_count);

/// sys/xattr.h is not in what Swift imports. Whether a file has an access list (acl(5)) beyond its mode: 1 or 0; 0 also
/// where the file system has none.
int copydesk_has_access_list(const char *path);

/// adjtimex(2) is not in what Swift imports. Returns 1 when the clock is kept right by a time server, 0 when it is not,
/// -1 when the kernel does not say.
int copydesk_clock_is_synchronised(void);

/// getxattr(2) is not in what Swift imports. The bytes of a file's attribute; -1 with errno where it has none.
static inline long copydesk_attribute(const char *path, const char *name, void *bytes, unsigned long count) {
    return getxattr(path, name, bytes, count);
}
