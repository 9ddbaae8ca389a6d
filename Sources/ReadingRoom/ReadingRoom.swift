// ReadingRoom is the library for people at a desk and for programs: pages without script, JSON and feeds, over HTTP.
//
//     Asking/    what comes in: a request, its parameters, who may ask
//     Routes/    what there is to ask, and the answers
//     Pages/     answers for people; Plots/ pictures of them; Feeds/ answers for feed readers
//
// It opens no socket and reads no clock of its own: a request is a value, and so is the response, so that nearly all can be
// tested without a server. JSON is what the command line prints, by the same code. Everything that comes from documents or
// from a request is escaped where it is written (`Markup`), and the content security policy forbids all but the page's own
// style. It only reads. What it reports to whoever asks: a question that cannot be meant (400), what is not there (404), a
// library that is missing, closed, too new or damaged (503).
import Digest
package import Foundation
package import Library
import Rendering
package import SystemPackage

/// Answers requests about a library and the daemon before it.
package struct ReadingRoom: Sendable {
    /// The daemon's folders as the room reads them.
    package struct Folders: Sendable {
        package let library: LibraryLayout
        package let outbox: FilePath

        package init(library: LibraryLayout, outbox: FilePath) { (self.library, self.outbox) = (library, outbox) }
    }

    let folders: Folders
    let door: LibraryDoor
    let access: RoomAccess
    let queue: @Sendable () throws -> QueueState
    let now: @Sendable () -> Date

    /// - Parameters:
    ///   - folders: Where the library and the reports lie.
    ///   - access: Who may ask.
    ///   - queue: How the daemon is now.
    ///   - now: The time.
    package init(
        _ folders: Folders, access: RoomAccess, queue: @escaping @Sendable () throws -> QueueState,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.folders = folders
        door = LibraryDoor(folders.library)
        self.access = access
        self.queue = queue
        self.now = now
    }

    /// The answer to a request; there always is one.
    package func response(to request: RoomRequest) -> RoomResponse {
        var response: RoomResponse
        do throws(RoomError) {
            response = try answer(to: request)
        } catch {
            response = refusal(error, of: request)
        }
        if response.status == 200 {
            let tag = "\"\(SHA256.hexDigest(of: response.body).prefix(32))\""
            response.headers["ETag"] = tag
            if request.knows(tag) { response.status = 304 }
        }
        response.isBodySent = request.method != "HEAD" && response.status != 304
        response.addCommonHeaders()
        return response
    }

    private func answer(to request: RoomRequest) throws(RoomError) -> RoomResponse {
        try access.checkHost(of: request)
        guard request.target.utf8.count <= RoomRequest.maxTarget else { throw .tooLong }
        guard let path = request.path else { throw .badParameter("The address is not UTF-8.") }
        if path == SignIn.path { return try SignIn(room: self).answer(to: request) }
        guard let route = Route.all.first(where: { $0.path == path }) else {
            // The same place as somebody may write it.
            if path.hasSuffix("/"), let route = Route.all.first(where: { $0.path + "/" == path }) {
                var response = RoomResponse(status: 308, type: .text, body: [])
                response.headers["Location"] = route.path + (request.query.isEmpty ? "" : "?\(request.query)")
                return response
            }
            throw .notFound(path)
        }
        guard ["GET", "HEAD"].contains(request.method) else { throw .method(allowed: "GET, HEAD") }
        guard !route.isClosed || access.admits(request) else { throw .unknownReader }
        let asked = try Asked(request.query, of: route, now: now())
        return try route.answer(Question(room: self, request: request, route: route, asked: asked))
    }

    /// What somebody is told who is not answered.
    private func refusal(_ error: RoomError, of request: RoomRequest) -> RoomResponse {
        let path = request.path ?? ""
        let route = Route.all.first { $0.path == path }
        var response: RoomResponse
        if case .unknownReader = error, route?.kind == .page {
            response = RoomResponse(status: 303, type: .text, body: [])
            response.headers["Location"] = SignIn.address(leadingTo: request.target)
            return response
        }
        if route?.kind == .json || route?.kind == .feed || path.hasPrefix("/api/") {
            response = .json(RoomError.Told(error: error.message))
        } else {
            response = Page(error.title, at: path).response { markup in
                markup.element("p", [("class", "lede")], error.message)
            }
        }
        response.status = error.status
        switch error {
        case .method(let allowed): response.headers["Allow"] = allowed
        case .unknownReader: response.headers["WWW-Authenticate"] = "Basic realm=\"Copydesk\", charset=\"UTF-8\""
        case .library, .system: response.headers["Retry-After"] = "10"
        default: break
        }
        return response
    }
}

/// How the daemon is, for the page and for programs.
package struct QueueState: Sendable {
    /// A fact with its name.
    package struct Row: Sendable {
        package let label: String
        package let text: String
        /// A line to paste, that mends it or tells more.
        package let command: String?
        /// Whether somebody should look into it.
        package let isTrouble: Bool

        package init(label: String, text: String, command: String?, isTrouble: Bool) {
            (self.label, self.text, self.command, self.isTrouble) = (label, text, command, isTrouble)
        }
    }

    package let rows: [Row]
    /// What `copydesk status --json` prints.
    package let json: [UInt8]

    package init(rows: [Row], json: [UInt8]) { (self.rows, self.json) = (rows, json) }
}
