import ArgumentParser
import Foundation
import Library
import OrderedJSON
import ReadingRoom
import SystemPackage

/// `copydesk digest`: what came since, on a page.
struct DigestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Sum up what was delivered since a time: what came, who is named, who is quoted.",
        usage: "copydesk digest [--since <time>] [--top <count>] [--json|--html] [<settings>]")

    @OptionGroup(title: "Where the library lies") var places: PlaceOptions

    @Option(
        help: ArgumentHelp(
            "Delivered from this day or time on; from yesterday on unless given.",
            discussion:
                "2026-01-31, 2026-01-31T12:00:00Z, today, yesterday, or so long ago as 7d or 12h; days are UTC's.",
            valueName: "time"),
        transform: AskedTime.read)
    var since: AskedTime?

    @Option(help: ArgumentHelp("How many of each are named.", valueName: "count"))
    var top = 10

    @Flag(help: "Print JSON, for programs.")
    var json = false

    @Flag(help: "Print a page that needs nothing beside it, to be kept, sent and printed.")
    var html = false

    func validate() throws {
        guard !json || !html else { throw ValidationError("Give --json or --html, not both.") }
        guard top >= 0 else { throw ValidationError("--top is a count.") }
    }

    func run() throws {
        let begin = try (since ?? AskedTime.read("yesterday")).seconds
        let reader = try places.reader()
        let digest = try LibraryError.saying { () throws(LibraryError) in
            try reader.digest(since: begin, limit: top)
        }
        let bytes: [UInt8]
        if json {
            bytes = try AnswerJSON.bytes(of: digest)
        } else if html {
            bytes = DigestPage(digest, top: top, now: Int(Date().timeIntervalSince1970)).html()
        } else {
            let lines = Self.lines(digest, Terminal(of: .standardOutput), top)
            bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        }
        try AnswerOptions.write(bytes)
    }

    private static func lines(_ digest: FoundDigest, _ terminal: Terminal, _ top: Int) -> [String] {
        let count = digest.documents.count
        var lines = [
            terminal.styled("\(count) \(count == 1 ? "document" : "documents") since \(digest.since)", .bold)
        ]
        func section(_ title: String, _ body: [String]) {
            if !body.isEmpty { lines += ["", terminal.styled(title, .cyan)] + body }
        }
        section("Not to be used", digest.withdrawn.map { terminal.wrapped($0.marked, indent: 2) })
        section("Named most", digest.named.map { names($0, $0.documents, "document") })
        section("Quoted most", digest.quoted.map { names($0, $0.quotes, "quote") })
        section(
            "Publishers",
            digest.publishers.prefix(top).map { "  \(Terminal.printable($0.name ?? "unknown")): \($0.documents)" })
        section("Documents", digest.documents.map { terminal.wrapped($0.marked, indent: 2) })
        return lines
    }

    private static func names(_ entity: FoundEntity, _ count: Int, _ thing: String) -> String {
        "  \(Terminal.printable(entity.name)) (\(entity.type)): \(count) \(thing)\(count == 1 ? "" : "s")"
    }
}
