import ArgumentParser
import Foundation
import Library
import OrderedJSON
import Spool
import SystemPackage

/// How an answer of the library is printed.
struct AnswerOptions: ParsableArguments {
    @Flag(help: "Print JSON, for programs.")
    var json = false

    @Flag(help: "Print rows with commas between, for spreadsheets.")
    var csv = false

    func validate() throws {
        guard !json || !csv else { throw ValidationError("Give --json or --csv, not both.") }
    }

    /// Prints an answer in the way that is asked for.
    ///
    /// - Parameters:
    ///   - answer: What JSON has.
    ///   - header: The names of the columns of rows with commas.
    ///   - rows: Those rows.
    ///   - text: Prints it for people.
    /// - Throws: `ExitCode` where it could not be printed, after saying so.
    func print(
        _ answer: some Encodable, header: [String], rows: @autoclosure () -> [[String]], text: (Terminal) -> [String]
    ) throws {
        let bytes: [UInt8]
        if json {
            bytes = try AnswerJSON.bytes(of: answer)
        } else if csv {
            bytes = Array(([header] + rows()).map(CommaSeparated.line).joined().utf8)
        } else {
            let lines = text(Terminal(of: .standardOutput))
            bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        }
        try Self.write(bytes)
    }

    /// Prints what was made whole.
    ///
    /// - Throws: `ExitCode` where it could not be printed, after saying so.
    static func write(_ bytes: [UInt8]) throws {
        do throws(Errno) {
            try FileBytes.write(bytes, to: .standardOutput)
        } catch .brokenPipe {
            // Whoever reads has seen enough.
        } catch {
            StandardError.say("copydesk: the answer could not be printed: \(error)")
            throw ExitCode(Sysexits.inputOutput)
        }
    }

    /// Prints an answer piece by piece, in the way that is asked for: however long it is, little of it is held at a time.
    ///
    /// JSON is a list on one line, as `print` gives it.
    ///
    /// - Parameters:
    ///   - header: The names of the columns of rows with commas.
    ///   - row: The row of a piece.
    ///   - text: The lines of a piece, for people.
    ///   - none: What people are told where there is no piece.
    ///   - pieces: Gives all pieces to a function, until that says false.
    /// - Throws: `ExitCode` where it could not be printed, after saying so.
    func stream<Piece: Encodable>(
        header: [String], row: @escaping (Piece) -> [String], text: @escaping (Piece, Terminal) -> [String],
        none: String,
        _ pieces: ((Piece) -> Bool) throws -> Void
    ) throws {
        let terminal = Terminal(of: .standardOutput)
        var output = StreamedOutput()
        var isEmpty = true
        var failure: (any Error)?
        if csv { output.write(CommaSeparated.line(header)) }
        try pieces { piece in
            do {
                if json {
                    output.write(isEmpty ? "[" : ",")
                    output.write(String(decoding: try AnswerJSON.bytes(of: piece).dropLast(), as: UTF8.self))
                } else if csv {
                    output.write(CommaSeparated.line(row(piece)))
                } else {
                    for line in text(piece, terminal) { output.write(line + "\n") }
                }
            } catch {
                failure = error
            }
            isEmpty = false
            return failure == nil && output.failure == nil
        }
        if let failure { throw failure }
        if json { output.write(isEmpty ? "[]\n" : "]\n") } else if isEmpty, !csv { output.write(none + "\n") }
        output.flush()
        // Who closed the pipe has seen enough.
        guard let error = output.failure, error != .brokenPipe else { return }
        StandardError.say("copydesk: the answer could not be printed: \(error)")
        throw ExitCode(Sysexits.inputOutput)
    }

    /// A table's lines, cut where they go to a terminal.
    static func lines(_ table: TextTable, _ terminal: Terminal) -> [String] {
        table.lines(for: terminal, isCut: Terminal.isTerminal(.standardOutput))
    }
}

/// Standard output, written to in large pieces.
private struct StreamedOutput {
    private var pending: [UInt8] = []
    /// Why nothing more is written.
    private(set) var failure: Errno?

    private static let size = 1 << 16

    mutating func write(_ text: String) {
        pending += text.utf8
        if pending.count > Self.size { flush() }
    }

    mutating func flush() {
        guard failure == nil else { return }
        do throws(Errno) { try FileBytes.write(pending, to: .standardOutput) } catch { failure = error }
        pending.removeAll(keepingCapacity: true)
    }
}

/// The flags that narrow a question down.
struct FilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only what was published, or delivered where that is not known, from this day or time on.",
            discussion:
                "2026-01-31, 2026-01-31T12:00:00Z, today, yesterday, or so long ago as 7d or 12h; days are UTC's.",
            valueName: "time"),
        transform: AskedTime.read)
    var since: AskedTime?

    @Option(
        help: ArgumentHelp("Only what was before this day or time; written alike.", valueName: "time"),
        transform: AskedTime.read)
    var until: AskedTime?

    @Option(help: ArgumentHelp("Only what this publisher published.", valueName: "name"))
    var publisher: String?

    func validate() throws {
        guard let since, let until, since.seconds >= until.seconds else { return }
        throw ValidationError("Nothing is from --since on and before --until: the latter must be later.")
    }

    /// Refuses names and phrases with nothing in them that could be looked for.
    static func checkWords(_ wanted: String?...) throws {
        for case let words? in wanted where !words.contains(where: { $0.isLetter || $0.isNumber }) {
            throw ValidationError("'\(Terminal.printable(words))' has no word.")
        }
    }

    var filter: LibraryFilter {
        LibraryFilter(since: since?.seconds, until: until?.seconds, publisher: publisher)
    }
}

/// How many answers are wanted.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many at most; 0 for all.", valueName: "count"))
    var limit = 50

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit is a count, or 0 for all.") }
    }

    var count: Int { limit == 0 ? Int.max : limit }
}

extension AskedTime {
    /// What a flag gives.
    ///
    /// - Throws: What is allowed, where it is none.
    static func read(_ argument: String) throws -> AskedTime {
        guard let time = AskedTime(argument, now: Int(Date().timeIntervalSince1970)) else {
            throw ValidationError(
                "Give a day or time, as 2026-01-31, 2026-01-31T12:00:00Z, today, yesterday, 7d or 12h.")
        }
        return time
    }
}

extension Settings {
    /// Where the library of these folders lies.
    var library: LibraryLayout { LibraryLayout(state: self[SettingsTable.state]) }
}

extension PlaceOptions {
    /// The library of the folders that are named.
    ///
    /// - Throws: `ExitCode` after saying on standard error why there is none to ask.
    func reader() throws -> LibraryReader {
        let settings = try load()
        return try LibraryError.saying { () throws(LibraryError) in try LibraryReader(settings.library) }
    }
}

extension LibraryError {
    /// The exit status that fits.
    var exitCode: Int32 {
        switch self {
        case .none: Sysexits.noInput
        case .closed: Sysexits.noPermission
        case .locked: Sysexits.temporaryFailure
        case .later: Sysexits.configuration
        case .system(_, let errno):
            [.permissionDenied, .notPermitted, .readOnlyFileSystem].contains(errno)
                ? Sysexits.noPermission : Sysexits.inputOutput
        case .damaged, .database: Sysexits.inputOutput
        }
    }

    /// Runs a body; an error is said on standard error and becomes an exit status.
    static func saying<Value>(_ body: () throws(LibraryError) -> Value) throws -> Value {
        do throws(LibraryError) {
            return try body()
        } catch {
            StandardError.say("copydesk: \(error)")
            throw ExitCode(error.exitCode)
        }
    }
}
