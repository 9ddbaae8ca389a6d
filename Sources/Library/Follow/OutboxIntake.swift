import Compression
import Dispatch
import Foundation
import Reporting
package import Spool
import Synchronization
package import SystemPackage

/// Reads reports from an outbox as the library takes them.
package struct OutboxIntake: Sendable {
    private let reader: OutboxReader

    package init(_ reader: OutboxReader) { self.reader = reader }

    /// Where the reports lie.
    var outbox: FilePath { reader.outbox }

    /// How many reports are read at a time at most.
    static let mostReports = 2_048
    /// How many bytes of reports, unpacked, are read at a time, beside those that each core is at: no more begin.
    static let mostBytes = 32 << 20
    /// The most bytes that a report may have, packed or not: several times what one of the largest document has.
    static let mostBytesOfReport = 1 << 30

    /// What lies at some places now, read on all cores.
    ///
    /// - Parameters:
    ///   - places: Paths under the outbox.
    ///   - limit: When so many bytes are read, no more reports are begun.
    /// - Returns: The reports of the first places; at least one, if there are places.
    /// - Throws: The system's error where the outbox itself cannot be read.
    package func changes(
        at places: ArraySlice<FilePath>, atMost limit: Int = Self.mostBytes
    ) throws(Errno) -> [ReportChange] {
        struct State {
            var next: Int
            var bytes = 0
            var results: [Result<ReportChange, Errno>?]
        }
        let count = min(places.count, Self.mostReports)
        let state = Mutex(State(next: 0, results: Array(repeating: nil, count: count)))
        DispatchQueue.concurrentPerform(iterations: min(ProcessInfo.processInfo.activeProcessorCount, count)) { _ in
            while true {
                let claimed = state.withLock { state -> Int? in
                    guard state.next < count, state.bytes < limit else { return nil }
                    state.next += 1
                    return state.next - 1
                }
                guard let index = claimed else { return }
                var bytes = 0
                let result: Result<ReportChange, Errno>
                do throws(Errno) {
                    result = .success(try change(at: places[places.startIndex + index], &bytes))
                } catch {
                    result = .failure(error)
                }
                state.withLock { state in
                    state.results[index] = result
                    state.bytes += bytes
                }
            }
        }
        var changes: [ReportChange] = []
        for case let result? in state.withLock({ $0.results }) { changes.append(try result.get()) }
        return changes
    }

    /// Reports that are being read.
    final class Reading: Sendable {
        private let result = Mutex<Result<[ReportChange], Errno>>(.success([]))
        private let group = DispatchGroup()

        /// Begins to read what lies at the first of some places, on threads of its own.
        init(_ intake: OutboxIntake, at places: ArraySlice<FilePath>) {
            DispatchQueue.global().async(group: group) { [self] in
                let read: Result<[ReportChange], Errno>
                do throws(Errno) {
                    read = .success(try intake.changes(at: places))
                } catch {
                    read = .failure(error)
                }
                result.withLock { $0 = read }
            }
        }

        /// What lay there, once it is read.
        func wait() throws(Errno) -> [ReportChange] {
            group.wait()
            return try result.withLock { $0 }.get()
        }
    }

    /// What lies at a place.
    ///
    /// - Parameters:
    ///   - place: A path under the outbox.
    ///   - bytes: Gets the size of the report, unpacked.
    /// - Returns: What has to be done about it.
    /// - Throws: The system's error where the outbox itself cannot be read.
    private func change(at place: FilePath, _ bytes: inout Int) throws(Errno) -> ReportChange {
        let contents: (bytes: [UInt8], stamp: OutboxReader.Stamp)?
        do throws(Errno) {
            contents = try reader.contents(of: place, atMost: Self.mostBytesOfReport)
        } catch {
            // The outbox itself is out of reach, or nothing at all can be opened: that is no report's fault.
            try checkOutbox()
            if error == .tooManyOpenFiles || error == .tooManyOpenFilesInSystem { throw error }
            // Whoever lets it be read, or makes it smaller, changes its stamp. Other causes pass without a trace.
            return ReportChange(
                place: place, stamp: reader.stampUnopened(of: place).map { KnownStamp($0) } ?? .none,
                content: .problem(
                    "It cannot be read: \(error).", mayPass: ![.permissionDenied, .fileTooLarge].contains(error)))
        }
        guard let contents else { return ReportChange(place: place, stamp: .none, content: .gone) }
        let stamp = KnownStamp(contents.stamp)
        do {
            let json =
                Zstandard.isFrame(contents.bytes)
                ? try Zstandard.decompressed(contents.bytes, atMost: Self.mostBytesOfReport) : contents.bytes
            bytes = json.count
            let report = try StoredReport(gistOf: json, from: place.printable)
            let entry = try ReportEntry(report, delivered: contents.stamp.modified)
            return ReportChange(
                place: place, stamp: stamp, content: .report(entry, text: try StoredText.frame(entry.text)))
        } catch {
            return ReportChange(place: place, stamp: stamp, content: .problem("\(error)", mayPass: false))
        }
    }

    /// - Throws: The system's error where the outbox itself cannot be opened.
    private func checkOutbox() throws(Errno) {
        do {
            try FileDescriptor.open(outbox, .readOnly, options: [.directory, .closeOnExec]).close()
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    /// The stamp of the report at a place; nil where none lies.
    func stamp(of place: FilePath) throws(Errno) -> KnownStamp? { try reader.stamp(of: place).map { KnownStamp($0) } }

    /// Compares what the library knows with what lies in the outbox.
    ///
    /// - Parameters:
    ///   - known: The reports that the library knows.
    ///   - isWanted: Asked of each that is new or another: whether it counts.
    ///   - step: Called with each report.
    /// - Returns: The places of reports that are new, others or gone, sorted.
    /// - Throws: The system's error where the outbox cannot be read.
    package func differences(
        from known: [FilePath: KnownStamp], where isWanted: (FilePath, KnownStamp) -> Bool = { _, _ in true },
        step: () -> Void = {}
    ) throws(Errno) -> [FilePath] {
        var rest = known
        var places: [FilePath] = []
        try reader.forEachReport { place, stamp in
            step()
            let stamp = KnownStamp(stamp)
            if rest.removeValue(forKey: place) != stamp, isWanted(place, stamp) { places.append(place) }
        }
        places += rest.keys
        return places.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}
