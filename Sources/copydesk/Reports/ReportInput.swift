import Foundation
import Reporting
import Spool
import SystemPackage

/// A file with a report, or several as lines, and what comes of it is called.
struct ReportInput: Sendable {
    let path: FilePath
    /// The document's path, as the report's own place tells it; empty for standard input.
    let name: FilePath

    /// How messages call it.
    var label: String { path == "-" ? "standard input" : "'\(path.printable)'" }

    /// What an argument stands for: a file, or where it is a folder the reports in it and below it.
    static func all(of argument: String, telling tell: (String, Int32) -> Void) -> [Self] {
        let path = AnalysisInput.path(argument)
        guard path != "-" else { return [Self(path: path, name: FilePath())] }
        guard SpoolInspection.isFolder(path) else {
            return [Self(path: path, name: name(of: path.lastComponent.map { FilePath(root: nil, [$0]) } ?? path))]
        }
        return all(in: path, telling: tell)
    }

    /// The reports of a folder and those below it, by path; `emptyStatus` is what a folder without any deserves.
    static func all(in folder: FilePath, emptyStatus: Int32 = Sysexits.noInput, telling tell: (String, Int32) -> Void)
        -> [Self]
    {
        do throws(Errno) {
            let reports = try SpoolInspection.files(in: folder, ignoring: IgnoreRules())
                .filter { isNamedLikeReport($0) && SpoolInspection.ownOutput(folder.pushing($0)) == .report }
                .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
            if reports.isEmpty {
                tell("'\(folder.printable)': there are no reports in this folder.", emptyStatus)
            }
            return reports.map { Self(path: folder.pushing($0), name: name(of: $0)) }
        } catch {
            tell("'\(folder.printable)': \(error).", Sysexits.noInput)
            return []
        }
    }

    private static let suffixes = [".json.zst", ".json"]

    private static func isNamedLikeReport(_ path: FilePath) -> Bool {
        suffixes.contains { path.bytes.suffix($0.utf8.count).elementsEqual($0.utf8) }
    }

    /// A report's path without what it has behind the document's.
    private static func name(of path: FilePath) -> FilePath {
        let bytes = path.bytes
        let suffix = suffixes.first { bytes.suffix($0.utf8.count).elementsEqual($0.utf8) }
        return FilePath(bytes: bytes.dropLast(suffix?.utf8.count ?? 0))
    }
}

/// The reports in a file, read one after the other.
struct ReportLines {
    private let bytes: [UInt8]
    private let file: String
    private let starts: [Int]

    /// - Parameters:
    ///   - bytes: A report, compressed or not, or several, each on a line, as `copydesk analyze` prints them.
    ///   - file: What a message calls it.
    init(_ bytes: [UInt8], from file: String) {
        self.bytes = bytes
        self.file = file
        let beginning = Array(#"{"schema":"#.utf8)
        var starts = [0]
        if bytes.starts(with: beginning) {
            for end in bytes.indices.dropFirst()
            where bytes[end] == 0x7B && bytes[end - 1] == 0x0A && bytes[end...].starts(with: beginning) {
                starts.append(end)
            }
        }
        self.starts = starts
    }

    var count: Int { starts.count }

    /// One of the reports.
    ///
    /// - Throws: What is wrong with it.
    func report(_ index: Int) throws(StoredReportError) -> StoredReport {
        guard count > 1 else { return try StoredReport(bytes, from: file) }
        let end = index + 1 < count ? starts[index + 1] : bytes.count
        return try StoredReport(Array(bytes[starts[index]..<end]), from: "\(file), line \(index + 1)")
    }
}
