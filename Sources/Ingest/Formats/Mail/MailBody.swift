import English
import Discourse

/// Tells what the lines of a mail are: whose they are, what greets, what signs, what lawyers and lists add; and what of a
/// release is for editors only.
struct MailBody {
    /// A line as it goes into the document.
    struct Line {
        var words: String
        /// What it is; nil where its form is to tell.
        var kind: BlockKind?
        var level = 0
        var followsBlank: Bool
        /// Whose it is, as an index of `owners`, the sender first.
        var owner: Int
        /// Whether it goes on with the line before.
        var isRow = false
        var part: String?
    }

    /// The lines, without those that only say whose the next are.
    private(set) var text: [Line] = []
    /// Who wrote them.
    let owners: [MailQuoting.Owner]

    let lines: [MailLine]
    let ownerOfLine: [Int]
    let words = MailWords.shared
    private(set) var kinds: [BlockKind?]
    private(set) var isDropped: [Bool]
    let folded: [[Substring]]
    /// Who has written running text so far: further down a name alone signs it.
    private var writers: Set<Int> = []

    /// Reads lines.
    ///
    /// - Parameters:
    ///   - lines: The lines of a mail.
    ///   - sender: The name of whoever sent it.
    ///   - title: Its subject, which a first line may repeat.
    /// - Complexity: O(characters).
    init(_ lines: [MailLine], sender: String?, title: String?) {
        let quoting = MailQuoting(lines, sender: sender)
        self.lines = lines
        owners = quoting.owners
        ownerOfLine = quoting.ownerOfLine
        kinds = [BlockKind?](repeating: nil, count: lines.count)
        isDropped = quoting.ownerOfLine.map { $0 < 0 }
        folded = lines.map { MailWords.words(of: $0.words, upTo: 240) }
        readSections()
        if let title { dropTitle(title) }
        write()
    }

    // MARK: Sections

    /// Runs of lines by one writer, each with its own greeting and signature.
    private mutating func readSections() {
        var start = 0
        var isFirst = true
        while start < lines.count {
            var end = start + 1
            while end < lines.count, ownerOfLine[end] == ownerOfLine[start] { end += 1 }
            if ownerOfLine[start] >= 0 { read(start..<end, isFirst: isFirst && ownerOfLine[start] == 0) }
            if ownerOfLine[start] == 0 { isFirst = false }
            start = end
        }
    }

    private mutating func read(_ section: Range<Int>, isFirst: Bool) {
        for index in section where lines[index].isSignature { kinds[index] = .note }
        for index in section where isRule(index) && endMark(index) == nil { isDropped[index] = true }
        readHead(section, isFirst: isFirst)
        let tail = tail(of: section)
        let owner = ownerOfLine[section.lowerBound]
        for index in tail..<section.upperBound { kinds[index] = .note }
        // A mark alone between words and signature says nothing.
        if tail < section.upperBound, isSignatureRule(tail) { isDropped[tail] = true }
        readRuns(section.lowerBound..<tail, hasProse: writers.contains(owner))
        if section.contains(where: { kinds[$0] == nil && isProse($0) }) { writers.insert(owner) }
    }

    /// Greetings, warnings, and what releases are headed with.
    private mutating func readHead(_ section: Range<Int>, isFirst: Bool) {
        var seen = 0
        for index in section where !isDropped[index] && kinds[index] == nil {
            guard seen < Self.longestHead else { return }
            seen += 1
            if isBanner(index) {
                kinds[index] = .note
            } else if isGreeting(index) {
                kinds[index] = .greeting
            } else if isFirst, isReleaseHead(index) {
                kinds[index] = .header
            } else if isProse(index) {
                return
            }
        }
    }

    /// So many lines are a mail's head at most.
    private static let longestHead = 10

    private func isBanner(_ index: Int) -> Bool {
        let found = folded[index]
        guard !found.isEmpty, found.count <= 70 else { return false }
        if MailNotice.isFromOutside(found, line: lines[index].words) { return true }
        let length = words.length(.banner, at: found[...])
        // *External* may begin a sentence.
        if length > 1 || length == found.count { return true }
        // *Trouble reading this? View in browser*; *The week in Alden | View online*
        guard found.count <= 16 else { return false }
        return words.occurs(.banner, in: found)
    }

