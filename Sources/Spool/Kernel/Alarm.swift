import Glibc
import SystemPackage

/// Wakes a thread that waits in `poll(2)`.
struct Alarm: Sendable {
    let descriptor: Descriptor

    init() throws(Errno) { descriptor = try Kernel.eventDescriptor() }

    func ring() {
        descriptor.withRaw { raw in
            var one: UInt64 = 1
            _ = write(raw, &one, 8)
        }
    }

    func clear() {
        descriptor.withRaw { raw in
            var count: UInt64 = 0
            _ = read(raw, &count, 8)
        }
    }
}
