import CLinux
import Glibc
import Synchronization
import SystemPackage

/// The list of what was delivered, `delivered` in the state folder, by which a report is found by its document's name or
/// digest without opening all of an outbox.
///
/// A line is `<first 16 digits of the SHA-256> <path of the report under the outbox>`, control characters and `%` in the
/// path written as `%0A`. It is a help, no record: nothing is lost with it, it is not synced, and what stands in it may
/// have been removed since. At 64 MiB, about a million deliveries, it becomes `delivered.1` and a new one is begun.
final class DeliveryList: Sendable {
    private let state: FilePath
    private let mode: UInt32
    // Not through `Kernel`: whether it works is of no concern to any step of a document.
    private let file = Mutex<(descriptor: Descriptor, byteCount: Int)?>(nil)
    private static let maxBytes = 64 << 20
    /// How many digits of a digest stand in a line.
    static let digits = 16

    init(in state: FilePath, mode: UInt32) {
        self.state = state
        self.mode = mode
    }

    /// Notes a delivery; one that cannot be noted is found more slowly.
    func note(_ report: FilePath, sha256: String) {
        let line = Array(sha256.utf8.prefix(Self.digits)) + [UInt8(ascii: " ")] + Self.escaped(report.bytes) + [0x0A]
        file.withLock { file in
            if file == nil { file = open() }
            if let current = file, current.byteCount > Self.maxBytes {
                let layout = SpoolLayout(state: state)
                _ = layout.delivered.withPlatformString { old in
                    layout.olderDelivered.withPlatformString { rename(old, $0) }
                }
                file = open()
            }
            guard let current = file else { return }
            // In one call: a line is there whole or not at all, unless the machine dies.
            let written = current.descriptor.withRaw { write($0, line, line.count) }
            file?.byteCount += max(0, written)
        }
    }

    private func open() -> (descriptor: Descriptor, byteCount: Int)? {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC
        let raw = SpoolLayout(state: state).delivered.withPlatformString { copydesk_openat(AT_FDCWD, $0, flags, mode) }
        guard raw >= 0 else { return nil }
        let file = Descriptor(adopting: raw)
        // Each line has a line feed before it, the first and one behind a line that a power cut tore as well.
        guard write(raw, "\n", 1) == 1 else { return nil }
        return (file, max(0, Int(lseek(raw, 0, SEEK_END))))
    }

    // Looking up

    /// The reports that were delivered of documents whose path under the inbox, or file name alone, is given.
    ///
    /// They are paths under the outbox that may lead nowhere by now, or to the report of a document with a longer name or
    /// path: the caller looks.
    static func reports(on name: FilePath, in state: FilePath) -> [FilePath] {
        lines(with: escaped(beginning(of: name)), in: state) { line, match in
            // It begins a component.
            match > 0 && (line[match - 1] == UInt8(ascii: "/") || line[match - 1] == UInt8(ascii: " "))
        }
    }

    /// The reports that were delivered of documents whose SHA-256 begins with these digits, in lower case.
    static func reports(onDigest digits: String, in state: FilePath) -> [FilePath] {
        lines(with: [0x0A] + digits.utf8.prefix(Self.digits), in: state) { _, _ in true }
    }

    /// What the paths of all reports on a document have in common; of a name that is too long for a suffix, and so is cut,
    /// that is less than `OutputName` leaves of any.
    static func beginning(of path: FilePath) -> [UInt8] {
        let name = path.nameBytes
        return name.count > 150 ? Array(name.prefix(100)) : path.bytes + [UInt8(ascii: ".")]
    }

    /// The paths of the lines that hold some bytes, where `isMatch` agrees: it gets the line and the place in it.
    private static func lines(
        with needle: [UInt8], in state: FilePath, where isMatch: (UnsafeRawBufferPointer, Int) -> Bool
    ) -> [FilePath] {
        var found: [FilePath] = []
        let layout = SpoolLayout(state: state)
        for place in [layout.olderDelivered, layout.delivered] {
            guard let file = try? Kernel.openFile(place), let status = try? Kernel.status(of: file),
                status.kind == .regular, status.byteCount > 0
            else { continue }
            // Mapped, for there may be 64 MiB of it; it only grows, or gets another name.
            file.withRaw { raw in
                guard let memory = mmap(nil, status.byteCount, PROT_READ, MAP_PRIVATE, raw, 0), memory != MAP_FAILED
                else {
                    return
                }
                defer { munmap(memory, status.byteCount) }
                let text = UnsafeRawBufferPointer(start: memory, count: status.byteCount)
                var start = 0
                while start < text.count, let rest = text.baseAddress.map({ $0 + start }),
                    let match = copydesk_find(rest, UInt(text.count - start), needle, UInt(needle.count))
                {
                    let offset = match - UnsafeRawPointer(memory)
                    let first = text[..<(offset + 1)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
                    let end = text[(offset + 1)...].firstIndex(of: 0x0A) ?? text.count
                    start = offset + 1
                    guard end - first > digits + 1 else { continue }
                    let line = UnsafeRawBufferPointer(rebasing: text[first..<end])
                    guard isMatch(line, offset - first) else { continue }
                    found.append(FilePath(bytes: unescaped(line.dropFirst(digits + 1))))
                    start = end
                }
            }
        }
        return Array(Set(found)).sorted { $0.string < $1.string }
    }

    private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "%") }
        return isPlain
            ? bytes
            : bytes.flatMap { byte -> [UInt8] in
                guard byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "%") else { return [byte] }
                let digits = String(byte, radix: 16, uppercase: true)
                return Array("%\(digits.count == 1 ? "0" : "")\(digits)".utf8)
            }
    }

    private static func unescaped(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else {
                result.append(byte)
                continue
            }
            result.append(value)
            rest = rest.dropFirst(2)
        }
        return result
    }
}
