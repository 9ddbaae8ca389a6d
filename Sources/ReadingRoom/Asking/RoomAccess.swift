import Digest
import Foundation

/// Who may ask, and under which name of a host.
package struct RoomAccess: Sendable {
    let token: RoomToken?
    /// Names besides the loopback's own, in lower case.
    let hosts: [String]

    package init(token: RoomToken?, hosts: [String] = []) {
        self.token = token
        self.hosts = hosts.map { $0.lowercased() }
    }

    /// Refuses names that are not this room's where a browser on this machine may be made to ask: a stranger's page can have
    /// its own name stand for the loopback's address, and then read what is answered (DNS rebinding).
    func checkHost(of request: RoomRequest) throws(RoomError) {
        guard request.origin == .loopback, token == nil else { return }
        let host = (request.headers["host"] ?? "").lowercased()
        guard ["localhost", "127.0.0.1", "[::1]"].contains(Self.name(of: host)) || hosts.contains(Self.name(of: host))
        else { throw .foreignHost(host) }
    }

    /// A host without its port.
    private static func name(of host: String) -> String {
        guard let colon = host.lastIndex(of: ":"), host[host.index(after: colon)...].allSatisfy(\.isNumber) else {
            return host
        }
        return String(host[..<colon])
    }

    /// Whether a request brings the token, where one is required.
    func admits(_ request: RoomRequest) -> Bool {
        guard let token else { return true }
        if let cookie = request.cookie(SignIn.cookie), token.isCookie(cookie) { return true }
        guard let authorization = request.headers["authorization"] else { return false }
        let words = authorization.split(separator: " ", maxSplits: 1)
        guard words.count == 2 else { return false }
        switch words[0].lowercased() {
        case "bearer": return token.matches(String(words[1]))
        // Feed readers know no other way; the name before the colon is nobody's.
        case "basic":
            guard let data = Data(base64Encoded: String(words[1])),
                let pair = String(validating: data, as: UTF8.self), let colon = pair.firstIndex(of: ":")
            else { return false }
            return token.matches(String(pair[pair.index(after: colon)...]))
        default: return false
        }
    }
}

/// A secret that readers share.
package struct RoomToken: Sendable {
    /// The shortest, in bytes: what is shorter can be guessed.
    package static let minLength = 16

    private let digest: String
    /// What a browser keeps in place of the token.
    let cookie: String

    /// - Returns: Nil for one that is too short, or has spaces or control characters.
    package init?(_ token: String) {
        guard token.utf8.count >= Self.minLength, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        digest = SHA256.hexDigest(of: Array(token.utf8))
        cookie = SHA256.hexDigest(of: Array("copydesk reading room \(token)".utf8))
    }

    /// Whether it is the same; digests are compared, in a time that does not depend on where they differ.
    func matches(_ token: String) -> Bool { Self.areEqual(SHA256.hexDigest(of: Array(token.utf8)), digest) }

    func isCookie(_ value: String) -> Bool {
        Self.areEqual(SHA256.hexDigest(of: Array(value.utf8)), SHA256.hexDigest(of: Array(cookie.utf8)))
    }

    private static func areEqual(_ one: String, _ other: String) -> Bool {
        zip(one.utf8, other.utf8).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0 && one.utf8.count == other.utf8.count
    }
}
