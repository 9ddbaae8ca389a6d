import Foundation
import Glibc
import Spool
import Synchronization
package import SystemPackage

/// Compares each new report with the standing queries, and writes a file for each that it answers.
package final class AlertDesk: Sendable {
    private struct State {
        var index = AlertIndex([])
        var changed: Int?
    }

    /// A report that an alert waited for.
    package struct Match: Hashable, Sendable {
        package let alert: String
        /// The report, under the outbox.
        package let report: FilePath
        /// The document, under the inbox.
        package let document: String
        /// What tells of it, under the outbox.
        package let file: FilePath
    }

    private let files: AlertFiles
    private let outbox: FilePath
    private let folderMode: UInt32
    private let state = Mutex(State())

    /// - Parameters:
    ///   - layout: Where the standing queries lie.
    ///   - outbox: Where reports come, and what tells of those that were waited for.
    ///   - folderMode: The access mode of new folders, before the umask.
    package init(_ layout: LibraryLayout, outbox: FilePath, folderMode: UInt32) {
        files = AlertFiles(layout)
        self.outbox = outbox
        self.folderMode = folderMode
    }

    /// Takes note of standing queries that came or went.
    package func update() {
        let changed = files.changed
        guard state.withLock({ $0.changed != changed }) else { return }
        let alerts = (try? files.all()) ?? []
        state.withLock { $0 = State(index: AlertIndex(alerts), changed: changed) }
    }

    /// Looks at a report that is new, and writes a file for each alert that it answers; a file that is there already stays.
    ///
    /// - Parameters:
    ///   - change: What lies at a place of the outbox now.
    ///   - failed: Told why a file could not be written.
    /// - Returns: The alerts that it answers, without those that were told of it before.
    package func look(at change: ReportChange, failed: (LibraryError) -> Void) -> [Match] {
        guard case .report(let entry, _) = change.content else { return [] }
        let alerts = state.withLock { $0.index }.matches(entry).filter { entry.document.delivered >= $0.created }
        return alerts.compactMap { alert in
            do throws(LibraryError) {
                return try write(alert, entry, at: change.place)
            } catch .system(_, .fileExists) {
                // Told of before the library was ended in the middle of its work.
                return nil
            } catch {
                failed(error)
                return nil
            }
        }
    }

    private func write(_ alert: Alert, _ entry: ReportEntry, at place: FilePath) throws(LibraryError) -> Match {
        let base = outbox.appending(LibraryLayout.alertFolder)
        let folder = base.appending(alert.name)
        for path in [base, folder] where mkdir(path.string, folderMode) != 0 {
            let error = Errno(rawValue: errno)
            guard error == .fileExists else { throw .system(path, error) }
        }
        let speaker = alert.speaker.map(Folding.key)
        let quoted = entry.quotes.filter { quote in
            speaker.map { Self.names(of: quote, entry).contains($0) } ?? false
        }
        let text = entry.text.unicodeScalars
        let notice = AlertNotice(
            alert: alert.name, delivered: entry.document.delivered, document: entry.document.path,
            published: entry.document.published, publisher: entry.document.publisher,
            quotes: quoted.map { quote in
                let start = text.index(text.startIndex, offsetBy: quote.start)
                let end = text.index(start, offsetBy: quote.end - quote.start)
                return AlertNotice.Quotation(speaker: alert.speaker ?? "", text: String(text[start..<end]))
            },
            report: place.printable, title: entry.document.title, wireStatus: entry.document.wire?.status)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(notice) else { throw .system(folder, .invalidArgument) }
        let name = Self.fileName(of: place, entry)
        try NewFile.write(Array(data) + [UInt8(ascii: "\n")], as: name, in: folder)
        return Match(
            alert: alert.name, report: place, document: entry.document.path,
            file: FilePath(LibraryLayout.alertFolder).appending(alert.name).appending(name))
    }

    /// The names under which somebody who is quoted may be waited for.
    private static func names(of quote: ReportEntry.QuoteEntry, _ entry: ReportEntry) -> Set<String> {
        var names = Set(quote.speaker.map { [Folding.key($0)] } ?? [])
        for number in quote.speakers {
            names.insert(entry.appearances[number].key)
            names.formUnion(entry.appearances[number].aliases.map(Folding.key))
        }
        return names
    }

    /// One name for one document's report at one place, so that it is told of once.
    private static func fileName(of place: FilePath, _ entry: ReportEntry) -> String {
        let flat = String(place.printable.map { $0 == "/" ? "+" : $0 })
        var name = flat.drop { $0 == "." }
        while name.utf8.count > 180 { name.removeLast() }
        return "\(name).\(entry.document.sha256.prefix(16)).json"
    }
}
