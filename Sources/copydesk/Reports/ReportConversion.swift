import ArgumentParser
import Foundation
import Reporting
import Spool
import SystemPackage

/// What a report can be turned into.
struct ReportFormat: Sendable {
    /// What one report becomes: each file's bytes, and what its name has behind the document's.
    typealias Files = [(suffix: String, bytes: [UInt8])]

    /// What stands once before all, and before each in a file of its own.
    var header: [UInt8] = []
    /// What stands once in a folder of them, by name.
    var settings: (name: String, bytes: [UInt8])?
    /// Why several cannot follow each other on standard output, or one cannot be printed; nil where they can.
    var obstacle: (severalOnly: Bool, reason: String)?
    /// Why a report is left out, as words behind its document's name; nil for one that is not.
    var objection: @Sendable (StoredReport) -> String? = { _ in nil }
    let files: @Sendable (StoredReport) -> Files
}

/// Turns reports into something else, one by one: to standard output, or into a folder.
///
/// A report that cannot be read costs its own output only.
struct ReportConversion {
    private struct Failure: Error {
        let message: String
        let status: Int32
    }

    /// What a file's reports became: what is to be printed, and a sentence on each that was left out.
    private struct Converted {
        var printed: [UInt8] = []
        var leftOut: [String] = []
    }

    private let options: ReportOptions
    private let format: ReportFormat

    init(_ options: ReportOptions, to format: ReportFormat) {
        self.options = options
        self.format = format
    }

    /// - Throws: `ExitCode` after saying what went wrong; `ValidationError` for a command line that cannot be meant.
    func run() async throws {
        var status = EXIT_SUCCESS
        let inputs = try options.inputs { message, its in
            StandardError.say("copydesk: \(message)")
            if status == EXIT_SUCCESS { status = its }
        }
        let folder = options.folder.map { FilePath($0) }
        if folder == nil, let obstacle = format.obstacle, !obstacle.severalOnly || inputs.count > 1 {
            throw ValidationError(obstacle.reason)
        }
        if !inputs.isEmpty { try begin(folder) }
        let works = Self.named(inputs)
        var progress = ProgressBar(total: works.count)
        for await (index, result) in Ordered(
            works, width: options.jobs ?? ProcessInfo.processInfo.activeProcessorCount,
            work: { [format] work in Self.convert(work.input, named: work.name, to: format, in: folder) })
        {
            progress.clear()
            switch result {
            case .success(let converted):
                for sentence in converted.leftOut { StandardError.say("copydesk: \(sentence)") }
                try write(converted.printed)
            case .failure(let failure):
                StandardError.say("copydesk: \(failure.message)")
                if status == EXIT_SUCCESS { status = failure.status }
            }
            progress.show(done: index + 1)
        }
        progress.clear()
        guard status == EXIT_SUCCESS else { throw ExitCode(status) }
    }

    /// Writes what stands once before all or beside all.
    private func begin(_ folder: FilePath?) throws {
        guard let folder else { return try write(format.header) }
        guard let settings = format.settings else { return }
        do throws(Failure) {
            try Self.write(settings.bytes, to: folder.appending(settings.name))
        } catch {
            StandardError.say("copydesk: \(error.message)")
            throw ExitCode(error.status)
        }
    }

    private func write(_ bytes: [UInt8]) throws {
        try StandardOutput.write(orEndWith: EXIT_SUCCESS) { () throws(Errno) in
            try FileBytes.write(bytes, to: .standardOutput)
        }
    }

    /// Inputs under names that are all different: reports of one name from several folders, or plain and compressed.
    private static func named(_ inputs: [ReportInput]) -> [(input: ReportInput, name: FilePath)] {
        var uses: [FilePath: Int] = [:]
        return inputs.map { input in
            var name = input.name
            while true {
                let use = uses[input.name, default: 0] + 1
                uses[input.name] = use
                if use > 1 { name = FilePath(bytes: input.name.bytes + Array(".\(use)".utf8)) }
                guard use > 1, uses[name] != nil else { break }
            }
            if name != input.name { uses[name] = 1 }
            return (input, name)
        }
    }

    // MARK: One file

    private static func convert(
        _ input: ReportInput, named name: FilePath, to format: ReportFormat, in folder: FilePath?
    ) -> Result<Converted, Failure> {
        let bytes: [UInt8]
        do throws(Errno) {
            bytes = try FileBytes.read(input.path)
        } catch {
            return .failure(Failure(message: "\(input.label): \(error).", status: Sysexits.noInput))
        }
        let reports = ReportLines(bytes, from: input.path == "-" ? "standard input" : input.path.printable)
        if folder == nil, reports.count > 1, let obstacle = format.obstacle {
            return .failure(
                Failure(
                    message: "\(input.label) has \(reports.count) reports. \(obstacle.reason)", status: Sysexits.usage))
        }
        var converted = Converted()
        var uses: [FilePath: Int] = [:]
        do {
            for index in 0..<reports.count {
                let report = try reports.report(index)
                if let objection = format.objection(report) {
                    converted.leftOut.append("'\(FilePath(report.document.path).printable)' \(objection)")
                    continue
                }
                guard let folder else {
                    for file in format.files(report) { converted.printed += file.bytes }
                    continue
                }
                var name = name.isEmpty ? ownName(of: report) : name
                let use = uses[name, default: 0] + 1
                uses[name] = use
                if use > 1 { name = FilePath(bytes: name.bytes + Array(".\(use)".utf8)) }
                for file in format.files(report) {
                    let place = folder.pushing(FilePath(bytes: name.bytes + Array(file.suffix.utf8)))
                    try write(format.header + file.bytes, to: place)
                }
            }
        } catch let failure as Failure {
            return .failure(failure)
        } catch {
            return .failure(Failure(message: "\(error)", status: Sysexits.data))
        }
        return .success(converted)
    }

    /// Writes a file, and makes the folders that it is to lie in.
    private static func write(_ bytes: [UInt8], to place: FilePath) throws(Failure) {
        do throws(Errno) {
            try FileBytes.makeFolder(place.removingLastComponent())
            try FileBytes.replace(place, with: bytes)
        } catch {
            throw Failure(message: "'\(place.printable)' cannot be written: \(error).", status: Sysexits.cannotCreate)
        }
    }

    /// What a report that came without a name is called: as its document, without the folders before it.
    private static func ownName(of report: StoredReport) -> FilePath {
        FilePath(report.document.path).lastComponent.map { FilePath(root: nil, [$0]) } ?? "report"
    }
}
