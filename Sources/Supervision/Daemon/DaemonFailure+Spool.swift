import Glibc
import Spool
import SystemPackage

extension DaemonFailure {
    /// A spool that cannot be opened, by a daemon in this sandbox.
    ///
    /// When the sandbox is in the way, that is what the administrator hears, with the drop-in that lets the daemon in;
    /// the exit status is 78 (EX_CONFIG) then, since a restart does not mend it.
    init(_ error: SpoolError, folders: SpoolFolders, in sandbox: UnitSandbox?) {
        if error.mayBeOfSandbox, let advice = sandbox?.advice(on: folders) {
            self.init(advice, exitCode: EX_CONFIG, errno: error.errno)
            return
        }
        switch error {
        case .missing: self.init("\(error)", exitCode: EX_CONFIG, errno: .noSuchFileOrDirectory)
        case .notAFolder(let role, _) where role.isOfState:
            self.init("\(error)", exitCode: EX_CANTCREAT, errno: .notDirectory)
        case .notAFolder: self.init("\(error)", exitCode: EX_CONFIG, errno: .notDirectory)
        case .overlapping: self.init("\(error)", exitCode: EX_CONFIG, errno: .invalidArgument)
        case .unwritable(_, _, let errno), .barred(_, _, _, let errno), .unusableFile(_, let errno):
            self.init("\(error)", exitCode: EX_CANTCREAT, errno: errno)
        case .inUse: self.init("\(error)", exitCode: EX_TEMPFAIL, errno: .resourceBusy)
        case .system(let call): self.init("\(error)", exitCode: EX_OSERR, errno: call.errno)
        }
    }
}

extension SpoolError {
    /// Whether a sandbox can be the cause.
    fileprivate var mayBeOfSandbox: Bool {
        switch self {
        case .missing, .unwritable, .barred: true
        case .notAFolder, .unusableFile, .overlapping, .inUse, .system: false
        }
    }

    /// The error number behind it, where there is one.
    var errno: Errno? {
        switch self {
        case .unwritable(_, _, let errno), .barred(_, _, _, let errno), .unusableFile(_, let errno): errno
        case .system(let call): call.errno
        default: nil
        }
    }
}