    private func isGreeting(_ index: Int) -> Bool {
        let found = folded[index]
        let line = lines[index].words
        let length = words.length(.greeting, at: found[...])
        guard let last = line.last, found.count <= 9, length > 0 else { return false }
        if ",:".contains(last) { return true }
        let names = line.split(separator: " ").dropFirst(length)
        let isNamed = names.allSatisfy { $0.first?.isUppercase == true || $0.first?.isLetter == false }
        if "!-–—".contains(last) { return found.count <= 5 && isNamed }
        return last.isLetter && found.count <= 5 && isNamed && !lines[index].isBlockQuotation
    }

    private func isReleaseHead(_ index: Int) -> Bool {
        let found = folded[index]
        guard found.count <= 14, lines[index].words.last != "." || found.count <= 4 else { return false }
        if let clause = WireEmbargo.clause(of: lines[index].words) { return clause.rest.isEmpty }
        let length = words.length(.release, at: found[...])
        guard length > 0 else { return false }
        let rest = lines[index].words.drop { !$0.isLetter }
        let isShouted = !rest.prefix { $0 != ":" && $0 != "–" }.contains(where: \.isLowercase)
        return found.count == length || isShouted
            || found.count <= length + 4
                && found[length...].allSatisfy { word in
                    word.contains(where: \.isNumber) || PageWords.dateWord.contains(String(word))
                        || DateWords.months[String(word)] != nil
                }
    }

    // MARK: What stands below the words

    /// Where what is no more text begins: a signature behind `-- `, the end of a release, a notice to its end.
    private func tail(of section: Range<Int>) -> Int {
        var tail = section.upperBound
        var hasProse = false
        // A digest has an end mark behind each item.
        let lastEnd = section.last { endMark($0) != nil }
        for index in section {
            if isDropped[index] || kinds[index] != nil {
                if isSignatureRule(index), index > section.lowerBound, !isLongTail(index, section) {
                    tail = min(tail, index)
                }
                if index >= tail { break }
                continue
            }
            let isTail =
                hasProse && (index == lastEnd || isForEditors(index))
                || hasProse && !Attribution.ends(lines[index].words)
                    && (isDisclaimer(index) || isFooter(index) || isRegistration(index))
                    && wordCount(index..<section.upperBound) <= Self.longestTail
            if isTail {
                tail = min(tail, index)
                break
            }
            if isProse(index) || folded[index].count >= 3 { hasProse = true }
        }
        return tail
    }

    /// Among so many last lines a notice may stand inside others' words.
    private static let lastLines = 3

    /// Behind a notice of lawyers or lists so many words are part of it.
    private static let longestTail = 200

    /// Whether too much follows a rule of two hyphens for a signature.
    private func isLongTail(_ index: Int, _ section: Range<Int>) -> Bool {
        let rest = index + 1..<section.upperBound
        // With the blank that the standard asks for it is surely one.
        let isSure = lines[index].words == MailLine.signatureRule
        return rest.count > (isSure ? 40 : 12) || wordCount(rest) > (isSure ? 300 : 80)
    }

    private func wordCount(_ range: Range<Int>) -> Int {
        var count = 0
        for index in range {
            count += max(1, lines[index].words.utf8.count / 6)
            // Only whether it is much is asked.
            if count > 1000 { break }
        }
        return count
    }

    private func isSignatureRule(_ index: Int) -> Bool {
        let line = lines[index].words.trimmingBlanks()
        return line == "--" || line == "—"
    }

    private func isRule(_ index: Int) -> Bool { !lines[index].words.contains { $0.isLetter || $0.isNumber } }

    /// The words of an end mark: `###`, *-ends-*, `-30-`, *Ende*.
    func endMark(_ index: Int) -> String? {
        let line = lines[index].words.trimmingBlanks()
        guard line.count <= 32, !line.isEmpty else { return nil }
        let found = folded[index]
        if found.isEmpty {
            let signs = line.filter { !$0.isWhitespace }
            return signs.count >= 3 && signs.allSatisfy { $0 == "#" } ? line : nil
        }
        guard words.length(.end, at: found[...]) == found.count else { return nil }
        let isMarked = line.first.map { "-–—*#[(/".contains($0) } ?? false
        return isMarked || !line.contains(where: \.isLowercase) && found != ["30"] ? line : nil
    }

