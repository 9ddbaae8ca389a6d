import Foundation
import Glibc
import Logging
import Supervision
import SystemPackage
import Testing

/// A service manager's end of $NOTIFY_SOCKET: a real datagram socket.
final class NotifySocket {
    let path: String
    private let descriptor: Int32

    /// An abstract one (unix(7)) has no file, and its address begins with a zero, in $NOTIFY_SOCKET with `@`.
    init(isAbstract: Bool = false) throws {
        let name = "copydesk-notify-\(UUID().uuidString)"
        path = (isAbstract ? "@" : NSTemporaryDirectory()) + name
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = isAbstract ? [0] + Array(name.utf8) : Array(path.utf8) + [0]
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: address.sun_path) + bytes.count
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(length))
            }
        }
        guard result == 0 else { throw Errno(rawValue: errno) }
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// The next datagram's lines.
    func next() throws -> [String] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Errno(rawValue: errno) }
        return String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

/// Serialised: the environment belongs to the whole process.
@Suite(.serialized) struct NotifierTests {
    private func withNotifier(
        watchdog: String? = nil, isAbstract: Bool = false, _ body: (Notifier, NotifySocket) throws -> Void
    ) throws {
        let socket = try NotifySocket(isAbstract: isAbstract)
        setenv("NOTIFY_SOCKET", socket.path, 1)
        if let watchdog {
            setenv("WATCHDOG_USEC", watchdog, 1)
            setenv("WATCHDOG_PID", "\(getpid())", 1)
        }
        defer {
            for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] { unsetenv(name) }
        }
        try body(Notifier(), socket)
    }

    @Test(arguments: [
        ([Notifier.State.ready], ["READY=1"]),
        ([.ready, .status("Idle, 0 delivered, 0 failed")], ["READY=1", "STATUS=Idle, 0 delivered, 0 failed"]),
        ([.reloading(monotonicMicroseconds: 12)], ["RELOADING=1", "MONOTONIC_USEC=12"]),
        ([.stopping], ["STOPPING=1"]), ([.watchdog], ["WATCHDOG=1"]), ([.watchdogTrigger], ["WATCHDOG=trigger"]),
        ([.errno(.noSuchFileOrDirectory)], ["ERRNO=2"]),
        ([.extendTimeout(.seconds(30))], ["EXTEND_TIMEOUT_USEC=30000001"]),
        ([.status("two\nlines")], ["STATUS=two lines"]),
    ])
    func aMessageIsOneDatagram(states: [Notifier.State], lines: [String]) throws {
        try withNotifier { notifier, socket in
            switch states.count {
            case 1: notifier.send(states[0])
            default: notifier.send(states[0], states[1])
            }
            let received = try socket.next()
            #expect(received == lines)
        }
    }

    @Test func theManagersSocketMayHaveNoFile() throws {
        try withNotifier(isAbstract: true) { notifier, socket in
            notifier.send(.ready)
            let received = try socket.next()
            #expect(received == ["READY=1"])
        }
    }

    @Test func theWatchdogsIntervalIsRead() throws {
        try withNotifier(watchdog: "30000000") { notifier, _ in
            #expect(notifier.watchdogInterval == .seconds(30))
        }
        try withNotifier { notifier, _ in #expect(notifier.watchdogInterval == nil) }
    }

    @Test func withoutAManagerNothingHappens() {
        unsetenv("NOTIFY_SOCKET")
        let notifier = Notifier()
        #expect(!notifier.isConnected)
        notifier.send(.ready)
        notifier.flush()
    }

    @Test func aManagerThatDoesNotReadStopsNobody() throws {
        try withNotifier { notifier, _ in
            // Far more than the socket and the queue hold.
            for count in 0..<10_000 { notifier.send(.status("\(count)")) }
            #expect(notifier.isConnected)
        }
    }
}
