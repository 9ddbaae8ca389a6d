import CLinux
import Glibc
import SystemPackage
import Wire

extension WorkerLimits {
    /// Names this process, ties it to its daemon and takes away what it will not need.
    ///
    /// - Parameter daemon: The daemon's process id. If it is gone already, PR_SET_PDEATHSIG (prctl(2)) would never
    ///   fire, so the parent is checked after it is set.
    /// - Throws: The call that failed.
    func apply(underDaemon daemon: pid_t) throws(SystemCallFailure) {
        // Started as /proc/self/exe, it would be called `exe` in top(1).
        copydesk_name_process("copydesk-worker")
        try Self.check("prctl(PR_SET_PDEATHSIG)", copydesk_die_with_parent(SIGKILL))
        guard getppid() == daemon else { throw SystemCallFailure(call: "getppid", errno: .noSuchProcess) }
        try Self.check("prctl(PR_SET_NO_NEW_PRIVS)", copydesk_no_new_privileges())
        try Self.limit(RLIMIT_CORE, to: 0)
        try Self.limit(RLIMIT_NOFILE, to: openFiles)
        copydesk_tell_want_of_memory()
        copydesk_give_back_large_blocks()
        copydesk_keep_one_heap()
        copydesk_watch_memory()
        if let memoryBytes { try Self.limit(RLIMIT_AS, to: memoryBytes) }
    }

    /// Allows as much processor time as one more document of that size may use (RLIMIT_CPU, setrlimit(2)).
    ///
    /// The limit counts from the process's start, so it is moved before each document. Past it the kernel sends
    /// SIGXCPU, which ends the worker even when the daemon is too busy to.
    func allowTime(forBytes bytes: Int) throws(SystemCallFailure) {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        let used = Int(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        let allowed = used + Int(budget.time(forBytes: bytes).components.seconds) + 2
        var limit = rlimit()
        try Self.check("getrlimit", getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit))
        limit.rlim_cur = min(rlim_t(allowed), limit.rlim_max)
        try Self.check("setrlimit", setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit))
    }

    /// With less than this in memory a process keeps what is free in its heap, for the next document.
    private static let keptBytes = 40 << 20

    /// Gives the system back what a document took and the next may not need.
    func giveBackMemory() {
        let resident = copydesk_resident_bytes()
        if resident < 0 || resident > Self.keptBytes { copydesk_give_back_memory() }
    }

    private static func limit(_ resource: __rlimit_resource, to value: Int) throws(SystemCallFailure) {
        let resource = __rlimit_resource_t(resource.rawValue)
        var limit = rlimit()
        try check("getrlimit", getrlimit(resource, &limit))
        limit.rlim_cur = min(rlim_t(value), limit.rlim_max)
        limit.rlim_max = limit.rlim_cur
        try check("setrlimit", setrlimit(resource, &limit))
    }

    private static func check(_ call: String, _ result: Int32) throws(SystemCallFailure) {
        guard result == 0 else { throw SystemCallFailure(call: call, errno: Errno(rawValue: Glibc.errno)) }
    }
}
