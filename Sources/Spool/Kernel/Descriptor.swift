import Glibc

/// A file descriptor, closed when nobody holds it any more.
final class Descriptor: Sendable {
    private let raw: Int32
    /// What makes the names in a folder durable.
    let commits = GroupCommit()

    init(adopting raw: Int32) { self.raw = raw }

    deinit { close(raw) }

    /// Lends the number for a call that is not in `Kernel`.
    func withRaw<Value>(_ body: (Int32) -> Value) -> Value {
        withExtendedLifetime(self) { body(raw) }
    }
}
