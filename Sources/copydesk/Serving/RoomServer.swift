import Dispatch
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
    private let connections = ConnectionCount()

    /// How long a connection may be silent, and how long a request may take to come or an answer to go.
    private static var patience: (silence: Duration, transfer: Duration) { (.seconds(75), .seconds(30)) }
    /// How many readers there may be at once; a desk's browsers have six each.
    private static let mostConnections = 512

    init(_ room: ReadingRoom, on listeners: [RoomListener], logger: Logger, notifier: Notifier) {
        (self.room, self.listeners, self.logger, self.notifier) = (room, listeners, logger, notifier)
    }

    private final class ConnectionCount: Sendable {
        private let count = Mutex(0)

        /// Whether one more may come.
        func begin(atMost limit: Int) -> Bool {
            count.withLock { count in
                guard count < limit else { return false }
                count += 1
                return true
            }
        }

        func end() { count.withLock { $0 -= 1 } }
    }

    /// Answers until it is told to stop by SIGTERM or SIGINT.
    ///
    /// - Throws: Why it can listen no longer.
    func run() async throws(DaemonFailure) {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        signal(SIGPIPE, SIG_IGN)
        let failure = Mutex<DaemonFailure?>(nil)
        do {
            let pool = SocketPool<ePoll>.ePoll()
            try await pool.prepare()
            let sockets = try listeners.map {
                try AsyncSocket(socket: Socket(file: .init(rawValue: $0.descriptor)), pool: pool)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pool.run() }
                for (socket, listener) in zip(sockets, listeners) {
                    group.addTask { try await listen(to: socket, from: listener.address.origin) }
                }
                group.addTask { for await _ in signals { return } }
                open()
                // The first that ends is the signal, unless something broke.
                try await group.next()
                notifier.send(.stopping)
                group.cancelAll()
            }
        } catch is CancellationError {
            // Told to stop.
        } catch {
            failure.withLock {
                $0 = DaemonFailure("Nobody can be listened to any more: \(error).", exitCode: Sysexits.inputOutput)
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
        notifier.send(.status("Stopped"))
        notifier.flush()
    }

    private func open() {
        let places = listeners.map { $0.address.link ?? "\($0.address)" }.joined(separator: ", ")
        logger.record(RoomOpened(places: places))
        notifier.send(.ready, .status("Open at \(places)"))
    }

    // MARK: Connections

    private func listen(to socket: AsyncSocket, from origin: RoomRequest.Origin) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            while !Task.isCancelled {
                let connection: AsyncSocket
                do {
                    connection = try await socket.accept()
                } catch SocketError.failed {
                    // No descriptor is left, or who came has gone (accept(2)): that passes.
                    try await Task.sleep(for: .milliseconds(100))
                    continue
                }
                guard connections.begin(atMost: Self.mostConnections) else {
                    try? connection.close()
                    continue
                }
                group.addTask {
                    // Whoever goes away in the middle of it is no failure.
                    try? await converse(on: connection, from: origin)
                    try? connection.close()
                    connections.end()
                }
            }
        }
    }

    private func converse(on connection: AsyncSocket, from origin: RoomRequest.Origin) async throws {
        var parser = RequestParser(origin: origin)
        var begun: ContinuousClock.Instant?
        while true {
            switch parser.next() {
            case .waitForMore:
                if begun == nil, parser.isWithinRequest { begun = .now }
                let rest = begun.map { Self.patience.transfer - $0.duration(to: .now) } ?? Self.patience.silence
                guard let more = try await Self.within(rest, { try await connection.read(atMost: 4_096) }) else {
                    if begun != nil { try await send(.refusal(408), isLast: true, on: connection) }
                    return
                }
                parser.take(more)
            case .answer(let request, let isLast):
                begun = nil
                let answer = await withCheckedContinuation { continuation in
                    work.async { continuation.resume(returning: room.response(to: request)) }
                }
                try await send(answer, isLast: isLast, on: connection)
                if isLast { return }
            case .refuse(let status):
                try await send(.refusal(status), isLast: true, on: connection)
                return
            }
        }
    }

    private func send(_ answer: RoomResponse, isLast: Bool, on connection: AsyncSocket) async throws {
        let bytes = Data(answer.bytes(isLast: isLast))
        _ = try await Self.within(Self.patience.transfer) { try await connection.write(bytes) }
    }

    /// What a body gives, or nil where that takes longer.
    private static func within<Value: Sendable>(
        _ time: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: max(time, .zero))
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
