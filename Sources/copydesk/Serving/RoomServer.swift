import Dispatch
import FlyingFox
import FlyingSocks
import Foundation
import Glibc
import Logging
import ReadingRoom
import Supervision
import Synchronization
import UnixSignals

/// Brings requests to the reading room, and its answers back.
struct RoomServer: Sendable {
    private let room: ReadingRoom
    private let listeners: [RoomListener]
    private let logger: Logger
    private let notifier: Notifier
    /// What asks the library waits for disks; the threads of tasks must not.
    private let work = DispatchQueue(label: "copydesk.serve", qos: .userInitiated, attributes: .concurrent)

    /// The longest form that is read: a token and an address.
    private static let maxBody = 16 << 10
    /// How long an answer may take, in seconds, and how long readers have to take theirs at the end.
    private static let (longest, farewell) = (60.0, 3.0)

    init(_ room: ReadingRoom, on listeners: [RoomListener], logger: Logger, notifier: Notifier) {
        (self.room, self.listeners, self.logger, self.notifier) = (room, listeners, logger, notifier)
    }

    /// How the work goes on, as the tasks of a run know it.
    private final class Progress: Sendable {
        private let state = Mutex<(isStopping: Bool, failure: DaemonFailure?)>((false, nil))

        var failure: DaemonFailure? { state.withLock { $0.failure } }

        func stop() { state.withLock { $0.isStopping = true } }

        /// Notes why a server ended, unless it was told to.
        func ended(_ address: RoomAddress, _ error: any Error) {
            state.withLock { state in
                guard !state.isStopping, state.failure == nil else { return }
                state.failure = DaemonFailure(
                    "Nobody can be listened to on \(address) any more: \(error).", exitCode: Sysexits.inputOutput)
            }
        }
    }

    /// Answers until it is told to stop by SIGTERM or SIGINT.
    ///
    /// - Throws: Why it can listen no longer.
    func run() async throws(DaemonFailure) {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        signal(SIGPIPE, SIG_IGN)
        let servers = listeners.map { (address: $0.address, server: server(of: $0)) }
        let progress = Progress()
        await withTaskGroup(of: Void.self) { group in
            for (address, server) in servers {
                group.addTask {
                    do { try await server.run() } catch { progress.ended(address, error) }
                }
            }
            group.addTask {
                for (_, server) in servers { try? await server.waitUntilListening() }
                open()
                for await _ in signals { break }
                notifier.send(.stopping)
                progress.stop()
                for (_, server) in servers { await server.stop(timeout: Self.farewell) }
            }
            await group.next()
            progress.stop()
            group.cancelAll()
        }
        if let failure = progress.failure { throw failure }
        notifier.send(.status("Stopped"))
        notifier.flush()
    }

    private func open() {
        let places = listeners.map { $0.address.link ?? "\($0.address)" }.joined(separator: ", ")
        logger.record(RoomOpened(places: places))
        notifier.send(.ready, .status("Open at \(places)"))
    }

    private func server(of listener: RoomListener) -> HTTPServer {
        HTTPServer(
            config: .init(
                address: NamelessAddress(), timeout: Self.longest,
                pool: AdoptedSocketPool(HTTPServer.defaultPool(), adopting: listener.descriptor), logger: .disabled),
            handler: Handler(server: self, origin: listener.address.origin))
    }

    private struct Handler: HTTPHandler {
        let server: RoomServer
        let origin: RoomRequest.Origin

        func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
            var body: [UInt8] = []
            var isTooLong = false
            if request.method == .POST {
                for try await part in request.bodySequence {
                    isTooLong = isTooLong || body.count + part.count > RoomServer.maxBody
                    if isTooLong { break }
                    body += part
                }
            }
            guard !isTooLong else {
                return HTTPResponse(statusCode: .payloadTooLarge, headers: HTTPHeaders([.connection: "close"]))
            }
            let asked = RoomRequest(
                method: request.method.rawValue, target: request.target.rawValue,
                headers: Dictionary(
                    request.headers.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { first, _ in first }),
                body: body, origin: origin)
            let answer = await withCheckedContinuation { continuation in
                server.work.async { continuation.resume(returning: server.room.response(to: asked)) }
            }
            return RoomServer.response(answer)
        }
    }

    private static func response(_ answer: RoomResponse) -> HTTPResponse {
        var headers = HTTPHeaders()
        for (name, value) in answer.headers { headers[HTTPHeader(name)] = value }
        headers[.contentLength] = "\(answer.body.count)"
        return HTTPResponse(
            statusCode: HTTPStatusCode(answer.status, phrase: phrases[answer.status] ?? "-"), headers: headers,
            body: HTTPBodySequence(
                data: answer.isBodySent ? Data(answer.body) : Data(), suggestedBufferSize: 256 << 10))
    }

    /// The words behind a number (RFC 9110, section 15).
    private static let phrases = [
        200: "OK", 303: "See Other", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
        404: "Not Found", 405: "Method Not Allowed", 414: "URI Too Long", 421: "Misdirected Request",
        500: "Internal Server Error", 503: "Service Unavailable",
    ]
}
