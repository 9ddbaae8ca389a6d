import Glibc
import SystemPackage

extension FilePath {
    /// What on the way to this file or folder made a call on it fail: the first thing that is no folder and should be one,
    /// or that does not let this process pass; where the last part is missing, the folder that it could not be made in.
    ///
    /// Looked up after the error, by the calls that tell without opening: what is mended meanwhile is the path itself.
    func culprit(for errno: Errno) -> FilePath {
        guard [.notDirectory, .permissionDenied, .notPermitted].contains(errno) else { return self }
        var way = FilePath(root: root)
        for component in components {
            let above = way
            way.append(component)
            guard let mode = mode(of: way) else {
                // The system's word on a folder above that is closed, or not there any more.
                return above.isEmpty ? self : above
            }
            guard way != self else { return self }
            if mode & S_IFMT != S_IFDIR { return way }
            if way.withPlatformString({ faccessat(AT_FDCWD, $0, X_OK, AT_EACCESS) }) != 0 { return way }
        }
        return self
    }
}

/// A file's mode, of what a link leads to; outside of the extension, where `stat` is something else.
private func mode(of path: FilePath) -> mode_t? {
    var status = stat()
    return path.withPlatformString { stat($0, &status) } == 0 ? status.st_mode : nil
}
