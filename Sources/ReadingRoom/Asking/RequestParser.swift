/// Reads requests of HTTP/1.1 from bytes as they come (RFC 9112), under limits.
///
/// What a framing can be doubted in is refused, and ends the connection: two servers that read it differently could be set
/// against each other. Time is linear in what comes.
package struct RequestParser: Sendable {
    /// What is to be done.
    package enum Step: Sendable {
        case waitForMore
        /// A request; none follows it where `isLast`.
        case answer(RoomRequest, isLast: Bool)
        /// What came is no request that is answered: the status to refuse it with, upon which the connection ends.
        case refuse(status: Int)
    }

    /// The longest request line with all fields, and the longest body, in bytes.
    package static let (maxHead, maxBody) = (16 << 10, 16 << 10)

    private let origin: RoomRequest.Origin
    private var bytes: [UInt8] = []
    /// Up to where no end of a head was found.
    private var searched = 0

    package init(origin: RoomRequest.Origin) { self.origin = origin }

    /// Whether a request has begun.
    package var isWithinRequest: Bool { !bytes.isEmpty }

    package mutating func take(_ more: [UInt8]) { bytes += more }

    /// Looks at what came.
    package mutating func next() -> Step {
        // An empty line before a request is let pass (section 2.2).
        while bytes.starts(with: [0x0D, 0x0A]) {
            bytes.removeFirst(2)
            searched = 0
        }
        guard let end = headEnd() else { return bytes.count > Self.maxHead ? .refuse(status: 431) : .waitForMore }
        guard end <= Self.maxHead else { return .refuse(status: 431) }
        guard let head = Head(bytes[..<end]) else { return .refuse(status: 400) }
        guard head.fields["transfer-encoding"] == nil else { return .refuse(status: 501) }
        guard let length = head.contentLength else { return .refuse(status: 400) }
        guard length <= Self.maxBody else { return .refuse(status: 413) }
        let start = end + 4
        guard bytes.count >= start + length else { return .waitForMore }
        let body = Array(bytes[start..<(start + length)])
        bytes.removeFirst(start + length)
        searched = 0
        return .answer(
            RoomRequest(method: head.method, target: head.target, headers: head.fields, body: body, origin: origin),
            isLast: head.isLast)
    }

    private mutating func headEnd() -> Int? {
        var index = searched
        while index + 3 < bytes.count {
            if bytes[index] == 0x0D, bytes[index + 1] == 0x0A, bytes[index + 2] == 0x0D, bytes[index + 3] == 0x0A {
                return index
            }
            index += 1
        }
        searched = index
        return nil
    }

    /// The request line and the fields.
    private struct Head {
        let method: String
        let target: String
        /// The names in lower case.
        private(set) var fields: [String: String] = [:]
        private let isOld: Bool

        /// - Returns: Nil for what is no head.
        init?(_ bytes: ArraySlice<UInt8>) {
            var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            for index in lines.indices.dropLast() {
                guard lines[index].last == 0x0D else { return nil }
                lines[index].removeLast()
            }
            guard lines.allSatisfy({ $0.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } }) else { return nil }
            let words = lines[0].split(separator: 0x20, omittingEmptySubsequences: false)
            guard words.count == 3, !words[0].isEmpty, words[0].allSatisfy(Self.isToken) else { return nil }
            switch String(decoding: words[2], as: UTF8.self) {
            case "HTTP/1.1": isOld = false
            case "HTTP/1.0": isOld = true
            default: return nil
            }
            method = String(decoding: words[0], as: UTF8.self)
            guard words[1].allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
            let target = String(decoding: words[1], as: UTF8.self)
            for line in lines.dropFirst() {
                guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex,
                    line[..<colon].allSatisfy(Self.isToken)
                else { return nil }
                let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
                let value = Self.trimmed(line[(colon + 1)...])
                if let known = fields[name] {
                    // Several of these would leave open which is meant.
                    guard !["host", "content-length", "transfer-encoding", "authorization"].contains(name) else {
                        return nil
                    }
                    fields[name] = known + (name == "cookie" ? "; " : ", ") + value
                } else {
                    fields[name] = value
                }
            }
            if target.hasPrefix("/") {
                self.target = target
            } else if let host = Self.host(of: target) {
                // As a proxy is asked; the address has the host (section 3.2.2).
                fields["host"] = String(host)
                let rest = target.dropFirst("http://".count + host.count)
                self.target = rest.hasPrefix("/") ? String(rest) : "/" + rest
            } else {
                return nil
            }
            guard isOld || fields["host"] != nil else { return nil }
        }

        /// The length of the body; nil where it is none.
        var contentLength: Int? {
            guard let text = fields["content-length"] else { return 0 }
            guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return Int(text) ?? Int.max
        }

        var isLast: Bool {
            let words = (fields["connection"] ?? "").lowercased().split { $0 == "," || $0 == " " }
            return isOld ? !words.contains("keep-alive") : words.contains("close")
        }

        private static func host(of target: String) -> Substring? {
            guard target.lowercased().hasPrefix("http://") else { return nil }
            let host = target.dropFirst("http://".count).prefix { $0 != "/" && $0 != "?" }
            return host.isEmpty ? nil : host
        }

        /// What names of methods and fields are made of (RFC 9110, section 5.6.2).
        private static func isToken(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }

        private static func trimmed(_ value: ArraySlice<UInt8>) -> String {
            let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
            var value = value.drop(while: isSpace)
            while value.last.map(isSpace) == true { value.removeLast() }
            return String(decoding: value, as: UTF8.self)
        }
    }
}

extension RoomResponse {
    /// The response as HTTP/1.1 has it.
    package func bytes(isLast: Bool) -> [UInt8] {
        var head = "HTTP/1.1 \(status) \(Self.phrase(status))\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            // A line end in a value would begin another field.
            head += "\(name): \(value.filter { !$0.isNewline })\r\n"
        }
        head += "Content-Length: \(body.count)\r\n\(isLast ? "Connection: close\r\n" : "")\r\n"
        return Array(head.utf8) + (isBodySent ? body : [])
    }

    /// A refusal of what is no request.
    package static func refusal(_ status: Int) -> Self {
        var response = Self(status: status, type: .text, body: Array("\(status) \(phrase(status))\n".utf8))
        response.addCommonHeaders()
        return response
    }

    /// The words behind a number (RFC 9110, section 15; RFC 6585, section 5).
    private static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 303: "See Other"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 421: "Misdirected Request"
        case 431: "Request Header Fields Too Large"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        default: "Internal Server Error"
        }
    }
}
