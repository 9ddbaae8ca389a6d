/// Finds which lines of a mail somebody else wrote: those behind marks of quoting, and those below a line or a head that says
/// so, in whatever language.
struct MailQuoting {
    /// A run of lines by one writer.
    struct Owner: Hashable {
        /// The name; nil where nothing tells.
        var name: String?
        /// Whether it is whoever sent the mail.
        var isSender = false
    }

    /// Who wrote each line, as an index of `owners`; -1 for lines that only say whose the next are.
    private(set) var ownerOfLine: [Int]
    /// The sender first.
    private(set) var owners: [Owner]

    private let lines: [MailLine]
    private let words = MailWords.shared

    /// No more writers are told apart.
    private static let mostOwners = 1000
    /// A line that names a writer has so many characters at most.
    private static let longestAttribution = 400

    /// Reads the lines of a mail.
    ///
    /// - Parameters:
    ///   - lines: The lines.
    ///   - sender: The name of whoever sent it.
    /// - Complexity: O(characters).
    init(_ lines: [MailLine], sender: String?) {
        self.lines = lines
        owners = [Owner(name: sender, isSender: true)]
        ownerOfLine = [Int](repeating: 0, count: lines.count)
        read()
    }

    private mutating func read() {
        // Who wrote the lines at a depth: as marked, and as a head without marks above them says.
        var marked: [Int: Int] = [:]
        var headed: [Int: Int] = [:]
        var index = 0
        while index < lines.count {
            let depth = lines[index].depth
            if let found = head(at: index) {
                for line in index..<found.end { ownerOfLine[line] = -1 }
                index = found.end
                headed = headed.filter { $0.key < depth }
                marked = marked.filter { $0.key <= depth }
                // A forward may be marked as well.
                let next = index < lines.count ? lines[index].depth : depth
                let owner = add(found.name)
                if next > depth { marked[next] = owner } else { headed[depth] = owner }
                continue
            }
            if let found = attribution(at: index) {
                for line in index..<found.end { ownerOfLine[line] = -1 }
                index = found.end
                let next = index < lines.count ? lines[index].depth : depth
                let owner = add(found.name)
                if next > depth {
                    marked = marked.filter { $0.key <= depth }
                    // What stands deeper is by somebody else.
                    marked[depth + 1] = owner
                } else if index < lines.count, lines[index].isBlockQuotation {
                    while index < lines.count, lines[index].isBlockQuotation, lines[index].depth == depth {
                        ownerOfLine[index] = owner
                        index += 1
                    }
                } else {
                    headed[depth] = owner
                }
                continue
            }
            let known = owner(at: depth, marked, headed) ?? add(nil)
            if depth > 0, headed[depth] == nil { marked[depth] = known }
            ownerOfLine[index] = known
            index += 1
        }
    }

    /// Who wrote a line at a depth; nil for a quotation that nothing was said of.
    private func owner(at depth: Int, _ marked: [Int: Int], _ headed: [Int: Int]) -> Int? {
        headed[depth] ?? (depth == 0 ? 0 : marked[depth])
    }

    private mutating func add(_ name: String?) -> Int {
        if let name, let known = owners.firstIndex(where: { $0.name == name && !$0.isSender }) { return known }
        guard owners.count < Self.mostOwners else { return owners.count - 1 }
        owners.append(Owner(name: name))
        return owners.count - 1
    }

    // MARK: Heads

    /// The head of a mail that is answered or passed on, or the line above it, with what it names.
    private func head(at index: Int) -> (end: Int, name: String?)? {
        let first = lines[index]
        guard first.words.utf8.count <= Self.longestAttribution else { return nil }
        if isOriginal(first.words) {
            // The head may follow, behind empty lines.
            if index + 1 < lines.count, let fields = fields(at: index + 1) ?? anyFields(at: index + 1, fewest: 2) {
                return fields
            }
            // *Begin forwarded message:* above marks of quoting, whose first lines are the head.
            return (index + 1, nil)
        }
        if isRule(first.words), index + 1 < lines.count, lines[index + 1].depth == first.depth,
            let fields = fields(at: index + 1)
        {
            return fields
        }
        return fields(at: index) ?? anyFields(at: index, fewest: 4)
    }

    /// `-----Original Message-----` and its like: a phrase alone between dashes, or with a colon.
    private func isOriginal(_ line: String) -> Bool {
        let trimmed = line.trimmingBlanks()
        guard let first = trimmed.first, let last = trimmed.last, trimmed.count <= 120 else { return false }
        let isMarked = "-_=*".contains(first) && "-_=*".contains(last) || last == ":"
        let found = MailWords.words(of: trimmed)
        return isMarked && words.length(.original, at: found[...]) > 0
            && words.length(.original, at: found[...]) == found.count
    }

    private func isRule(_ line: String) -> Bool {
        line.count >= 5 && line.allSatisfy { "_-=".contains($0) }
    }

