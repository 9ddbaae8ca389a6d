#pragma once
// A process that runs programs of others for the one that started it. In C, because the child of a process with threads
// may run nothing but what is safe in a signal handler (fork(2)): no allocation, so no Swift.

#include <stdbool.h>
#include <stdint.h>

/// A program that may be run.
struct copydesk_program {
    /// Its file.
    const char *path;
    /// Its arguments, the first its name; NULL behind the last.
    const char *const *arguments;
};

/// What a converter may run, and in which sandbox. A converter has a copy of all of it from its start.
struct copydesk_converter {
    const struct copydesk_program *programs;
    uint32_t program_count;
    /// A descriptor of a Landlock ruleset; -1 where the kernel has none.
    int ruleset;
    /// A filter of system calls for programs, as the kernel takes it (`struct sock_filter`), and how many steps it has.
    const void *filter;
    uint16_t filter_steps;
    /// Whether it ends with the thread that starts it; it ends with the process in any case.
    bool dies_with_thread;
};

/// What a converter is asked to do. Three descriptors come with it: the program's standard input, output and error.
struct copydesk_task {
    /// Which of the programs.
    uint32_t program;
    /// What stands for `{page}` among its arguments.
    uint32_t page;
    /// Processor time, in seconds (RLIMIT_CPU).
    uint32_t processor_seconds;
    /// Time, in milliseconds.
    uint64_t milliseconds;
    /// Address space, in bytes (RLIMIT_AS).
    uint64_t memory;
    /// What it may write, in bytes (RLIMIT_FSIZE).
    uint64_t output;
};

enum copydesk_end {
    /// It ended by itself; the code is its exit status.
    COPYDESK_EXITED,
    /// A signal ended it; the code is the signal.
    COPYDESK_SIGNALLED,
    /// It was killed because its time was over.
    COPYDESK_TIMED_OUT,
    /// Its file could not be run; the code is the error (execve(2)).
    COPYDESK_NOT_RUN,
    /// Something before that failed; the code is the error.
    COPYDESK_NOT_STARTED,
};

/// How a task ended.
struct copydesk_outcome {
    int32_t end;
    int32_t code;
};

/// Of its standard error a program may write so many bytes; more is refused.
enum { COPYDESK_LAST_WORDS = 8192 };

/// No program has more arguments, its name among them.
enum { COPYDESK_MOST_ARGUMENTS = 16 };

/// Starts a converter: a process that shares this one's memory pages until one of them writes.
///
/// It holds no descriptor but its own and has entered the ruleset. It ends, with the program that it runs, when the
/// descriptor is closed everywhere else, as it is when this process ends in whatever way.
///
/// - Parameter pid: Where the id of its process goes; the caller waits for it (waitpid(2)) once the descriptor is closed.
/// - Returns: The descriptor by which it is spoken to; -1 with errno for an error.
int copydesk_converter_start(const struct copydesk_converter *converter, int *pid);

/// Has a converter do a task, and waits for its end.
///
/// - Parameters:
///   - converter: What `copydesk_converter_start` returned.
///   - files: Standard input, output and error, each a file in memory (`copydesk_memory_file`).
/// - Returns: 0; -1 with errno where the converter is gone.
int copydesk_converter_run(
    int converter, const struct copydesk_task *task, const int files[3], struct copydesk_outcome *outcome);

/// memfd_create(2) is behind _GNU_SOURCE. A file in memory, closed on exec; -1 with errno for an error.
int copydesk_memory_file(const char *name);
