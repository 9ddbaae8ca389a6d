import Foundation
import Testing
import XML

@testable import ReadingRoom

/// Who may ask.
@Suite struct AccessTests {
    private static let token = "0123456789abcdef0123"

    @Test(arguments: [
        ("localhost", true), ("LOCALHOST:8437", true), ("127.0.0.1:8437", true), ("[::1]:8437", true),
        ("room.example", true), ("evil.example", false), ("localhost.evil.example", false), ("", false),
        ("127.0.0.1.evil.example:80", false), ("evil.example:127", false),
    ])
    func strangersNamesAreRefusedOnTheLoopback(host: String, isAnswered: Bool) throws {
        let room = try Shelf().room(hosts: ["Room.example"])
        let answer = room.get("/", ["Host": host])
        #expect(answer.status == (isAnswered ? 200 : 421))
        #expect(isAnswered || !answer.text.contains("Rain in Velmora"))
        let elsewhere = room.response(
            to: RoomRequest(method: "GET", target: "/", headers: ["Host": host], origin: .unix))
        #expect(elsewhere.status == 200)
    }

    @Test(arguments: [
        ("", false), ("Bearer \(token)", true), ("bearer \(token)", true), ("Bearer \(token)x", false),
        ("Bearer", false), ("Bearer 0123456789abcdef0124", false), ("Basic \(basic("x:\(token)"))", true),
        ("Basic \(basic(":\(token)"))", true), ("Basic \(basic(token))", false), ("Basic ???", false),
        ("Digest \(token)", false),
    ])
    func aTokenIsAskedFor(authorization: String, isAnswered: Bool) throws {
        let room = try Shelf().room(token: Self.token)
        for origin in [RoomRequest.Origin.unix, .loopback, .network] {
            func ask(_ target: String) -> RoomResponse {
                room.response(
                    to: RoomRequest(
                        method: "GET", target: target, headers: ["Authorization": authorization, "Host": "a.example"],
                        origin: origin))
            }
            for target in ["/api/v1/documents", "/documents.atom", "/openapi.json"] {
                #expect(ask(target).status == (isAnswered ? 200 : 401))
            }
            #expect(ask("/").status == (isAnswered ? 200 : 303))
            #expect(ask("/icon.svg").status == 200)
            if !isAnswered {
                #expect(ask("/quotes?speaker=a b").headers["Location"] == "/sign-in?next=%2Fquotes%3Fspeaker%3Da%20b")
                #expect(ask("/api/v1/quotes").headers["WWW-Authenticate"]?.hasPrefix("Basic ") == true)
                // A mistake is not told of to strangers before they are known.
                #expect(ask("/api/v1/quotes?colour=red").status == 401)
            }
        }
    }

    private static func basic(_ words: String) -> String { Data(words.utf8).base64EncodedString() }

    @Test(arguments: [
        ("%2Fquotes%3Fspeaker%3Da", "/quotes?speaker=a"), ("", "/"), ("%2F%2Fevil.example", "/"),
        ("https%3A%2F%2Fevil.example", "/"), ("%2F%5Cevil.example", "/"), ("%2Fa%0D%0AX%3A1", "/"),
    ])
    func whoSignsInIsKnownByACookie(next: String, target: String) throws {
        let room = try Shelf().room(token: Self.token)
        func post(_ token: String) -> RoomResponse {
            room.response(
                to: RoomRequest(
                    method: "POST", target: "/sign-in", headers: ["Host": "a.example"],
                    body: Array("token=\(token)&next=\(next)".utf8), origin: .network))
        }
        let form = room.get("/sign-in?next=\(next)")
        #expect(form.status == 200 && !form.text.contains(Self.token))
        let field = try XMLTree.read(form.body).root.all.first { $0["name"] == "next" }
        #expect(field?["value"] == target)
        let refused = post("0123456789abcdef012")
        #expect(refused.status == 403 && refused.headers["Set-Cookie"] == nil)
        let answer = post(Self.token)
        #expect(answer.status == 303 && answer.headers["Location"] == target)
        let cookie = try #require(answer.headers["Set-Cookie"])
        #expect(cookie.hasSuffix("; HttpOnly; SameSite=Strict") && !cookie.contains(Self.token))
        let overTLS = room.response(
            to: RoomRequest(
                method: "POST", target: "/sign-in", headers: ["Host": "a.example", "X-Forwarded-Proto": "https"],
                body: Array("token=\(Self.token)".utf8), origin: .network))
        #expect(overTLS.headers["Set-Cookie"]?.hasSuffix("; Secure") == true)
        let pair = try #require(cookie.split(separator: ";").first)
        func status(_ cookie: String) -> Int {
            room.response(
                to: RoomRequest(
                    method: "GET", target: "/", headers: ["Cookie": cookie, "Host": "a.example"], origin: .network)
            ).status
        }
        #expect(status("other=1; \(pair)") == 200)
        #expect(status("\(pair)0") == 303 && status("copydesk-room=") == 303)
    }

    @Test func withoutATokenNobodySignsIn() throws {
        let room = try Shelf().room()
        let answer = room.response(
            to: RoomRequest(
                method: "POST", target: "/sign-in", headers: ["Host": "localhost"], body: Array("token=".utf8)))
        #expect(answer.status == 403)
    }

    @Test(arguments: [
        "", "short", "0123456789abcde", "0123456789 abcdef", "0123456789abcdef\u{7}", "0123456789abcdefü",
    ])
    func weakTokensAreNone(token: String) { #expect(RoomToken(token) == nil) }
}