    /// The fields *From:*, *Sent:*, *To:*, *Subject:* at a line, in any language, with the name that the first has.
    private func fields(at start: Int) -> (end: Int, name: String?)? {
        guard let name = field(.from, start), !name.isEmpty else { return nil }
        let depth = lines[start].depth
        var hasSent = false
        var hasOther = false
        var end = start + 1
        var last = start
        // Receivers may take lines of their own.
        while end < lines.count, end - last <= 6, lines[end].depth == depth {
            if field(.sent, end) != nil {
                hasSent = true
            } else if field(.subject, end) != nil {
                hasOther = true
                last = end
                end += 1
                // Fields may follow the subject.
                while end < lines.count, lines[end].depth == depth, isField(end) {
                    hasSent = hasSent || field(.sent, end) != nil
                    end += 1
                }
                last = end - 1
                break
            } else if field(.to, end) != nil {
                hasOther = true
            } else if lines[end].followsBlank || !goesOnWithReceivers(end) {
                break
            } else {
                end += 1
                continue
            }
            last = end
            end += 1
        }
        guard hasOther, hasSent || last - start >= 2 else { return nil }
        let address = MailAddress(name)
        return (last + 1, address.parts.person ?? (address.name.isEmpty ? address.address : address.name))
    }

    /// Fields in whatever order, as Thunderbird writes them: *Subject:*, *Date:*, *From:*, *To:*.
    ///
    /// - Parameters:
    ///   - start: The first.
    ///   - fewest: So many kinds of fields make it a head: fewer behind a line that announces one.
    /// - Returns: Where it ends, and whom it names; nil where it is none.
    private func anyFields(at start: Int, fewest: Int) -> (end: Int, name: String?)? {
        let depth = lines[start].depth
        var kinds: Set<MailWords.Group> = []
        var name: String?
        var end = start
        var last = start
        while end < lines.count, end - start < Self.mostFields, lines[end].depth == depth {
            if let kind = ([.from, .sent, .subject, .to] as [MailWords.Group]).first(where: { field($0, end) != nil }) {
                // A second one begins the head of another mail.
                guard kind == .to || kinds.insert(kind).inserted else { break }
                kinds.insert(kind)
                if kind == .from { name = field(.from, end) }
                last = end
            } else if end == start || !isOtherField(end) && (lines[end].followsBlank || !goesOnWithReceivers(end)) {
                break
            }
            end += 1
        }
        guard let name, !name.isEmpty, kinds.count >= fewest else { return nil }
        let address = MailAddress(name)
        return (last + 1, address.parts.person ?? (address.name.isEmpty ? address.address : address.name))
    }

    /// A head has no more lines.
    private static let mostFields = 16

    /// Whether a line between fields is one that says nothing of the writer: *Reply-To:*, *Organisation:*.
    private func isOtherField(_ index: Int) -> Bool {
        let line = lines[index].words
        guard let colon = line.firstIndex(of: ":"), !lines[index].followsBlank || lines[index].role == .row else {
            return false
        }
        let name = line[..<colon]
        return name.count <= 24 && name.split(separator: " ").count <= 3 && name.first?.isUppercase == true
    }

    private func isField(_ index: Int) -> Bool {
        field(.sent, index) != nil || field(.to, index) != nil || field(.subject, index) != nil
    }

    private func goesOnWithReceivers(_ index: Int) -> Bool {
        lines[index].words.contains { "@;>".contains($0) }
            || lines[index - 1].words.last.map { ";,".contains($0) } == true
    }

    /// What stands behind a field's name and colon; nil where the line is no such field.
    private func field(_ group: MailWords.Group, _ index: Int) -> String? {
        let line = lines[index].words
        guard let colon = line.firstIndex(of: ":"), line.distance(from: line.startIndex, to: colon) <= 24 else {
            return nil
        }
        let name = MailWords.words(of: line[..<colon])
        guard !name.isEmpty, words.length(group, at: name[...]) == name.count else { return nil }
        // In a table a bar parts the field from what it says.
        return line[line.index(after: colon)...].trimmingBlanks().drop { $0 == "*" || $0 == "|" }.trimmingBlanks()
    }

    // MARK: Lines that name a writer

    /// *On 3 March 2026 at 10:14, Ana Ruiz wrote:*, in whatever language, over up to three lines.
    private func attribution(at index: Int) -> (end: Int, name: String?)? {
        let depth = lines[index].depth
        var text = ""
        for end in index..<min(index + 3, lines.count) {
            guard lines[end].depth == depth, lines[end].role == .text, end == index || !lines[end].followsBlank else {
                return nil
            }
            text += (text.isEmpty ? "" : " ") + lines[end].words
            guard text.utf8.count <= Self.longestAttribution else { return nil }
            guard text.last == ":" else { continue }
            let next = end + 1 < lines.count ? lines[end + 1] : nil
            let isFollowed = next.map { $0.depth > depth || $0.isBlockQuotation } ?? false
            return writer(in: text, isFollowed: isFollowed).map { (end + 1, $0.name) }
        }
        return nil
    }

