import CSystemd
import Glibc

/// Sockets that a service manager bound for this process (sd_listen_fds(3)).
package enum ListeningDescriptors {
    /// Their descriptors; none where nobody hands any over.
    ///
    /// The environment forgets them, so that no child takes them.
    package static func take() -> [Int32] {
        let count = sd_listen_fds(1)
        guard count > 0 else { return [] }
        return (0..<count).map { SD_LISTEN_FDS_START + $0 }
    }
}