    /// Whether a line says who issues a release, as wires of releases end them: *SOURCE Harlow Energy*.
    private func isSource(_ index: Int) -> Bool {
        lines[index].words.hasPrefix("SOURCE ") && folded[index].count <= 10 && lines[index].words.last != "."
    }

    private func isForEditors(_ index: Int) -> Bool {
        let found = folded[index]
        let length = words.length(.editors, at: found[...])
        return length > 0 && (found.count == length || lines[index].words.contains(":"))
    }

    private func isDisclaimer(_ index: Int) -> Bool {
        let next = index + 1 < lines.count ? folded[index + 1] : []
        return MailNotice.isDisclaimer(folded[index], line: lines[index].words, before: next)
    }

    private func isRegistration(_ index: Int) -> Bool {
        MailNotice.isRegistration(folded[index], line: lines[index].words)
    }

    private func isFooter(_ index: Int) -> Bool {
        let found = folded[index]
        guard !found.isEmpty else { return false }
        if words.length(.footer, at: found[...]) > 0 { return found.count <= 60 }
        // *Manage preferences | Unsubscribe*, *Alden-news mailing list*
        let line = lines[index].words
        let isMarked = ["|", "·", "@", "://"].contains { line.contains($0) }
        let isAlone = found.count <= 4 && !isProse(index) || lines.count - index <= Self.lastLines
        return found.count <= 30 && (isMarked || isAlone) && words.occurs(.footer, in: found)
    }

    // MARK: Runs of notes among the words

    private mutating func readRuns(_ section: Range<Int>, hasProse: Bool) {
        var hasProse = hasProse
        var index = section.lowerBound
        while index < section.upperBound {
            if isDropped[index] || kinds[index] == .note {
                index += 1
                continue
            }
            let end = noteEnd(index, section, hasProse: hasProse)
            if let end {
                for line in index..<end { kinds[line] = .note }
                index = end
                continue
            }
            if isProse(index) { hasProse = true }
            index += 1
        }
    }

    /// The end of the notes that begin at a line; nil where none do.
    private func noteEnd(_ index: Int, _ section: Range<Int>, hasProse: Bool) -> Int? {
        if let end = closingEnd(index, section, hasProse: hasProse) { return end }
        if let end = contactEnd(index, section, hasProse: hasProse) { return end }
        if let end = aboutEnd(index, section, hasProse: hasProse) { return end }
        let isNote =
            isDevice(index) || endMark(index) != nil || isDisclaimer(index) && folded[index].count > 8
            || hasProse && (isSource(index) || isFooter(index))
        if isNote { return index + 1 }
        return nameEnd(index, section, hasProse: hasProse) ?? cardEnd(index, section, hasProse: hasProse)
    }

    /// Whether a line is running text.
    func isProse(_ index: Int) -> Bool {
        let count = folded[index].count
        let ends = lines[index].words.last { !"\"'”’»)".contains($0) }.map { ".!?…".contains($0) } ?? false
        return count >= 14 || count >= 3 && ends
    }

    // MARK: The text

    /// A first line that repeats the subject is the title once more.
    private mutating func dropTitle(_ title: String) {
        let wanted = title.lowercased().filter { $0.isLetter || $0.isNumber }
        var seen = 0
        for index in lines.indices where !isDropped[index] && kinds[index] != .note && ownerOfLine[index] == 0 {
            guard seen < Self.longestHead, lines[index].words.utf8.count <= 600 else { return }
            seen += 1
            if lines[index].words.lowercased().filter({ $0.isLetter || $0.isNumber }) == wanted {
                isDropped[index] = true
                return
            }
        }
    }

    private mutating func write() {
        for index in lines.indices where !isDropped[index] {
            let line = lines[index]
            var written = Line(
                words: line.words, kind: kinds[index], followsBlank: line.followsBlank, owner: ownerOfLine[index],
                part: line.part)
            if written.kind == nil {
                if !owners[written.owner].isSender || line.isBlockQuotation {
                    written.kind = .quote
                } else {
                    switch line.role {
                    case .heading:
                        written.kind = .subhead
                        written.level = max(2, line.level)
                    case .item: written.kind = folded[index].count > 60 ? nil : .list
                    case .row: written.kind = .table
                    case .caption: written.kind = .caption
                    case .text: break
                    }
                }
            }
            written.isRow = line.role != .text || written.kind == .header
            text.append(written)
        }
    }
}
