/// A line of a mail's body as it was written: without the marks of quoting before it, and joined to those that a program
/// broke off it.
struct MailLine: Hashable {
    /// What it is by its markup.
    enum Role: Hashable { case text, heading, item, row, caption }

    var words: String
    /// How many marks of quoting stood before it, or in how many quotations it stood.
    var depth = 0
    /// Whether it begins a paragraph.
    var followsBlank = false
    var role = Role.text
    /// The level of a heading.
    var level = 0
    /// Whether its markup says that it is part of a signature.
    var isSignature = false
    /// Whether it stands in a quotation that need not be of a mail.
    var isBlockQuotation = false
    /// The part of the mail that it stood in.
    var part: String?

    /// The line that a signature stands below (RFC 3676, 4.3).
    static let signatureRule = "-- "

    init(_ words: String, depth: Int = 0, followsBlank: Bool = false) {
        self.words = words
        self.depth = depth
        self.followsBlank = followsBlank
    }
}

/// Reads the lines of a mail's plain text: marks of quoting, lines that programs broke (RFC 3676, or at a width), armour of
/// signatures, attachments among the words.
struct MailPlainText {
    /// The lines in order.
    private(set) var lines: [MailLine] = []
    /// Files that stood among the words in uuencode: their names and bytes.
    private(set) var files: [(name: String, bytes: [UInt8])] = []

    /// Marks of quoting beyond so many are words.
    private static let deepest = 20
    /// Longer lines were not broken at a width, in characters.
    private static let widest = 100
    /// Shorter lines say nothing of a width.
    private static let narrowest = 45

    private struct Line {
        var bytes: ArraySlice<UInt8>
        var depth = 0
        /// Whether the next line goes on with it, by format=flowed.
        var isFlowed = false
    }

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: The text in UTF-8.
    ///   - isFlowed: Whether it says that blanks at line ends join lines.
    ///   - deletesSpace: Whether those blanks are none of the text.
    /// - Complexity: O(bytes).
    init(_ text: [UInt8], isFlowed: Bool = false, deletesSpace: Bool = false) {
        var raw = Self.split(text)
        takeFiles(&raw)
        dropArmour(&raw)
        var lines = raw.map { Self.unquoted($0, isFlowed: isFlowed) }
        let joins = isFlowed && lines.contains(where: \.isFlowed)
        if joins { Self.joinFlowed(&lines, deletesSpace) }
        append(lines, breaksAtWidth: !joins)
    }

    private static func split(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        while index < text.count {
            if text[index] == 0x0A || text[index] == 0x0D {
                lines.append(text[start..<index])
                if text[index] == 0x0D, index + 1 < text.count, text[index + 1] == 0x0A { index += 1 }
                start = index + 1
            }
            index += 1
        }
        if start < text.count { lines.append(text[start...]) }
        return lines
    }

    /// A line without its marks of quoting.
    private static func unquoted(_ line: ArraySlice<UInt8>, isFlowed: Bool) -> Line {
        var index = line.startIndex
        var depth = 0
        while index < line.endIndex, depth < deepest {
            var mark = index
            // A blank may stand between two.
            if !isFlowed || depth > 0, line[mark] == 0x20, mark + 1 < line.endIndex { mark += 1 }
            guard line[mark] == UInt8(ascii: ">") else { break }
            depth += 1
            index = mark + 1
        }
        // A blank behind the marks, or one that format=flowed stuffs in.
        if depth > 0 || isFlowed, index < line.endIndex, line[index] == 0x20 { index += 1 }
        var found = Line(bytes: line[index...], depth: depth)
        found.isFlowed = isFlowed && found.bytes.last == 0x20 && !found.bytes.elementsEqual(MailLine.signatureRule.utf8)
        return found
    }

    private static func joinFlowed(_ lines: inout [Line], _ deletesSpace: Bool) {
        var joined: [Line] = []
        var pending: [UInt8] = []
        var isOpen = false
        func close() {
            guard !joined.isEmpty else { return }
            joined[joined.count - 1].bytes = pending[...]
        }
        for line in lines {
            var bytes = line.bytes
            if line.isFlowed, deletesSpace { bytes = bytes.dropLast() }
            if isOpen, let before = joined.last, before.depth == line.depth {
                pending += bytes
            } else {
                close()
                joined.append(Line(bytes: [], depth: line.depth))
                pending = Array(bytes)
            }
            isOpen = line.isFlowed
        }
        close()
        lines = joined
    }

    // MARK: Lines broken at a width

    private mutating func append(_ lines: [Line], breaksAtWidth: Bool) {
        let words = lines.map { String(decoding: $0.bytes, as: UTF8.self).droppingLast(while: \.isWhitespace) }
        let counts = words.map { $0.utf8.count > 4 * Self.widest ? $0.utf8.count : $0.count }
        var widths = [Int](repeating: 0, count: Self.deepest + 1)
        if breaksAtWidth {
            for (line, count) in zip(lines, counts) where count > Self.narrowest && count <= Self.widest {
                widths[line.depth] = max(widths[line.depth], count)
            }
        }
        var followsBlank = true
        var last: (index: Int, joined: Int)?
        // The pieces of the line that is put together, so that long ones are copied once.
        var pieces: [Substring] = []
        func flush(_ lines: inout [MailLine]) {
            guard !pieces.isEmpty else { return }
            lines[lines.count - 1].words = Self.joined(pieces)
            pieces = []
        }
        for index in lines.indices {
            let text = words[index].drop(while: \.isWhitespace)
            guard !text.isEmpty else {
                followsBlank = true
                continue
            }
            let depth = lines[index].depth
            if let before = last, !followsBlank, lines[before.index].depth == depth,
                Self.goesOn(words[before.index], counts[before.index], in: text, width: widths[depth])
            {
                pieces.append(text)
                last = (index, before.joined + 1)
                continue
            }
            // A paragraph may end without an empty line behind it.
            if let before = last, before.joined > 0 || counts[before.index] > Self.widest,
                Self.endsSentence(words[before.index])
            {
                followsBlank = true
            }
            flush(&self.lines)
            self.lines.append(MailLine("", depth: depth, followsBlank: followsBlank))
            if depth != last.map({ lines[$0.index].depth }) { self.lines[self.lines.count - 1].followsBlank = true }
            pieces = [
                lines[index].bytes.elementsEqual(MailLine.signatureRule.utf8) ? MailLine.signatureRule[...] : text
            ]
            last = (index, 0)
            followsBlank = false
        }
        flush(&self.lines)
    }

