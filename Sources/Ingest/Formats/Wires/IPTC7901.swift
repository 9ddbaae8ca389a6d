import AnalyzerKit
import Discourse

/// IPTC 7901, the text message of teleprinter lines, also where its control characters were lost.
///
///     SOH bdt0123 4 pl 345  optional words CR LF
///     STX text … ETX
///     DDHHMM Mon YY EOT
enum IPTC7901: SourceFormat {
    static let mediaType = "text/x-iptc-7901"
    static let name = "IPTC 7901"
    static let pathExtensions = ["7901", "iptc"]

    static func matches(_ file: SourceFile) -> Bool {
        guard file.root == nil else { return false }
        let lines = WireMessage.lines(file.bytes.prefix(400)).prefix(6)
        return lines.first { !isFrame($0) }.flatMap { Header(line: $0) } != nil
    }

    /// Whether a line is empty, or what telex lines begin a message with.
    private static func isFrame(_ line: String) -> Bool {
        let word = line.trimmingBlanks()
        return word.isEmpty || word == "ZCZC"
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        try WireMessage.read(file, in: Self.self, begin: { line, _ in Header(line: line) != nil }, story(of:))
    }

    /// The header: service and number, priority, category, words, and what the sender adds.
    private struct Header {
        var id: String
        var priority: Int
        var category: String
        var rest: String

        init?(line: String) {
            // Most lines of other texts are longer.
            guard line.utf8.lazy.filter({ $0 >= 0x20 }).count <= 120 else { return nil }
            let line = line.filter { !$0.isASCII || $0 >= " " }
            var words = line.split(separator: " " as Character).map { String($0) }
            // What telex lines begin a message with.
            if words.first == "ZCZC" { words.removeFirst() }
            guard words.count >= 4, line.utf8.count <= 120 else { return nil }
            // abc1234: letters, then three or four digits.
            let letters = words[0].prefix(while: \.isLetter)
            let digits = words[0].dropFirst(letters.count)
            guard (1...4).contains(letters.count), (3...5).contains(digits.count), digits.allSatisfy(\.isNumber),
                words[1].count == 1, let priority = Int(words[1]), (1...9).contains(priority),
                (1...4).contains(words[2].count), words[2].allSatisfy(\.isLetter),
                (1...5).contains(words[3].count), words[3].allSatisfy(\.isNumber)
            else { return nil }
            id = words[0]
            self.priority = priority
            category = words[2]
            rest = words.dropFirst(4).joined(separator: " ")
        }
    }

    private static func story(of message: [String]) -> WireStory {
        var story = WireStory()
        var lines = message[...]
        while let first = lines.first, isFrame(first) {
            lines = lines.dropFirst()
        }
        // The frame of a telex, the next message's beginning with it.
        while let last = lines.last, ["", "NNNN", "ZCZC"].contains(last.foldingBlanks()) {
            lines = lines.dropLast()
        }
        if let first = lines.first, let header = Header(line: first) {
            story.wire.id = header.id
            story.wire.urgency = header.priority
            story.wire.subjects.append(header.category)
            if !header.rest.isEmpty, !header.rest.contains(where: \.isNumber) { story.wire.slugline = header.rest }
            lines = lines.dropFirst()
        }
        story.wire.status = "usable"
        // The text is between STX and ETX, where they are left.
        if let start = lines.firstIndex(where: { $0.contains(WireMessage.startOfText) }) {
            let behind = lines[start].split(separator: WireMessage.startOfText, omittingEmptySubsequences: false)
                .dropFirst().joined()
            lines = lines[start...]
            lines[start] = behind
        }
        var trailer: [String] = []
        if let end = lines.firstIndex(where: { $0.contains(WireMessage.endOfText) }) {
            let parts = lines[end].split(separator: WireMessage.endOfText, omittingEmptySubsequences: false).map {
                String($0)
            }
            trailer = Array(parts.dropFirst()) + Array(lines[(end + 1)...])
            lines = lines[...end]
            lines[end] = parts.first ?? ""
        } else if let last = lines.lastIndex(where: { !$0.foldingBlanks().isEmpty }), time(lines[last]) != nil {
            trailer = [lines[last]]
            lines = lines[..<last]
        }
        story.published = trailer.lazy.compactMap { time($0) }.first
        let text = lines.map { $0.filter { !$0.isASCII || $0 >= " " || $0 == "\t" } }
        readText(text, &story)
        return story
    }

