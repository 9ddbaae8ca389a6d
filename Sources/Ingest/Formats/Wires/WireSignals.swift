import Linguistics

/// What headlines and first lines say that an item is to its earlier version: *CORRECTED-*, *UPDATE 1-*, *1st Ld-Writethru*.
///
/// The signals are words of one vocabulary whatever the agency: `correction`, `update`, `refile`, `repeat`, `writethru`,
/// `lead`, `add`, `substitute`, `kill`, `withdrawal`, `elimination`, `advisory`, `clarification`, `urgent`, `flash`,
/// `bulletin`, `alert`, `embargo`.
struct WireSignals {
    /// The signals in the order in which they were met, each once.
    private(set) var signals: [String] = []

    /// Adds a signal.
    mutating func add(_ signal: String) {
        if !signal.isEmpty, !signals.contains(signal) { signals.append(signal) }
    }

    /// Takes the marks off a headline's ends.
    ///
    /// - Returns: The headline without them; empty where it is nothing else.
    mutating func strip(_ headline: String) -> String {
        var rest = headline[...]
        // /C O R R E C T I O N -- Acorn Pumps/
        if rest.first == "/", rest.last == "/", rest.count > 1 { rest = rest.dropFirst().dropLast() }
        while let next = stripFirst(rest), next.startIndex > rest.startIndex || next.isEmpty {
            rest = next
            if rest.isEmpty { break }
        }
        while let next = stripLast(rest), next.endIndex < rest.endIndex { rest = next }
        return String(rest).trimmingBlanks()
    }

    /// Takes the marks off a line's beginning.
    ///
    /// - Returns: The line without them; nil where it begins with none.
    mutating func strip(head line: some StringProtocol) -> String? {
        let whole = String(line)
        var rest = whole[...]
        var hasMark = false
        while !rest.isEmpty, let next = stripFirst(rest) {
            hasMark = true
            rest = next
        }
        return hasMark ? String(rest).trimmingBlanks() : nil
    }

    /// The first signal that takes an item back.
    var takingBack: String? { signals.first { Self.takingBack.contains($0) } }

    private static let takingBack: Set<String> = ["kill", "withdrawal", "elimination"]

    private static func isTakingBack(_ mark: Mark) -> Bool { !takingBack.isDisjoint(with: mark.signals) }

    private mutating func stripFirst(_ line: Substring) -> Substring? {
        let start = line.drop { $0 == " " || $0 == "*" || $0 == "^" || $0 == "/" || $0 == "\t" }
        let isBracketed = start.first == "(" || start.first == "["
        let inner = isBracketed ? start.dropFirst() : start
        guard var mark = Self.mark(inner) else { return nil }
        let isRepeated = repeats(&mark, in: inner)
        var rest = line[mark.end...]
        if isBracketed {
            guard let first = rest.first(where: { $0 != " " }), first == ")" || first == "]",
                let close = rest.firstIndex(of: first)
            else { return nil }
            add(mark)
            return rest[rest.index(after: close)...].drop { " -–—:".contains($0) }
        }
        // CORRECTED (OFFICIAL)-
        let behind = rest.drop { $0 == " " }
        if behind.first == "(", let close = behind.firstIndex(of: ")"),
            behind.distance(from: behind.startIndex, to: close) < 24
        {
            rest = behind[behind.index(after: close)...]
        }
        let separators = rest.prefix { " -–—:,_/|.…!=*".contains($0) }
        let isEnd = separators.endIndex == rest.endIndex
        // `ADD-ON sales`: some words make compounds.
        // `KILL-Budget passes` is none: a headline begins behind it.
        let isHeadline = rest.dropFirst().first?.isUppercase == true && !Self.isShouted(rest)
        let isTight =
            separators == "-" && !isEnd && !isRepeated && WireWords.all.hasUse(.compound, mark.signals)
            && !(isHeadline && mark.signals.contains("kill"))
        let hasMark: Bool
        if mark.isLoudOnly {
            // `DO NOT USE - Norvik bridge`, but not `CANCEL-CULTURE` or `DO NOT USE, DOCTORS WARN`.
            hasMark =
                separators.contains { ":*".contains($0) }
                || separators.count > 1 && separators.contains { "-–—".contains($0) } && !Self.isShouted(rest)
        } else {
            hasMark = separators.contains { "-–—:_/|…=,*".contains($0) } && !isTight
        }
        // In small letters only where nothing else can be meant: `Correction: …`, `1st Ld-Writethru`.
        let isTitled =
            mark.isTitled && !mark.isLoudOnly && separators.contains(":") && WireWords.all.hasUse(.titled, mark.signals)
        // `LEAD Dockers end strike`: agencies put some marks before a headline without anything between.
        let stands = (mark.isSure || mark.standsAlone && !Self.isShouted(rest)) && !rest.isEmpty
        guard
            (mark.isOrdinal && (mark.isCode || hasMark || isEnd || mark.isShouted)) || isTitled
                || (mark.isShouted && (hasMark || isEnd || stands || isRepeated))
        else { return nil }
        add(mark)
        return rest[separators.endIndex...]
    }

