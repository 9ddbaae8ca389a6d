import CConverter
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
        if let ruleset = try ruleset(reading: readableFolders) {
            defer { close(ruleset) }
            try check("landlock_restrict_self", copydesk_landlock_enter(ruleset))
            walls.landlock = true
        }
        walls.seccomp = try filterCalls()
        return walls
    }

    // Programs of others

    /// What a program of others may read: besides what a worker may, what fontconfig and catdoc are set to.
    private static let readableByPrograms = readableFolders + ["/etc/catdocrc", "/etc/fonts"]

    /// Where programs and the loader that starts them lie.
    private static let foldersOfPrograms = ["/usr", "/lib", "/lib64"]

    /// A Landlock ruleset for programs of others: they read what a worker reads, and run, and that is all.
    ///
    /// - Returns: Its descriptor, which the caller closes; nil where the kernel has no Landlock.
    static func rulesetOfPrograms() throws(SystemCallFailure) -> Int32? {
        try ruleset(reading: readableByPrograms, running: foldersOfPrograms)
    }

    /// A seccomp filter for programs of others, in the kernel's form (`struct sock_filter`): a worker's, and to become
    /// another program, which a process has to do once to be one.
    static func filterOfPrograms() throws(SystemCallFailure) -> [UInt8] {
        let filter = try filter()
        defer { seccomp_release(filter) }
        try allow("execve", in: filter)
        let file = try check("memfd_create", copydesk_memory_file("filter"))
        defer { close(file) }
        let result = seccomp_export_bpf(filter, file)
        guard result == 0 else { throw SystemCallFailure(call: "seccomp_export_bpf", errno: Errno(rawValue: -result)) }
        let size = Int(lseek(file, 0, SEEK_END))
        let bytes = [UInt8](unsafeUninitializedCapacity: max(0, size)) { buffer, filled in
            filled = max(0, pread(file, buffer.baseAddress, buffer.count, 0))
        }
        guard bytes.count == size, size > 0 else { throw SystemCallFailure(call: "pread", errno: .ioError) }
        return bytes
    }

    // Landlock

    private static func ruleset(
        reading readable: [String], running executable: [String] = []
    ) throws(SystemCallFailure) -> Int32? {
        let version = copydesk_landlock_version()
        guard version >= 1 else { return nil }
        // Every right of the version: what is handled and not allowed by a rule is forbidden.
        let rightsOfVersion: [Int32: UInt64] = [1: 13, 2: 14, 3: 15, 4: 15]
        let rights = (1 << (rightsOfVersion[version] ?? 16)) - 1 as UInt64
        let ruleset = try check("landlock_create_ruleset", copydesk_landlock_ruleset(rights))
        do throws(SystemCallFailure) {
            let read = UInt64(LANDLOCK_ACCESS_FS_READ_FILE)
            for path in readable { try allow(read, beneath: path, in: ruleset) }
            let run = read | UInt64(LANDLOCK_ACCESS_FS_EXECUTE)
            for path in executable { try allow(run, beneath: path, in: ruleset) }
        } catch {
            close(ruleset)
            throw error
        }
        return ruleset
    }

    /// Allows rights to a file, or to those in a folder, and to list it; nothing where there is none.
    private static func allow(
        _ rights: UInt64, beneath path: String, in ruleset: Int32
    ) throws(SystemCallFailure) {
        let place = copydesk_open_path(path)
        guard place >= 0 else { return }
        defer { close(place) }
        // A right to list means nothing for a file, and the kernel refuses it.
        var status = stat()
        let isFolder = fstat(place, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        let all = isFolder ? rights | UInt64(LANDLOCK_ACCESS_FS_READ_DIR) : rights
        try check("landlock_add_rule", copydesk_landlock_allow(ruleset, place, all))
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

    /// What a worker says to its converter, in files in memory.
    private static let callsOfConversion = ["memfd_create", "recvmsg", "sendmsg", "wait4"]

    private static func filterCalls() throws(SystemCallFailure) -> Bool {
        let filter = try filter()
        defer { seccomp_release(filter) }
        for name in callsOfConversion { try allow(name, in: filter) }
        // Of this process only.
        try allow("tgkill", in: filter, when: argument(0, is: UInt64(getpid())))
        let result = seccomp_load(filter)
        // A kernel without seccomp.
        guard result != -EINVAL && result != -ENOSYS else { return false }
        guard result == 0 else { throw SystemCallFailure(call: "seccomp_load", errno: Errno(rawValue: -result)) }
        return true
    }

    /// A filter that allows what computing takes; the caller releases it.
    private static func filter() throws(SystemCallFailure) -> scmp_filter_ctx {
        let refused = copydesk_seccomp_errno(UInt16(EPERM))
        guard let filter = seccomp_init(refused) else {
            throw SystemCallFailure(call: "seccomp_init", errno: .noMemory)
        }
        do throws(SystemCallFailure) {
            try allowComputing(in: filter)
            return filter
        } catch {
            seccomp_release(filter)
            throw error
        }
    }

    private static func allowComputing(in filter: scmp_filter_ctx) throws(SystemCallFailure) {
        for name in allowedCalls { try allow(name, in: filter) }
        // Threads, no processes.
        try allow("clone", in: filter, when: argument(0, masked: Self.cloneThread, is: Self.cloneThread))
        // Limits of this process only.
        try allow("prlimit64", in: filter, when: argument(0, is: 0))
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
