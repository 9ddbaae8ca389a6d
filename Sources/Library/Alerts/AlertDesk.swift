import Digest
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
        var told: ToldMatches
        /// What was said of and could not be noted as told yet: it is not said again at each try.
        var said: Set<String> = []
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
        /// Until when the document is not to be used, in seconds since 1970; nil where that was over when it was delivered, or
        /// was never so.
        package let embargo: Int?
    }

    private let files: AlertFiles
    private let outbox: FilePath
    private let folderMode: UInt32
    private let state: Mutex<State>

    /// - Parameters:
    ///   - layout: Where the standing queries lie.
    ///   - outbox: Where reports come, and what tells of those that were waited for.
    ///   - folderMode: The access mode of new folders, before the umask.
    package init(_ layout: LibraryLayout, outbox: FilePath, folderMode: UInt32) {
        files = AlertFiles(layout)
        self.outbox = outbox
        self.folderMode = folderMode
        state = Mutex(State(told: ToldMatches(layout, folderMode: folderMode)))
    }

    /// Takes note of standing queries that came or went.
    package func update() {
        let changed = files.changed
        // A list that cannot be read now is the one that was read last.
        guard state.withLock({ $0.changed != changed }), let alerts = try? files.all() else { return }
        let index = AlertIndex(alerts)
        state.withLock { state in
            (state.index, state.changed) = (index, changed)
            state.told.keepOnly(alerts)
        }
    }

    /// Looks at reports that come into the library, whether for the first time or anew, and writes a file for each alert that
    /// one answers, unless that was told of before.
    ///
    /// So a match is told of once, however often its report comes in and whatever becomes of its file; once more where this was
    /// ended before it could note that.
    ///
    /// - Parameters:
    ///   - changes: What lies at some places of the outbox now.
    ///   - matched: Told each match, once its file is there.
    ///   - failed: Told why a file could not be written, where waiting does not help.
    /// - Throws: Why the rest cannot be written now; whoever asks again misses none of them.
    package func look(
        at changes: [ReportChange], matched: (Match) -> Void, failed: (LibraryError) -> Void
    ) throws(LibraryError) {
        let index = state.withLock { $0.index }
        guard !index.isEmpty else { return }
        for change in changes {
            guard case .report(let entry, _) = change.content else { continue }
            for alert in index.matches(entry) where entry.document.delivered >= alert.created {
                do throws(LibraryError) {
                    try tell(alert, entry, at: change.place, matched: matched)
                } catch {
                    if error.isPassing { throw error }
                    failed(error)
                }
            }
        }
    }

    /// Tells of a match, unless it was told of before.
    ///
    /// Whoever ends this in the middle has it told again, in part: no step is left out, and those that were taken are seen.
    private func tell(
        _ alert: Alert, _ entry: ReportEntry, at place: FilePath, matched: (Match) -> Void
    ) throws(LibraryError) {
        let name = Self.fileName(of: place, entry)
        guard try state.withLock({ state throws(LibraryError) in try !state.told.contains(name, of: alert) }) else {
            return
        }
        let base = outbox.appending(LibraryLayout.alertFolder)
        let folder = base.appending(alert.name)
        let notice = Self.notice(alert, entry, at: place)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(notice) else { throw .system(folder, .invalidArgument) }
        let queue = folder.appending(LibraryLayout.alertQueue)
        for path in [base, folder] + (alert.startsUnit ? [queue] : []) where mkdir(path.string, folderMode) != 0 {
            let error = Errno(rawValue: errno)
            guard error == .fileExists else { throw .system(path, error) }
        }
        for path in alert.startsUnit ? [folder, queue] : [folder] {
            do throws(LibraryError) {
                try NewFile.write(Array(data) + [UInt8(ascii: "\n")], as: name, in: path)
            } catch .system(_, .fileExists) {
                // Written before this was ended in the middle of its work.
            }
        }
        let saying = "\(alert.name)/\(name)"
        if state.withLock({ $0.said.insert(saying).inserted }) {
            matched(
                Match(
                    alert: alert.name, report: place, document: entry.document.path,
                    file: FilePath(LibraryLayout.alertFolder).appending(alert.name).appending(name),
                    embargo: notice.embargo(at: entry.document.delivered)))
        }
        try state.withLock { state throws(LibraryError) in
            try state.told.insert(name, of: alert)
            state.said.remove(saying)
        }
    }

    private static func notice(_ alert: Alert, _ entry: ReportEntry, at place: FilePath) -> AlertNotice {
        let speaker = alert.speaker.map(Folding.key)
        let quoted = entry.quotes.filter { quote in
            speaker.map { names(of: quote, entry).contains($0) } ?? false
        }
        let text = entry.text.unicodeScalars
        return AlertNotice(
            alert: alert.name, delivered: entry.document.delivered, document: entry.document.path,
            embargo: entry.document.wire?.embargo, published: entry.document.published,
            publisher: entry.document.publisher,
            quotes: quoted.map { quote in
                let start = text.index(text.startIndex, offsetBy: quote.start)
                let end = text.index(start, offsetBy: quote.end - quote.start)
                return AlertNotice.Quotation(speaker: alert.speaker ?? "", text: String(text[start..<end]))
            },
            report: place.printable, title: entry.document.title, wireStatus: entry.document.wire?.status)
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

    /// One name for one document's report at one place: it is what makes a match the same.
    ///
    /// Slashes become `+`; what would then be taken for another place, a sign of the name itself, is written as in an address.
    /// A long name is cut off and has the place's digest behind it.
    private static func fileName(of place: FilePath, _ entry: ReportEntry) -> String {
        var name = ""
        for character in place.printable {
            switch character {
            case "/": name += "+"
            case "+": name += "%2B"
            case "%": name += "%25"
            case "." where name.isEmpty: name += "%2E"
            default: name.append(character)
            }
        }
        if name.utf8.count > 180 {
            while name.utf8.count > 160 { name.removeLast() }
            name += "%%" + SHA256.hexDigest(of: place.bytes).prefix(16)
        }
        return "\(name).\(entry.document.sha256.prefix(16)).json"
    }
}