    /// Whether a line begins with one mark again and again, as *KILL KILL KILL* or *KILL KILL Norvik bridge*; the mark then
    /// ends behind the last.
    ///
    /// Twice before words in capitals says nothing: *KILL KILL BILL*.
    private func repeats(_ mark: inout Mark, in line: Substring) -> Bool {
        let word = line[..<mark.end]
        var end = mark.end
        var count = 1
        while true {
            let next = line[end...].drop { !$0.isLetter && !$0.isNumber }
            guard next.hasPrefix(word) else { break }
            let behind = next.dropFirst(word.count)
            if let letter = behind.first, letter.isLetter || letter.isNumber { break }
            end = behind.startIndex
            count += 1
        }
        let rest = line[end...]
        guard
            count > 2 || count == 2 && (!rest.contains(where: \.isLetter) || rest.contains(where: \.isLowercase))
        else { return false }
        mark.end = end
        return true
    }

    private mutating func stripLast(_ line: Substring) -> Substring? {
        var line = line
        while let last = line.last, last == " " || last == "=" || last == "/" { line = line.dropLast() }
        if let slug = stripOrder(line) { return slug }
        if line.last == ")" || line.last == "]" {
            guard let open = line.lastIndex(where: { $0 == "(" || $0 == "[" }), open > line.startIndex,
                let mark = Self.mark(line[line.index(after: open)...]), Self.isEmpty(line[mark.end...])
            else { return nil }
            add(mark)
            return line[..<open].droppingLast { $0 == " " || $0 == "-" || $0 == "–" || $0 == "—" }
        }
        // The last part behind a comma or a dash: `Harbor Strike, 1st Ld-Writethru`, `Harbor strike -- CORRECTED`.
        var index = line.endIndex
        var steps = 0
        while index > line.startIndex, steps < 48 {
            index = line.index(before: index)
            steps += 1
            let character = line[index]
            guard character == "," || character == "–" || character == "—" || character == "-" || character == "/"
            else {
                continue
            }
            let tail = line[line.index(after: index)...]
            guard let mark = Self.mark(tail), Self.isEmpty(line[mark.end...]), mark.isShouted || mark.isOrdinal else {
                continue
            }
            // Not a compound: what stands before the dash ends there.
            guard
                character != "-" || index == line.startIndex || !line[line.index(before: index)].isLetter
                    || mark.isShouted
            else { continue }
            // ROAD-KILL in a line of capitals
            let isCompound = character == "-" && index > line.startIndex && line[line.index(before: index)].isLetter
            if isCompound, Self.isTakingBack(mark), !line.contains(where: \.isLowercase) { continue }
            let before = line[..<index].droppingLast { " -–—,".contains($0) }
            guard !before.isEmpty else { return nil }
            // The longest tail: `, 1st Ld-Writethru` and not `-Writethru` alone.
            var shortened = before
            if let wider = stripLastWider(line, before: index) { shortened = wider } else { add(mark) }
            return shortened
        }
        return nil
    }

    /// Takes a numbered mark off a slug that stands for a headline: *BRIDGE 2ND LEAD*.
    private mutating func stripOrder(_ line: Substring) -> Substring? {
        guard line.utf8.count <= Self.longestSlug, !line.contains(where: \.isLowercase) else { return nil }
        let words = line.split(separator: " " as Character)
        guard (3...4).contains(words.count), let mark = Self.mark(words.suffix(2).joined(separator: " ")),
            mark.isOrdinal
        else { return nil }
        add(mark)
        return line[..<words[words.count - 3].endIndex]
    }

    /// The longest slug that stands for a headline, in bytes.
    private static let longestSlug = 40

    private mutating func stripLastWider(_ line: Substring, before end: String.Index) -> Substring? {
        guard let comma = line[..<end].lastIndex(of: ","), line.distance(from: comma, to: end) < 24 else { return nil }
        guard let mark = Self.mark(line[line.index(after: comma)...]), Self.isEmpty(line[mark.end...]) else {
            return nil
        }
        add(mark)
        return line[..<comma].droppingLast { " ,".contains($0) }
    }

