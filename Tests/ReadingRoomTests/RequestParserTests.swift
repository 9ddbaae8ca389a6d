import Testing

@testable import ReadingRoom

/// Requests as bytes.
@Suite struct RequestParserTests {
    private func steps(_ text: String, by size: Int = .max) -> [RequestParser.Step] {
        var parser = RequestParser(origin: .loopback)
        var steps: [RequestParser.Step] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            parser.take(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            while true {
                let step = parser.next()
                if case .waitForMore = step { break }
                steps.append(step)
                if case .refuse = step { return steps }
            }
        }
        return steps
    }

    @Test(arguments: [1, 2, 3, 7, 4_096]) func requestsAreReadHoweverTheyCome(size: Int) throws {
        let text =
            "\r\nGET /a?b=c HTTP/1.1\r\nHost:  localhost:1 \r\nX-A: 1\r\nX-a:2\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n"
            + "POST /sign-in HTTP/1.1\r\nhost: h\r\nContent-Length: 7\r\nConnection: close\r\n\r\ntoken=é"
        let steps = steps(text, by: size)
        try #require(steps.count == 2)
        guard case .answer(let first, false) = steps[0], case .answer(let second, true) = steps[1] else {
            Issue.record("\(steps)")
            return
        }
        #expect(first.method == "GET" && first.target == "/a?b=c" && first.body.isEmpty)
        #expect(first.headers == ["host": "localhost:1", "x-a": "1, 2", "cookie": "a=1; b=2"])
        #expect(second.method == "POST" && second.body == [UInt8]("token=".utf8) + [0xC3])
    }

    @Test(arguments: [
        ("GET / HTTP/1.0\r\n\r\n", true), ("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", false),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, close\r\n\r\n", true),
    ])
    func aConnectionEndsWhenItIsToldTo(text: String, ends: Bool) {
        guard case .answer(_, let isLast)? = steps(text).first else {
            Issue.record("\(text)")
            return
        }
        #expect(isLast == ends)
    }

    @Test func anAddressMayHaveItsHost() {
        guard case .answer(let request, _)? = steps("GET http://a.example/x?y HTTP/1.1\r\nHost: b\r\n\r\n").first else {
            Issue.record("no request")
            return
        }
        #expect(request.target == "/x?y" && request.headers["host"] == "a.example")
    }

    @Test(arguments: [
        ("GET\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 400),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400), ("GET / HTTP/1.1\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\u{0}\r\n\r\n", 400), ("GET /é HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1x\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 16385\r\n\r\n", 413),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501),
        ("GET /" + String(repeating: "a", count: 17_000), 431),
        ("GET /" + String(repeating: "a", count: 17_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 431),
    ])
    func whatCanBeDoubtedIsRefused(text: String, status: Int) {
        for size in [Int.max, 1_000, 1] where size > 1 || text.utf8.count < 1_000 {
            guard case .refuse(let refused)? = steps(text, by: size).first else {
                Issue.record("\(text.prefix(60)) by \(size)")
                continue
            }
            #expect(refused == status)
        }
    }

    @Test func aFieldBeginsNoOther() {
        var response = RoomResponse(type: .text, body: [0x61])
        response.headers["Location"] = "/a\r\nSet-Cookie: b=c\nx: y"
        let text = String(decoding: response.bytes(isLast: true), as: UTF8.self)
        #expect(
            text == "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nLocation: /aSet-Cookie: b=cx: y\r\n"
                + "Content-Length: 1\r\nConnection: close\r\n\r\na")
    }
}
