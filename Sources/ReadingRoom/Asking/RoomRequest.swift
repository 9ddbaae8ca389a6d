import Foundation

/// A request as it came, of whatever server.
package struct RoomRequest: Sendable {
    /// Whence it can have come.
    package enum Origin: Hashable, Sendable {
        /// A Unix socket, whose mode says who may connect.
        case unix
        /// Somebody on this machine, a browser among them that shows a stranger's page.
        case loopback
        /// Anybody.
        case network
    }

    package let method: String
    /// The path and the query, percent-encoded.
    package let target: String
    /// The names in lower case.
    package let headers: [String: String]
    package let body: [UInt8]
    package let origin: Origin

    /// The longest path with its query, in bytes.
    static let maxTarget = 4_096

    package init(
        method: String, target: String, headers: [String: String] = [:], body: [UInt8] = [],
        origin: Origin = .loopback
    ) {
        (self.method, self.target, self.body, self.origin) = (method, target, body, origin)
        self.headers = Dictionary(headers.map { ($0.lowercased(), $1) }, uniquingKeysWith: { $1 })
    }

    private var parts: [Substring] { target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false) }

    /// The path, decoded; nil where that is not UTF-8.
    var path: String? { parts[0].removingPercentEncoding }

    /// The query, percent-encoded.
    var query: String { parts.count > 1 ? String(parts[1]) : "" }

    /// The fields of a query or a form, decoded (URL Standard, application/x-www-form-urlencoded); nil where they are not UTF-8.
    static func fields(of form: String) -> [(name: String, value: String)]? {
        var fields: [(String, String)] = []
        for part in form.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let words = pair.map { $0.replacing("+", with: " ").removingPercentEncoding }
            guard let name = words[0], let value = words.count > 1 ? words[1] : "" else { return nil }
            fields.append((name, value))
        }
        return fields
    }

    /// Words in a query, so that they are read as they are.
    static func encoded(_ words: String) -> String {
        var encoded = ""
        for byte in words.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    /// Whether whoever asks has what a tag stands for (RFC 9110, section 13.1.2).
    func knows(_ tag: String) -> Bool {
        guard let known = headers["if-none-match"] else { return false }
        return known.split(separator: ",").contains { one in
            let one = one.trimmingCharacters(in: .whitespaces)
            return one == "*" || one == tag || one == "W/" + tag
        }
    }

    /// The cookie of a name.
    func cookie(_ name: String) -> String? {
        for pair in (headers["cookie"] ?? "").split(separator: ";") {
            let pair = pair.trimmingCharacters(in: .whitespaces)
            if pair.hasPrefix(name + "=") { return String(pair.dropFirst(name.count + 1)) }
        }
        return nil
    }
}