    /// Whoever wrote what follows a line; without a name where the line has none.
    private struct Writer {
        var name: String?
    }

    /// Who a line says wrote what follows.
    ///
    /// - Parameters:
    ///   - line: The line, with the colon at its end.
    ///   - isFollowed: Whether a quotation follows, so that less is needed to believe it.
    /// - Returns: Nil where it says no such thing.
    private func writer(in line: String, isFollowed: Bool) -> Writer? {
        var text = line.dropLast().trimmingBlanks()
        // The address in brackets is none of the name.
        var address = ""
        var hasAddress = false
        while let open = text.firstIndex(of: "<"), let close = text[open...].firstIndex(of: ">") {
            address = String(text[text.index(after: open)..<close])
            hasAddress = hasAddress || address.contains("@")
            text = "\(text[..<open]) \(text[text.index(after: close)...])"
        }
        for (open, close) in [("[", "]"), ("(", ")")] {
            while let start = text.byteRange(of: open), let end = text[start.upperBound...].byteRange(of: close) {
                let inner = text[start.upperBound..<end.lowerBound]
                if inner.contains("@") { hasAddress = true }
                if address.isEmpty, inner.contains("@") { address = inner.trimmingBlanks() }
                text = "\(text[..<start.lowerBound]) \(text[end.upperBound...])"
            }
        }
        let parts = text.split(separator: " ")
        // Some programs write date, name and address and no verb: *6 Apr 2026, 21:10, Ana Ruiz <ana@courier.example>:*
        let isBare = isFollowed && hasAddress
        guard let verb = verb(in: parts) ?? (isBare ? parts.endIndex..<parts.endIndex : nil) else { return nil }
        guard isFollowed || hasAddress || hasHour(text) else { return nil }
        // *schrieb Ana Ruiz:* names behind the verb, *Ana Ruiz wrote:* before it.
        var behind = parts[verb.upperBound...].drop { $0.allSatisfy { ",;:".contains($0) } }
        if let date = behind.firstIndex(where: { $0.contains(where: \.isNumber) }) {
            // *Ana Ruiz wrote on 3 March 2026:*
            behind = behind[..<date].isEmpty || date - behind.startIndex <= 2 ? [] : behind[..<date]
        }
        var name = behind.joined(separator: " ")
        if behind.isEmpty || behind.count > 7 {
            let before = parts[..<verb.lowerBound]
            let start = before.lastIndex { Self.isOfDate($0) }.map { $0 + 1 } ?? openingWords(before)
            name = before[max(start, before.startIndex)...].joined(separator: " ")
        }
        name = String(name.drop { !$0.isLetter && $0 != "\"" && $0 != "'" })
        if name.contains("@"), !name.contains(" ") {
            return Writer(name: String(name.droppingLast { ",;:".contains($0) }))
        }
        guard name.split(separator: " ").count <= 8 else { return isFollowed ? Writer() : nil }
        let found = MailAddress("\(name) <\(address)>")
        let shown = found.parts.person ?? (found.name.isEmpty ? found.address : found.name)
        return Writer(name: shown.isEmpty ? nil : shown)
    }

    /// The words of the last verb of writing in a line.
    private func verb(in parts: [Substring]) -> Range<Int>? {
        let folded = parts.map { Substring($0.lowercased().filter { $0.isLetter || $0 == "'" }) }
        for index in parts.indices.reversed() {
            let length = words.length(.wrote, at: folded[index...])
            if length > 0 {
                // *a écrit*, *ha scritto* are found by their last word, too.
                let wider = index > 0 ? words.length(.wrote, at: folded[(index - 1)...]) : 0
                return wider > length ? index - 1..<index - 1 + wider : index..<index + length
            }
        }
        return nil
    }

    /// Whether an hour stands in a line: stories quote letters by their dates.
    private func hasHour(_ text: String) -> Bool {
        text.split { !$0.isNumber && $0 != ":" }.contains { part in
            let halves = part.split(separator: ":", omittingEmptySubsequences: false)
            return (2...3).contains(halves.count) && halves.allSatisfy { (1...2).contains($0.count) }
        }
    }

    /// Whether a word before a name is part of the date: figures, *PM*, *Uhr*, *UTC*, *+0100*.
    private static func isOfDate(_ word: Substring) -> Bool {
        if word.contains(where: \.isNumber) { return true }
        let letters = word.filter { $0.isLetter }
        guard !letters.isEmpty else { return false }
        // *West* is a name, *WEST* a zone.
        let isZone =
            !letters.contains(where: \.isLowercase)
            && (WireTime.zone(named: String(letters)) != nil || ZoneName.isKnown(letters))
        return isZone || PageWords.dateWord.contains(letters.lowercased())
    }

    /// How many of the first words open the line: *On*, *Am*; none where a name does.
    private func openingWords(_ words: ArraySlice<Substring>) -> Int {
        words.startIndex + words.prefix { $0.first?.isLowercase == true || $0 == "On" || $0 == "In" }.count
    }
}
