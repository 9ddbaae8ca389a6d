import CLinux
import Glibc
import ReadingRoom
import Spool
import Supervision
import SystemPackage

/// A socket on which the reading room is asked: bound here, or handed over by systemd.
struct RoomListener: Sendable {
    let descriptor: Int32
    let address: RoomAddress

    /// Takes a socket that somebody else bound, as systemd does (sd_listen_fds(3)).
    ///
    /// - Throws: Why it is none that can be listened to.
    init(inherited descriptor: Int32) throws(DaemonFailure) {
        var kind: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        var isListening: Int32 = 0
        guard getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &kind, &length) == 0, kind == Int32(SOCK_STREAM.rawValue),
            getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &length) == 0, isListening == 1
        else {
            throw DaemonFailure(
                "Descriptor \(descriptor) of $LISTEN_FDS is no listening socket: use ListenStream= in the socket unit.",
                exitCode: Sysexits.configuration)
        }
        self.descriptor = descriptor
        address = try Self.address(of: descriptor)
    }

    /// Binds an address.
    ///
    /// - Throws: Why that is not possible.
    init(_ wanted: RoomAddress, socketMode: mode_t) throws(DaemonFailure) {
        descriptor =
            switch wanted {
            case .unix(let path): try Self.bind(path, mode: socketMode)
            case .inet4(let text, let port):
                try Self.bind(wanted, AF_INET) { descriptor in
                    var address = sockaddr_in()
                    address.sin_family = sa_family_t(AF_INET)
                    address.sin_port = port.bigEndian
                    inet_pton(AF_INET, text, &address.sin_addr)
                    return Self.bind(descriptor, &address, MemoryLayout<sockaddr_in>.size)
                }
            case .inet6(let text, let port):
                try Self.bind(wanted, AF_INET6) { descriptor in
                    var only: Int32 = 1
                    // So that an address is no other's, too.
                    setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &only, socklen_t(MemoryLayout<Int32>.size))
                    var address = sockaddr_in6()
                    address.sin6_family = sa_family_t(AF_INET6)
                    address.sin6_port = port.bigEndian
                    inet_pton(AF_INET6, text, &address.sin6_addr)
                    return Self.bind(descriptor, &address, MemoryLayout<sockaddr_in6>.size)
                }
            }
        address = try Self.address(of: descriptor)
    }

    /// Removes a Unix socket that was bound here.
    func remove() { if case .unix(let path) = address { unlink(path.string) } }

    // MARK: Binding

    private static func bind<Address>(_ descriptor: Int32, _ address: inout Address, _ size: Int) -> Int32 {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(descriptor, $0, socklen_t(size)) }
        }
    }

    private static func bind(
        _ wanted: RoomAddress, _ family: Int32, _ body: (Int32) -> Int32
    ) throws(DaemonFailure) -> Int32 {
        let descriptor = Glibc.socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        guard descriptor >= 0, body(descriptor) == 0, listen(descriptor, SOMAXCONN) == 0 else {
            throw failure(wanted, Errno(rawValue: errno))
        }
        return descriptor
    }

    private static func failure(_ address: RoomAddress, _ error: Errno) -> DaemonFailure {
        switch error {
        case .addressInUse:
            DaemonFailure(
                "Another process listens on \(address): stop it, or give another address in serve.listen.",
                exitCode: Sysexits.temporaryFailure, errno: error)
        case .permissionDenied, .notPermitted:
            DaemonFailure(
                "This user may not listen on \(address): give a port from 1024 on, or a folder of its own, in serve.listen.",
                exitCode: Sysexits.noPermission, errno: error)
        default:
            DaemonFailure("\(address) cannot be listened on: \(error).", exitCode: Sysexits.configuration, errno: error)
        }
    }

    /// Binds a Unix socket in place of one that nobody listens to any more, never in that of a file.
    private static func bind(_ path: FilePath, mode: mode_t) throws(DaemonFailure) -> Int32 {
        var status = stat()
        if lstat(path.string, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFSOCK else {
                throw DaemonFailure(
                    "'\(path)' is there and is no socket: give another path in serve.listen.",
                    exitCode: Sysexits.configuration)
            }
            guard !answers(path) else { throw failure(.unix(path), .addressInUse) }
            unlink(path.string)
        }
        return try bind(.unix(path), AF_UNIX) { descriptor in
            // The mode is right from the first moment on: nobody connects before.
            let before = umask(0o777 & ~mode)
            defer { umask(before) }
            return withAddress(of: path) { Glibc.bind(descriptor, $0, $1) }
        }
    }

    private static func answers(_ path: FilePath) -> Bool {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        return withAddress(of: path) { connect(descriptor, $0, $1) } == 0
    }

    private static func withAddress(of path: FilePath, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            bytes.copyBytes(from: path.string.utf8.prefix(bytes.count - 1))
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// What a socket is bound to.
    private static func address(of descriptor: Int32) throws(DaemonFailure) -> RoomAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        let known: RoomAddress? =
            if result != 0 {
                nil
            } else {
                withUnsafeBytes(of: storage) { bytes in
                    switch Int32(bytes.load(as: sa_family_t.self)) {
                    case AF_UNIX:
                        RoomAddress.unix(
                            FilePath(
                                String(decoding: bytes.dropFirst(2).prefix { $0 != 0 }, as: UTF8.self)))
                    case AF_INET:
                        .inet4(
                            text(bytes.load(as: sockaddr_in.self).sin_addr, AF_INET),
                            port: UInt16(bigEndian: bytes.load(as: sockaddr_in.self).sin_port))
                    case AF_INET6:
                        .inet6(
                            text(bytes.load(as: sockaddr_in6.self).sin6_addr, AF_INET6),
                            port: UInt16(bigEndian: bytes.load(as: sockaddr_in6.self).sin6_port))
                    default: nil
                    }
                }
            }
        guard let known else {
            throw DaemonFailure(
                "Descriptor \(descriptor) is no socket of a kind that is known: use a Unix socket, IPv4 or IPv6.",
                exitCode: Sysexits.configuration)
        }
        return known
    }

    private static func text<Address>(_ address: Address, _ family: Int32) -> String {
        var bytes = [CChar](repeating: 0, count: 64)
        let isKnown = withUnsafePointer(to: address) { inet_ntop(family, $0, &bytes, 64) != nil }
        return isKnown ? String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : ""
    }
}
