import Dispatch
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

    /// What lies at some places now, read on all cores.
    ///
    /// - Throws: The system's error where the outbox itself cannot be read.
    package func changes(at places: [FilePath]) throws(Errno) -> [ReportChange] {
        let results = Mutex<[Result<ReportChange, Errno>?]>(Array(repeating: nil, count: places.count))
        DispatchQueue.concurrentPerform(iterations: places.count) { index in
            let result: Result<ReportChange, Errno>
            do throws(Errno) {
                result = .success(try change(at: places[index]))
            } catch {
                result = .failure(error)
            }
            results.withLock { $0[index] = result }
        }
        var changes: [ReportChange] = []
        for case let result? in results.withLock({ $0 }) { changes.append(try result.get()) }
        return changes
    }

    /// Reports that are being read.
    final class Reading: Sendable {
        private let result = Mutex<Result<[ReportChange], Errno>>(.success([]))
        private let group = DispatchGroup()

        /// Begins to read what lies at some places, on threads of its own.
        init(_ intake: OutboxIntake, at places: [FilePath]) {
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

        /// What lay there, once all is read.
        func wait() throws(Errno) -> [ReportChange] {
            group.wait()
            return try result.withLock { $0 }.get()
        }
    }

    private func change(at place: FilePath) throws(Errno) -> ReportChange {
        let none = KnownStamp(size: 0, changed: 0, inode: 0)
        let contents: (bytes: [UInt8], stamp: OutboxReader.Stamp)?
        do throws(Errno) {
            contents = try reader.contents(of: place)
        } catch {
            // The outbox itself is out of reach, or nothing at all can be opened: that is no report's fault.
            try checkOutbox()
            if error == .tooManyOpenFiles || error == .tooManyOpenFilesInSystem { throw error }
            // Whoever lets it be read changes its stamp. Other causes pass without a trace, so it is read again when all
            // reports are compared.
            let stamp = error == .permissionDenied ? (try? reader.stamp(of: place)).flatMap { $0 } : nil
            return ReportChange(
                place: place, stamp: stamp.map { KnownStamp($0) } ?? none,
                content: .problem("It cannot be read: \(error)."))
        }
        guard let contents else { return ReportChange(place: place, stamp: none, content: .gone) }
        let stamp = KnownStamp(contents.stamp)
        do {
            let report = try StoredReport(contents.bytes, from: place.printable)
            let entry = try ReportEntry(report, delivered: contents.stamp.modified)
            return ReportChange(
                place: place, stamp: stamp, content: .report(entry, text: try StoredText.frame(entry.text)))
        } catch {
            return ReportChange(place: place, stamp: stamp, content: .problem("\(error)"))
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
    /// - Parameter known: The reports that the library knows.
    /// - Returns: The places of reports that are new, others or gone, sorted.
    /// - Throws: The system's error where the outbox cannot be read.
    package func differences(from known: [FilePath: KnownStamp]) throws(Errno) -> [FilePath] {
        var rest = known
        var places: [FilePath] = []
        try reader.forEachReport { place, stamp in
            if rest.removeValue(forKey: place) != KnownStamp(stamp) { places.append(place) }
        }
        places += rest.keys
        return places.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}