    private static func joined(_ pieces: [Substring]) -> String {
        var text = ""
        for piece in pieces {
            let endsInHyphen = text.last == "-" && text.dropLast().last?.isLetter == true
            if !text.isEmpty, !(endsInHyphen && piece.first?.isLetter == true) { text += " " }
            text += piece
        }
        return text
    }

    /// Whether a line was broken where the next one begins.
    private static func goesOn(_ line: Substring, _ count: Int, in next: Substring, width: Int) -> Bool {
        guard width > 0, count <= widest, count > 25, !beginsItem(next), !beginsItem(line) || count > narrowest else {
            return false
        }
        // *Subject: …* is a line of its own.
        if let colon = next.prefix(20).firstIndex(of: ":"), next[..<colon].split(separator: " ").count <= 2 {
            return false
        }
        let word = next.prefix { !$0.isWhitespace }.count
        if count >= narrowest, count + 1 + word > width { return true }
        // Programs that quote break anew, here and there.
        return next.first?.isLowercase == true && !endsSentence(line) && line.last != ":"
    }

    private static func endsSentence(_ line: Substring) -> Bool {
        guard let last = line.last(where: { !"\"'”’»)".contains($0) }) else { return false }
        return ".!?…:".contains(last)
    }

    /// Whether a line begins with the mark of an item.
    private static func beginsItem(_ line: Substring) -> Bool {
        let line = line.drop(while: \.isWhitespace)
        guard let first = line.first else { return false }
        if "-–—*•·".contains(first) { return line.dropFirst().first?.isWhitespace == true }
        let digits = line.prefix { $0.isNumber }
        guard (1...2).contains(digits.count) else { return false }
        let rest = line.dropFirst(digits.count)
        return (rest.first == "." || rest.first == ")") && rest.dropFirst().first?.isWhitespace == true
    }

    // MARK: What stands among the words

    /// Takes files in uuencode out: *begin 644 name* through *end*.
    private mutating func takeFiles(_ lines: inout [ArraySlice<UInt8>]) {
        guard lines.contains(where: { Self.fileName($0) != nil }) else { return }
        var kept: [ArraySlice<UInt8>] = []
        var index = 0
        while index < lines.count {
            if let name = Self.fileName(lines[index]), index + 1 < lines.count, Self.isEncoded(lines[index + 1]) {
                var end = index + 1
                while end < lines.count, Self.isEncoded(lines[end]) { end += 1 }
                let body = Array(lines[index + 1..<end].joined(separator: [0x0A]))
                files.append((name, TransferEncoding.fromUuencode(body[...])))
                if end < lines.count, lines[end].elementsEqual(Array("end".utf8)) { end += 1 }
                index = end
            } else {
                kept.append(lines[index])
                index += 1
            }
        }
        lines = kept
    }

    private static func fileName(_ line: ArraySlice<UInt8>) -> String? {
        guard line.count < 300, line.starts(with: Array("begin ".utf8)) else { return nil }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 2)
        guard words.count == 3, (3...4).contains(words[1].count), words[1].allSatisfy({ "01234567".contains($0) })
        else { return nil }
        return words[2].foldingBlanks()
    }

    /// Whether a line is of uuencode, by its length and signs.
    private static func isEncoded(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first, (0x20...0x60).contains(first), !line.elementsEqual(Array("end".utf8)) else {
            return false
        }
        let count = Int(first &- 0x20) & 0x3F
        let signs = (count + 2) / 3 * 4
        return line.count <= signs + 3 && line.count >= max(1, signs - 3)
            && line.allSatisfy { (0x20...0x60).contains($0) }
    }

    /// Takes the armour of a signature off a text (RFC 9580, 7).
    private mutating func dropArmour(_ lines: inout [ArraySlice<UInt8>]) {
        let begin = Array("-----BEGIN PGP SIGNED MESSAGE-----".utf8)
        let signature = Array("-----BEGIN PGP SIGNATURE-----".utf8)
        guard var start = lines.firstIndex(where: { $0.starts(with: begin) }) else { return }
        let before = lines[..<start]
        start += 1
        // Fields up to the first empty line.
        while start < lines.count, !lines[start].isEmpty { start += 1 }
        let end = lines[start...].firstIndex { $0.starts(with: signature) } ?? lines.endIndex
        let behind = lines[end...].firstIndex { $0.starts(with: Array("-----END PGP SIGNATURE-----".utf8)) }
        let words = lines[start..<end].map { $0.starts(with: Array("- ".utf8)) ? $0.dropFirst(2) : $0 }
        lines = Array(before) + words + (behind.map { Array(lines[($0 + 1)...]) } ?? [])
    }
}