    /// Slug lines and headline stand above the text: the headline ends with `=`, or is a line of its own.
    private static func readText(_ lines: [String], _ story: inout WireStory) {
        var lines = lines[...]
        var slug: [String] = []
        var headline: [String] = []
        while let first = lines.first {
            let words = first.foldingBlanks()
            guard slug.count + headline.count < 12 else { break }
            if words.isEmpty {
                lines = lines.dropFirst()
                if !headline.isEmpty { break }
                continue
            }
            // What holds or takes back the item stands above its headline, on a line of its own.
            if isHold(words) {
                story.notes.append(words)
                lines = lines.dropFirst()
                continue
            }
            if let end = lines.prefix(5).firstIndex(where: { $0.foldingBlanks().hasSuffix("=") }),
                lines[..<end].allSatisfy({ !$0.foldingBlanks().isEmpty || headline.isEmpty })
            {
                // Above the line that ends with the sign: slug lines with strokes, then the headline.
                for line in lines[...end].map({ $0.foldingBlanks() }) where !line.isEmpty {
                    if headline.isEmpty, isSlug(line) {
                        slug.append(line)
                    } else if isHold(line) {
                        story.notes.append(line)
                    } else {
                        headline.append(line)
                    }
                }
                lines = lines[(end + 1)...]
                break
            }
            if isSlug(words) {
                slug.append(words)
                lines = lines.dropFirst()
                continue
            }
            var marks = WireSignals()
            if words.utf8.count <= 40, marks.strip(words).isEmpty, !marks.signals.isEmpty {
                story.wire.signals += marks.signals
                lines = lines.dropFirst()
                continue
            }
            // Up to three lines that are no sentence, with an empty line or indented text behind.
            let run = lines.prefix {
                !$0.foldingBlanks().isEmpty && $0.first != " " && $0.first != "\t" && $0.first != "="
                    && !WireByline.isByline($0.foldingBlanks())
            }
            let rest = lines.dropFirst(run.count)
            if headline.isEmpty, (1...3).contains(run.count), !(run.last?.foldingBlanks().hasSuffix(".") ?? true),
                WireDateline.begin(words) == nil, !WireByline.isByline(words),
                rest.contains(where: { !$0.foldingBlanks().isEmpty })
            {
                headline = run.map { $0.foldingBlanks() }
                lines = rest
                continue
            }
            break
        }
        // =(PICTURE)= tells editors what comes with it.
        while let first = lines.first, first.first == "=" {
            story.notes.append(first)
            lines = lines.dropFirst()
        }
        // Codes of desks end the text: *npa jd xx*.
        while let last = lines.last, last.foldingBlanks().isEmpty || isSignature(last) { lines = lines.dropLast() }
        if !slug.isEmpty {
            story.wire.slugline =
                slug.joined(separator: " ").droppingLast { $0 == "/" || $0 == "=" || $0 == " " }.description
            story.wire.keywords = slug.flatMap { $0.split(whereSeparator: { $0 == "/" || $0 == "," }).map(String.init) }
                .filter { !$0.foldingBlanks().isEmpty && $0.foldingBlanks() != "=" }
        }
        if !headline.isEmpty {
            story.headline = headline.joined(separator: " ").droppingLast { $0 == "=" || $0 == " " }.description
        }
        story.lines.append(WireStory.Line(words: lines.joined(separator: "\n"), isPreformatted: true))
    }

    /// Whether all of a line holds the item or takes it back.
    private static func isHold(_ line: String) -> Bool {
        WireEmbargo.clause(of: line).map { $0.rest.isEmpty } ?? (WireKill.signal(in: line) != nil)
    }

    /// Whether a line is a slug: words with strokes between, as *Ports/Strike/*.
    private static func isSlug(_ line: String) -> Bool {
        if WireSlug.isSlug(line) { return true }
        guard line.contains("/"), line.utf8.count <= 80, !line.contains(". "), !line.contains("//") else {
            return false
        }
        let parts = line.split(separator: "/" as Character, omittingEmptySubsequences: false)
        return line.hasSuffix("/") || parts.allSatisfy { $0.split(separator: " " as Character).count <= 2 }
    }

    private static func isSignature(_ line: String) -> Bool {
        let words = line.split(separator: " " as Character)
        return (2...6).contains(words.count)
            && words.allSatisfy { word in
                (1...4).contains(word.count) && word.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "/" }
            }
    }

    /// The time of the trailer: *141530 Oct 26*, *141530 GMT Oct 2026*.
    private static func time(_ line: String) -> String? {
        let words = line.filter { !$0.isASCII || $0 >= " " }.split(separator: " " as Character).map { String($0) }
        guard (3...4).contains(words.count), words[0].count == 6, words[0].allSatisfy(\.isNumber),
            let month = WireTime.month(words[words.count - 2]), let year = Int(words[words.count - 1])
        else { return nil }
        let digits = Array(words[0].utf8).map { Int($0) - 0x30 }
        var parts = WireTime.Parts(year: year < 100 ? 2000 + year : year, month: month, day: digits[0] * 10 + digits[1])
        parts.hour = digits[2] * 10 + digits[3]
        parts.minute = digits[4] * 10 + digits[5]
        if words.count == 4 {
            guard let zone = WireTime.zone(named: words[1]) else { return nil }
            parts.offset = zone
        }
        return parts.isValid ? parts.description : nil
    }
}
