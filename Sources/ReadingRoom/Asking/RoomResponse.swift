import OrderedJSON
import Rendering

/// What is sent back.
package struct RoomResponse: Sendable {
    /// What a body is.
    enum MediaType: String, Sendable {
        case html = "text/html; charset=utf-8"
        case json = "application/json"
        case atom = "application/atom+xml; charset=utf-8"
        case svg = "image/svg+xml"
        case text = "text/plain; charset=utf-8"
    }

    package var status: Int
    package var headers: [String: String]
    /// All of it, whether it is sent or not: its length is told either way.
    package var body: [UInt8]
    /// Whether the body goes out: not for HEAD, and not to whoever has it.
    package var isBodySent = true

    init(status: Int = 200, type: MediaType, body: [UInt8]) {
        self.status = status
        headers = ["Content-Type": type.rawValue]
        self.body = body
    }

    /// JSON as the command line prints it.
    static func json(_ value: some Encodable) -> Self {
        do {
            return Self(type: .json, body: try AnswerJSON.bytes(of: value))
        } catch {
            // A number that JSON cannot have; no answer has one.
            return Self(status: 500, type: .json, body: Array("{\"error\":\"The answer is no JSON.\"}\n".utf8))
        }
    }

    mutating func addCommonHeaders() {
        headers["Cache-Control"] = headers["Cache-Control"] ?? "no-cache"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "DENY"
        if headers["Content-Security-Policy"] == nil {
            headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        }
    }
}
