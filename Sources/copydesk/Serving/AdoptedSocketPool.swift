import FlyingSocks
import Glibc
import Synchronization

/// Waits for sockets, and has a server listen on a descriptor that it did not make.
///
/// FlyingFox binds an address itself and takes no descriptor. Before it waits for the first connection it asks its pool to; at
/// that moment the descriptor takes the number of the socket that the server made (dup2(2)), which nobody ever knew the name
/// of. A connection on which nothing comes for a while is closed: the server has no such limit.
struct AdoptedSocketPool<Base: AsyncSocketPool>: AsyncSocketPool {
    private let base: Base
    private let adoption: Adoption

    /// How long a connection may be silent, or not take what is sent.
    private static var patience: Duration { .seconds(75) }

    /// Which descriptor is still to be taken.
    private final class Adoption: Sendable {
        let descriptor: Mutex<Int32?>
        let listener = Mutex<Int32?>(nil)

        init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }
    }

    init(_ base: Base, adopting descriptor: Int32) {
        self.base = base
        adoption = Adoption(descriptor)
    }

    func prepare() async throws { try await base.prepare() }

    func run() async throws { try await base.run() }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        if let descriptor = adoption.descriptor.withLock({ $0.take() }) {
            // The listening socket is the first that is waited for.
            let flags = fcntl(descriptor, F_GETFL)
            guard fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0,
                dup2(descriptor, socket.file.rawValue) >= 0, fcntl(socket.file.rawValue, F_SETFD, FD_CLOEXEC) == 0
            else { throw SocketError.failed(type: "Adopt", errno: errno, message: String(cString: strerror(errno))) }
            adoption.listener.withLock { $0 = socket.file.rawValue }
            return
        }
        guard adoption.listener.withLock({ $0 }) != socket.file.rawValue else {
            return try await base.suspendSocket(socket, untilReadyFor: events)
        }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await base.suspendSocket(socket, untilReadyFor: events)
                return true
            }
            group.addTask {
                try await Task.sleep(for: Self.patience)
                return false
            }
            let isReady = try await group.next() ?? false
            group.cancelAll()
            if !isReady { throw SocketError.timeout(message: "nothing came") }
        }
    }
}

/// A socket of the server's own that has no name for anybody else: an empty name has the kernel choose one (unix(7),
/// autobind).
struct NamelessAddress: SocketAddress {
    static let family = sa_family_t(AF_UNIX)

    func withSockAddr<R, E: Error>(_ body: (UnsafePointer<sockaddr>, socklen_t) throws(E) -> R) throws(E) -> R {
        var address = sockaddr()
        address.sa_family = Self.family
        return try body(&address, socklen_t(MemoryLayout<sa_family_t>.size))
    }
}
