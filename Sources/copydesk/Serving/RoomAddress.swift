import Glibc
import ReadingRoom
import SystemPackage

/// Where the reading room listens.
enum RoomAddress: Hashable, Sendable {
    case unix(FilePath)
    /// An address as inet_pton(3) takes it, and a port; 0 for any that is free.
    case inet4(String, port: UInt16)
    case inet6(String, port: UInt16)

    /// - Returns: Nil for what is none; names of hosts are none but `localhost`, for who a name is may change.
    init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = FilePath(String(text.dropFirst(5))).lexicallyNormalized()
            guard path.isAbsolute, path.lastComponent != nil, path.string.utf8.count < Self.longestPath,
                !text.utf8.contains(0)
            else { return nil }
            self = .unix(path)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        let host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            let address = String(host.dropFirst().dropLast())
            guard Self.bytes(of: address, AF_INET6) != nil else { return nil }
            self = .inet6(address, port: port)
        } else {
            let address = host == "localhost" ? "127.0.0.1" : host
            guard Self.bytes(of: address, AF_INET) != nil else { return nil }
            self = .inet4(address, port: port)
        }
    }

    /// What a socket's name may have, with a zero behind it (unix(7)).
    private static let longestPath = 108

    private static func bytes(of address: String, _ family: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        return inet_pton(family, address, &bytes) == 1 ? bytes : nil
    }

    /// Who can come that way.
    var origin: RoomRequest.Origin {
        switch self {
        case .unix: .unix
        case .inet4(let address, _): Self.bytes(of: address, AF_INET)?.first == 127 ? .loopback : .network
        case .inet6(let address, _):
            // An IPv4 address within one of IPv6 is a way of its own.
            Self.bytes(of: address, AF_INET6) == Array(repeating: 0, count: 15) + [1] ? .loopback : .network
        }
    }
}

extension RoomAddress: CustomStringConvertible {
    var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .inet4(let address, let port): "\(address):\(port)"
        case .inet6(let address, let port): "[\(address)]:\(port)"
        }
    }

    /// What a browser is given; nil for a socket.
    var link: String? { if case .unix = self { nil } else { "http://\(self)/" } }
}
