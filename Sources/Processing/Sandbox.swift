import CSandbox
import Glibc
import SystemPackage

/// What a worker gives up once its analyzers are loaded: it has the document's bytes, and needs no more than memory,
/// its two pipes and the system's own files.
///
/// Two walls, each enough for most: Landlock (landlock(7)) leaves reading below a few folders, where the kernel has
/// it; a seccomp filter (seccomp(2), by libseccomp) leaves the system calls that computing needs and answers all
/// others with EPERM, so that an analyzer that asks for more fails in its own code and not by a signal.
/// Both need no_new_privs, and neither can be taken back.
package enum Sandbox {
    /// What the kernel granted.
    package struct Walls: Hashable, Sendable {
        /// Whether files outside the system's own folders are out of reach.
        package var landlock = false
        /// Whether system calls are filtered.
        package var seccomp = false
    }

    /// The folders that stay readable: the C library loads character sets and time zones when they are first used.
    private static let readableFolders = ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime"]

    /// Raises the walls that the kernel has, for this thread and those that it starts.
    package static func enter() throws(SystemCallFailure) -> Walls {
        var walls = Walls()
        walls.landlock = try restrictFiles()
        walls.seccomp = try filterCalls()
        return walls
    }

    // Landlock

    private static func restrictFiles() throws(SystemCallFailure) -> Bool {
        let version = copydesk_landlock_version()
        guard version >= 1 else { return false }
        // Every right of the version: what is handled and not allowed by a rule is forbidden.
        let rightsOfVersion: [Int32: UInt64] = [1: 13, 2: 14, 3: 15, 4: 15]
        let rights = (1 << (rightsOfVersion[version] ?? 16)) - 1 as UInt64
        let ruleset = try check("landlock_create_ruleset", copydesk_landlock_ruleset(rights))
        defer { close(ruleset) }
        let read = UInt64(LANDLOCK_ACCESS_FS_READ_FILE)
        let list = UInt64(LANDLOCK_ACCESS_FS_READ_DIR)
        for path in readableFolders {
            let folder = copydesk_open_path(path)
            guard folder >= 0 else { continue }
            defer { close(folder) }
            // A right to list means nothing for a file, and the kernel refuses it.
            var status = stat()
            let isFolder = fstat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            try check("landlock_add_rule", copydesk_landlock_allow(ruleset, folder, isFolder ? read | list : read))
        }
        try check("landlock_restrict_self", copydesk_landlock_enter(ruleset))
        return true
    }

    // seccomp

    /// What computing in memory, reading and answering take; on a newer kernel the C library uses what it finds.
    private static let allowedCalls = [
        "access", "arch_prctl", "brk", "clock_getres", "clock_gettime", "clock_nanosleep", "close", "exit",
        "exit_group", "faccessat", "faccessat2", "fadvise64", "fstat", "fstatfs", "futex", "futex_wait",
        "futex_wake", "getcwd", "getdents64", "getegid", "geteuid", "getgid", "getpid", "getppid", "getrandom",
        "getrlimit", "getrusage", "gettid", "gettimeofday", "getuid", "lseek", "lstat", "madvise", "membarrier",
        "mincore", "mmap", "mprotect", "mremap", "munmap", "nanosleep", "newfstatat", "pread64", "read",
        "readlink", "readlinkat", "readv", "restart_syscall", "rseq", "rt_sigaction", "rt_sigprocmask",
        "rt_sigreturn", "sched_getaffinity", "sched_yield", "set_robust_list", "set_tid_address", "setrlimit",
        "sigaltstack", "stat", "statx", "sysinfo", "time", "uname", "write", "writev",
    ]

    private static func filterCalls() throws(SystemCallFailure) -> Bool {
        let refused = copydesk_seccomp_errno(UInt16(EPERM))
        guard let filter = seccomp_init(refused) else {
            throw SystemCallFailure(call: "seccomp_init", errno: .noMemory)
        }
        defer { seccomp_release(filter) }
        for name in allowedCalls { try allow(name, in: filter) }
        // Threads, no processes.
        try allow("clone", in: filter, when: argument(0, masked: Self.cloneThread, is: Self.cloneThread))
        // Limits and signals of this process only.
        try allow("prlimit64", in: filter, when: argument(0, is: 0))
        try allow("tgkill", in: filter, when: argument(0, is: UInt64(getpid())))
        // What else fcntl(2) does can send signals.
        for command in [F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC] {
            try allow("fcntl", in: filter, when: argument(1, is: UInt64(command)))
        }
        // Reading only, so that nothing is written even where the kernel has no Landlock.
        let writing = UInt64(O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND)
        try allow("open", in: filter, when: argument(1, masked: writing, is: UInt64(O_RDONLY)))
        try allow("openat", in: filter, when: argument(2, masked: writing, is: UInt64(O_RDONLY)))
        // The C library starts threads by clone3(2), whose flags a filter cannot see, and by clone(2) without it: a
        // filter that knows no clone3 (ENOSYS) leaves threads and forbids processes.
        try add(copydesk_seccomp_errno(UInt16(ENOSYS)), "clone3", to: filter)
        let result = seccomp_load(filter)
        // A kernel without seccomp.
        guard result != -EINVAL && result != -ENOSYS else { return false }
        guard result == 0 else { throw SystemCallFailure(call: "seccomp_load", errno: Errno(rawValue: -result)) }
        return true
    }

    /// CLONE_THREAD of clone(2), which stands behind _GNU_SOURCE.
    private static let cloneThread: UInt64 = 0x1_0000

    private static func argument(_ index: UInt32, masked mask: UInt64 = .max, is value: UInt64) -> scmp_arg_cmp {
        scmp_arg_cmp(arg: index, op: SCMP_CMP_MASKED_EQ, datum_a: mask, datum_b: value)
    }

    private static func allow(
        _ name: String, in filter: scmp_filter_ctx, when condition: scmp_arg_cmp? = nil
    ) throws(SystemCallFailure) {
        try add(UInt32(SCMP_ACT_ALLOW), name, to: filter, when: condition)
    }

    private static func add(
        _ action: UInt32, _ name: String, to filter: scmp_filter_ctx, when condition: scmp_arg_cmp? = nil
    ) throws(SystemCallFailure) {
        let number = seccomp_syscall_resolve_name(name)
        // A call that this processor does not have cannot be made.
        guard number >= 0 else { return }
        let conditions = condition.map { [$0] } ?? []
        let result = seccomp_rule_add_array(filter, action, number, UInt32(conditions.count), conditions)
        guard result == 0 else {
            throw SystemCallFailure(call: "seccomp_rule_add(\(name))", errno: Errno(rawValue: -result))
        }
    }

    @discardableResult
    private static func check(_ call: String, _ result: Int32) throws(SystemCallFailure) -> Int32 {
        guard result >= 0 else { throw SystemCallFailure(call: call, errno: Errno(rawValue: Glibc.errno)) }
        return result
    }
}
