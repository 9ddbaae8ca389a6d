import Rendering

/// The form by which a browser gets in, and what comes of it.
struct SignIn {
    static let path = "/sign-in"
    static let cookie = "copydesk-room"

    let room: ReadingRoom

    /// The form that leads to what was asked for.
    static func address(leadingTo target: String) -> String { "\(path)?next=\(RoomRequest.encoded(target))" }

    func answer(to request: RoomRequest) throws(RoomError) -> RoomResponse {
        switch request.method {
        case "GET", "HEAD":
            let fields = RoomRequest.fields(of: request.query) ?? []
            return form(leadingTo: Self.target(fields), isRefused: false)
        case "POST":
            guard let fields = RoomRequest.fields(of: String(decoding: request.body, as: UTF8.self)) else {
                throw .badParameter("The form is not UTF-8.")
            }
            let given = fields.first { $0.name == "token" }?.value ?? ""
            guard let token = room.access.token, token.matches(given) else {
                var refusal = form(leadingTo: Self.target(fields), isRefused: true)
                refusal.status = 403
                return refusal
            }
            var response = RoomResponse(status: 303, type: .text, body: [])
            response.headers["Location"] = Self.target(fields)
            response.headers["Set-Cookie"] =
                "\(Self.cookie)=\(token.cookie); Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict"
                + (request.isOverTLS ? "; Secure" : "")
            return response
        default: throw .method(allowed: "GET, HEAD, POST")
        }
    }

    /// Where a browser wanted to go: a place of this room, never one of another.
    private static func target(_ fields: [(name: String, value: String)]) -> String {
        let next = fields.first { $0.name == "next" }?.value ?? "/"
        let isPlain = next.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        return next.hasPrefix("/") && !next.hasPrefix("//") && isPlain ? next : "/"
    }

    private func form(leadingTo target: String, isRefused: Bool) -> RoomResponse {
        var page = Page("Sign in", at: Self.path)
        page.isOpen = false
        return page.response { markup in
            if isRefused { markup.element("p", [("class", "lede"), ("role", "alert")], "That is not the token.") }
            markup.element("form", [("method", "post"), ("action", Self.path), ("class", "sign-in")]) { markup in
                markup.element("label", [("for", "token")], "Token")
                markup.void(
                    "input",
                    [
                        ("type", "password"), ("name", "token"), ("id", "token"), ("required", ""),
                        ("autocomplete", "current-password"), ("autofocus", ""),
                    ])
                markup.void("input", [("type", "hidden"), ("name", "next"), ("value", target)])
                markup.element("button", [("type", "submit")], "Read")
            }
            markup.element(
                "p", [("class", "facts")], "Who keeps this machine has it, in the file that serve.tokenFile names.")
        }
    }
}
