import Glibc
package import SystemPackage

extension FilePath {
    /// The path to the same file without symbolic links, `.` and `..` (realpath(3)); nil where there is none.
    package var resolved: FilePath? {
        guard let resolved = withPlatformString({ realpath($0, nil) }) else { return nil }
        defer { free(resolved) }
        return FilePath(platformString: resolved)
    }
}
