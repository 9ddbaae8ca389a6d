import AnalyzerKit
import Foundation
import Spool
import SystemPackage

extension StateFolder {
    /// A delivered document whose report lacks an analyzer's findings.
    struct IncompleteReport {
        /// The document's path under the inbox.
        var path: String
        /// The SHA-256 of its bytes.
        var sha256: String
        /// The analyzers without findings.
        var analyzers: [String]
    }

    /// The delivered documents whose reports lack an analyzer's findings, by path.
    func incompleteReports() -> [IncompleteReport] {
        let outbox = settings[SettingsTable.outbox]
        return files(under: outbox).filter { $0.hasSuffix(".json") }.compactMap { name in
            let file = outbox.appending(name)
            guard let analyzers = ReportTail(at: file)?.analyzers, !analyzers.isEmpty, let head = ReportHead(at: file)
            else { return nil }
            return IncompleteReport(path: head.path, sha256: head.sha256, analyzers: analyzers)
        }
        .sorted { $0.path < $1.path }
    }

    /// Puts a delivered document's original back into the inbox; its next report takes the place of this one.
    func retry(_ report: IncompleteReport) throws {
        let path = FilePath(report.path)
        guard let archived = SpoolInspection.archived(path, sha256: report.sha256, in: settings[SettingsTable.state])
        else { throw NotArchived(path: report.path) }
        try moveToInbox(archiveFolder.pushing(archived), as: report.path)
    }

    /// The original is not kept.
    struct NotArchived: Error, CustomStringConvertible {
        let path: String

        var description: String { "'\(path)' is not in the archive: put the document into the inbox again." }
    }
}

/// What the last bytes of a report tell of its analyzers.
private struct ReportTail {
    /// The analyzers without findings that another run might give: not those that do not read the language.
    let analyzers: [String]

    private struct Problem: Decodable {
        let analyzer: String
        let reason: String
    }

    /// More than the sentences of all analyzers take.
    private static let mostBytes: UInt64 = 1 << 18

    /// Reads the end of a file; nil where it is no report.
    init?(at file: FilePath) {
        guard let handle = FileHandle(forReadingAtPath: file.string), let size = try? handle.seekToEnd(),
            (try? handle.seek(toOffset: size - min(size, Self.mostBytes))) != nil, let bytes = try? handle.readToEnd(),
            // The last key; within strings quotation marks have a backslash before them.
            let key = bytes.range(of: Data(",\"problems\":".utf8), options: .backwards),
            let end = bytes.lastIndex(of: UInt8(ascii: "}")), key.upperBound < end,
            let problems = try? JSONDecoder().decode([Problem].self, from: bytes[key.upperBound..<end])
        else { return nil }
        analyzers = problems.filter { $0.reason != AnalysisError.languageReason }.map(\.analyzer)
    }
}
