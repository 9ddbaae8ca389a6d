import ArgumentParser
import Spool
import SystemPackage

/// Which reports a command is to work on, and where what it makes of them goes.
struct ReportOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Reports, compressed or not, or folders of them; - for standard input.", valueName: "report"),
        completion: .file(extensions: ["json", "zst"]))
    var reports: [String] = []

    @Flag(help: "All reports of the outbox.") var all = false

    @Option(
        name: .customLong("to"),
        help: ArgumentHelp(
            "Write into this folder, under the paths of the reports; it is made if need be.", valueName: "folder"),
        completion: .directory)
    var folder: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("How many reports are read at once; one per processor core without it.", valueName: "count"))
    var jobs: Int?

    @OptionGroup(title: "Where the daemon works") var places: PlaceOptions

    func validate() throws {
        if all, !reports.isEmpty { throw ValidationError("Name reports, or give --all, not both.") }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs is a number from 1 through 256.") }
    }

    /// The files that are meant, by path in each folder.
    ///
    /// - Parameter tell: Takes a sentence on a folder that has none, with the exit status that it deserves.
    /// - Returns: One for each file.
    /// - Throws: What is wrong with the command line or the settings.
    func inputs(telling tell: (String, Int32) -> Void) throws -> [ReportInput] {
        if all {
            let folder = try StateFolder(readable: places.load(), with: [.reports])
            return ReportInput.all(in: folder.folders.outbox, emptyStatus: 0, telling: tell)
        }
        if reports.isEmpty, Terminal.isTerminal(.standardInput) {
            throw ValidationError("Name reports, or folders of them, or - for standard input, or give --all.")
        }
        return (reports.isEmpty ? ["-"] : reports).flatMap { ReportInput.all(of: $0, telling: tell) }
    }
}
