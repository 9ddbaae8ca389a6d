import Glibc
import SystemPackage

/// Tells when something was mounted at the inbox or under it, or unmounted there: `/proc/self/mountinfo` wakes who
/// polls it at each change of mounts (proc(5)).
struct MountNews: ~Copyable {
    private let table: Descriptor?
    private let inbox: [UInt8]
    private var lines: Set<[UInt8]> = []

    /// Without a proc(5) there is no news, and full scans find what was mounted.
    init(of inbox: FilePath) {
        table = try? Kernel.openFile("/proc/self/mountinfo")
        let real = inbox.withPlatformString { realpath($0, nil) }
        self.inbox = Array((real.map { FilePath(platformString: $0) } ?? inbox).bytes)
        free(real)
        lines = read()
    }

    /// To be polled for `POLLPRI`.
    var raw: Int32? { table?.withRaw { $0 } }

    /// Whether the mounts there are others than when this was last asked.
    mutating func haveChanged() -> Bool {
        let now = read()
        defer { lines = now }
        return now != lines
    }

    /// The lines of the mounts at the inbox and below; a mount above it changes what file the inbox is.
    private func read() -> Set<[UInt8]> {
        guard let table else { return [] }
        var text: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 14, alignment: 16)
        defer { buffer.deallocate() }
        while let count = try? Kernel.read(table, at: text.count, into: buffer), count > 0 { text += buffer[..<count] }
        let space = UInt8(ascii: " ")
        return Set(
            text.split(separator: UInt8(ascii: "\n")).filter { line in
                // The fifth field is the mount point.
                let fields = line.split(separator: space, maxSplits: 5, omittingEmptySubsequences: false)
                return fields.count > 4 && Self.unescaped(fields[4]).starts(with: inbox)
            }.map(Array.init))
    }

    /// Mount points have white space and backslashes as three octal digits.
    private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = field
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ (0x30...0x37).contains($0) }) {
                bytes.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1 - 0x30) }))
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