    /// Reads what a slug line says, which is the marks behind its commas; the line itself stays as it is.
    mutating func read(slug: String) {
        for part in slug.split(whereSeparator: { $0 == "," || $0 == "/" || $0 == "_" }).dropFirst() {
            if let mark = Self.mark(part), Self.isEmpty(part[mark.end...]) || mark.isOrdinal { add(mark) }
        }
        // BRIDGE 2ND LEAD
        let words = slug.split(separator: " " as Character)
        if words.count > 2, let mark = Self.mark(words.suffix(2).joined(separator: " ")), mark.isOrdinal { add(mark) }
        // Kestria-vote-2NDLEAD, US--Town Flood-1stLd-Writethru: the last parts; a slug in capitals says nothing by them.
        let parts = slug.split(separator: "-" as Character)
        for count in [2, 1] where parts.count > count {
            let tail = parts.suffix(count).joined(separator: "-")
            if let mark = Self.mark(tail), Self.isEmpty(tail[mark.end...]),
                mark.isOrdinal || (mark.isShouted && slug.contains(where: \.isLowercase))
            {
                return add(mark)
            }
        }
    }

    private mutating func add(_ mark: Mark) {
        for signal in mark.signals { add(signal) }
    }

    private struct Mark {
        var signals: [String]
        var end: String.Index
        var isOrdinal = false
        /// Whether its words are agencies' own: *Ld*, *Writethru*.
        var isCode = false
        var isShouted = false
        /// Whether it begins with a capital.
        var isTitled = false
        /// Whether agencies set it before a headline with a space alone.
        var standsAlone = false
        /// Whether it is one in capitals only: *CANCEL: …*.
        var isLoudOnly = false
        /// Whether nothing else can be meant, even before words in capitals: *KILL ADVISORY*.
        var isSure = false
    }

    /// The mark that a line begins with: a phrase of the table, with its number before or behind it.
    private static func mark(_ line: some StringProtocol) -> Mark? {
        let leading = LeadingWords(line)
        let start = !leading.words.isEmpty && leading.isOrdinal(0) ? 1 : 0
        for end in stride(from: leading.words.count, to: start, by: -1) {
            guard let signals = WireWords.all.marks[leading.words[start..<end].joined(separator: " ")] else { continue }
            var mark = Mark(signals: signals, end: leading.ends[end - 1])
            // CORRECTING and REPLACING
            mark.isShouted = leading.shouted[start] && leading.shouted[end - 1]
            mark.isOrdinal = start == 1
            mark.isCode = leading.words[start] == "ld" || signals.contains("writethru")
            guard !mark.isOrdinal || WireWords.all.hasUse(.ordinal, signals) else { return nil }
            mark.isTitled = line.first { $0.isLetter }?.isUppercase ?? false
            let phrase = leading.words[start..<end].joined(separator: " ")
            mark.isLoudOnly = WireWords.all.loud.contains(phrase)
            mark.isSure = WireWords.all.sure.contains(phrase)
            // `MANDATORY KILL Budget passes`: an order of several words can mean nothing else.
            mark.standsAlone =
                WireWords.all.hasUse(.standing, signals) || end - start > 1 && signals.contains("kill")
                || leading.words[start] == "embargoed"
            // UPDATE 1-
            if end < leading.words.count, WireWords.all.hasUse(.counted, signals),
                leading.words[end].utf8.count <= 2, leading.words[end].utf8.allSatisfy(\.isASCIIDigit)
            {
                mark.end = leading.ends[end]
            }
            return mark
        }
        return nil
    }

    private static func isEmpty(_ rest: some StringProtocol) -> Bool {
        rest.allSatisfy { " )]}.,:;-–—_/=<^\t".contains($0) || $0.isNumber }
    }

    private static func isShouted(_ rest: Substring) -> Bool {
        !rest.prefix(40).contains { $0.isLowercase }
    }
}

extension StringProtocol {
    /// Without white space at the ends.
    func trimmingBlanks() -> String {
        String(drop(while: \.isWhitespace).droppingLast(while: \.isWhitespace))
    }

    /// Without white space at the ends, and each run of it inside as one space.
    func foldingBlanks() -> String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// With line feeds for the line ends of other systems.
    func withLineFeeds() -> String {
        guard utf8.contains(0x0D) else { return String(self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        var isBehindReturn = false
        for byte in utf8 {
            if byte == 0x0D || !(byte == 0x0A && isBehindReturn) { bytes.append(byte == 0x0D ? 0x0A : byte) }
            isBehindReturn = byte == 0x0D
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Without the last characters that fulfil a condition.
    func droppingLast(while condition: (Character) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, condition(self[index(before: end)]) { end = index(before: end) }
        return self[..<end]
    }
}
