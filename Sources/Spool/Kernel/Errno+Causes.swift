import SystemPackage

extension Errno {
    /// Whether it tells that nothing can be opened, wherever it lies.
    var isWant: Bool { self == .tooManyOpenFiles || self == .tooManyOpenFilesInSystem }

    /// Whether it tells of the machine or a file system rather than of one document, so that trying later helps.
    var isOfThePlace: Bool {
        switch self {
        case .noSpace, .diskQuotaExceeded, .readOnlyFileSystem, .tooManyOpenFiles,
            .tooManyOpenFilesInSystem,
            .ioError, .noMemory, .staleNFSFileHandle, .timedOut, .hostIsDown,
            .noSuchAddressOrDevice, .noLocks, .resourceBusy:
            true
        default: false
        }
    }
}
