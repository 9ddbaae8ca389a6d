import Glibc
import Synchronization
import SystemPackage

/// A report's bytes on their way into the outbox: those of a large one on disk, but for the last of them.
package struct ReportContents: Sendable {
    /// What comes first; nil for a report that is in memory whole.
    let draft: ReportDraft?
    /// What comes behind it.
    let rest: [UInt8]

    /// Makes a report of its bytes.
    ///
    /// - Parameters:
    ///   - draft: What was written down of it, to its end by now; nil, or empty, where nothing was.
    ///   - rest: What comes behind that.
    package init(_ draft: ReportDraft? = nil, rest: [UInt8]) {
        self.draft = draft?.file == nil ? nil : draft
        self.rest = rest
    }

    /// How many bytes it has.
    var byteCount: Int { (draft?.byteCount ?? 0) + rest.count }

    /// Its first bytes, as many as tell what kind of file it is.
    func head() throws(Errno) -> [UInt8] {
        guard let file = draft?.file else { return Array(rest.prefix(16)) }
        return try Kernel.head(of: file, atMost: 16)
    }

    /// The SHA-256 of all of it.
    func digest() throws(Errno) -> String { try Kernel.digest(of: draft?.file, then: rest) }
}

/// The beginning of a report that is too large to be held in memory, as it comes from its worker: a file without a name.
///
/// Its bytes come one after the other; all calls block on the disk. A want of space shows when the report is whole
/// (`failure`), so that a worker is never kept waiting by a disk that is full.
package final class ReportDraft: Sendable {
    private struct State {
        var file: Descriptor?
        var byteCount = 0
        var failure: Blockage?
    }

    private let folder: BaseFolder
    private let state = Mutex(State())

    /// Makes an empty one.
    init(in folder: BaseFolder) { self.folder = folder }

    /// Adds bytes; after a failure all that come are only counted.
    package func append(_ bytes: [UInt8]) {
        state.withLock { state in
            state.byteCount += bytes.count
            guard state.failure == nil else { return }
            do throws(Errno) {
                let file: Descriptor
                if let open = state.file { file = open } else { file = try make() }
                state.file = file
                try Kernel.writeAll(bytes, to: file)
            } catch {
                state.failure = Blockage(error, folder.path)
            }
        }
    }

    /// What has been written; nil where nothing was.
    var file: Descriptor? { state.withLock { $0.file } }

    /// How many bytes came.
    var byteCount: Int { state.withLock { $0.byteCount } }

    /// Whether all that came could be written.
    package var isWhole: Bool { state.withLock { $0.failure == nil } }

    /// Checks that as many bytes as came could be written now, after they could not.
    ///
    /// - Throws: What still keeps them from being.
    package func checkRoom() throws(Blockage) {
        let byteCount = byteCount
        do throws(Errno) {
            try Kernel.reserve(byteCount, in: try make())
        } catch {
            throw Blockage(error, folder.path)
        }
    }

    private func make() throws(Errno) -> Descriptor {
        let handle: Descriptor
        do throws(Blockage) { handle = try folder.current() } catch { throw error.errno }
        return try Kernel.openNameless(in: handle)
    }
}
