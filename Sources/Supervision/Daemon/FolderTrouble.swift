import Spool
package import SystemPackage

/// One folder that nothing can be put into, while those beside it are well.
package struct FolderTrouble: Error, Hashable, Sendable {
    /// The folder.
    package let folder: FilePath
    package let errno: Errno
    /// What is wrong and what to do, without a full stop.
    package let cause: String

    package init(folder: FilePath, errno: Errno, cause: String) {
        self.folder = folder
        self.errno = errno
        self.cause = cause
    }
}

/// Why a step of a document's way is not made again.
enum StepFailure: Error, Sendable {
    /// The document is to be set aside.
    case document(Failure)
    /// Its documents wait until the folder is mended.
    case folder(FolderTrouble)
    /// It is claimed no longer: somebody goes on writing to it.
    case changed
}
