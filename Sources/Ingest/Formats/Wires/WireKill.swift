/// Sentences that take an item back: *EDITORS: KILL the story*, *Withdraw this item.*, *This story has been withdrawn.*
///
/// Marks such as *MANDATORY KILL* are `WireSignals`'. What is said here must speak of the item itself, in an order to
/// editors or of what has become of it: stories about reports that are withdrawn and bills to be killed begin alike.
enum WireKill {
    /// How many words may stand between an order and what it is about: *KILL the harbor strike story*.
    private static let reach = 4

    /// The signal that a line gives.
    ///
    /// - Parameters:
    ///   - line: A headline, a first line, or a note.
    ///   - isForEditors: Whether it is known to speak to editors, as a note does.
    /// - Returns: `kill`, `withdrawal` or `elimination`; nil for any other line.
    static func signal(in line: some StringProtocol, isForEditors: Bool = false) -> String? {
        // Somebody's words are no order.
        guard let first = line.first(where: { !" \t*^/([<-–—=".contains($0) }), first.isLetter else { return nil }
        let leading = LeadingWords(line)
        var start = leading.count(in: WireWords.all.notes)
        if start > 0, line[leading.ends[start - 1]...].first(where: { $0 != " " })?.isLetter == true {
            // *Editors kill a story about the mayor*
            start = 0
        }
        var isAddressed = isForEditors || start > 0
        if start > 0 {
            var marks = WireSignals()
            if let signal = marks.strip(head: line[leading.ends[start - 1]...]).flatMap({ _ in marks.takingBack }) {
                return signal
            }
        }
        while start < leading.words.count, WireWords.all.pleas.contains(leading.words[start]) {
            isAddressed = true
            start += 1
        }
        guard start < leading.words.count else { return nil }
        return order(leading, start, line, isAddressed) ?? statement(leading, start, line)
            ?? slugOrder(leading, start, line, isAddressed) ?? told(leading, start, line, isAddressed)
    }

    /// A slug or a name in capitals has at most so many words.
    private static let longestName = 6

    /// The signal of an order that names an item by its slug, as *Editors, kill Norvik-Bridge* does.
    ///
    /// To nobody it is one as the whole line: *Kill Norvik-Bridge.*
    private static func slugOrder(
        _ leading: LeadingWords, _ start: Int, _ line: some StringProtocol, _ isAddressed: Bool
    ) -> String? {
        guard let signal = WireWords.all.orders[leading.words[start]] else { return nil }
        let whole = String(line)
        let rest = whole[leading.ends[start]...].trimmingBlanks()
        let sentence = rest.prefix { !".;,:!".contains($0) }
        guard isName(sentence.split(separator: " ")) else { return nil }
        let behind = rest[sentence.endIndex...]
        // A line in capitals names nothing by them.
        let isSlug = sentence.contains("-")
        if isAddressed { return isSlug || whole.contains(where: \.isLowercase) ? signal : nil }
        return isSlug && behind == "." ? signal : nil
    }

    /// Whether words are a name or a slug: each begins with a capital or a figure.
    private static func isName(_ words: [Substring]) -> Bool {
        (1...longestName).contains(words.count)
            && words.allSatisfy { $0.first.map { $0.isUppercase || $0.isNumber } ?? false }
    }

    /// The signal that sentences among a line's give: *A kill is mandatory.*, *The bridge story moved at 0930 is killed.*,
    /// and to editors *Norvik-Bridge is withdrawn.*
    private static func told(
        _ leading: LeadingWords, _ start: Int, _ line: some StringProtocol, _ isAddressed: Bool
    ) -> String? {
        let text = String(line)
        let whole = text[(start > 0 ? leading.ends[start - 1] : text.startIndex)...].drop { !$0.isLetter }
        let sentences = whole.split { ".!".contains($0) }
        let phrases = sentences.map { LeadingWords($0).phrase }
        if let signal = phrases.lazy.compactMap({ WireWords.all.told[$0] }).first { return signal }
        let isConfirmed = phrases.contains { WireWords.all.confirmed.contains($0) }
        for sentence in sentences {
            let words = sentence.split { $0.isWhitespace || $0 == "," }
            let folded = words.map { $0.lowercased() }
            guard let last = folded.last, let signal = WireWords.all.undone[last],
                let form = forms.first(where: { folded.dropLast().suffix($0.count).elementsEqual($0) })
            else { continue }
            let count = words.count - 1 - form.count
            let subject = folded[..<count]
            let item = subject.firstIndex { WireWords.all.items[$0] != nil }
            if isConfirmed, item != nil { return signal }
            if let item, WireWords.all.items[folded[item]] == "sure",
                folded[item..<count].prefix(reach + 1).contains(where: WireWords.all.sent.contains)
            {
                return signal
            }
            if isAddressed, isName(Array(words[..<count])) { return signal }
        }
        return nil
    }

    /// The signal of an order, as *Kill the story* is one.
    private static func order(
        _ leading: LeadingWords, _ start: Int, _ line: some StringProtocol, _ isAddressed: Bool
    ) -> String? {
        guard let signal = WireWords.all.orders[leading.words[start]] else { return nil }
        // A line in capitals shouts at nobody.
        let isShouted = leading.shouted[start] && line.contains(where: \.isLowercase)
        var index = start + 1
        var between = 0
        while index < leading.words.count {
            let word = leading.words[index]
            if WireWords.all.items[word] != nil {
                return isAddressed || isShouted || (between == 0 && ends(leading, index, line)) ? signal : nil
            }
            if WireWords.all.pointers[word] == nil { between += 1 }
            guard between <= Self.reach else { return nil }
            index += 1
        }
        return nil
    }

    /// The signal of a statement, as *This story has been withdrawn* and *The earlier item is killed* are.
    private static func statement(_ leading: LeadingWords, _ start: Int, _ line: some StringProtocol) -> String? {
        var index = start
        var isOwn = false
        while index < leading.words.count, let pointer = WireWords.all.pointers[leading.words[index]] {
            if pointer == "own" { isOwn = true }
            index += 1
        }
        guard index > start, index < leading.words.count, let item = WireWords.all.items[leading.words[index]],
            isOwn || item == "sure"
        else { return nil }
        let verb = Array(leading.words[(index + 1)...].prefix(4))
        for forms in Self.forms where verb.starts(with: forms) && verb.count > forms.count {
            guard let signal = WireWords.all.undone[verb[forms.count]] else { continue }
            let isPerfect = forms.last == "been" && isOwn
            return isPerfect || ends(leading, index + 1 + forms.count, line) ? signal : nil
        }
        return nil
    }

    /// Forms of a passive, which say that it is done.
    private static let forms = [
        ["has", "been"], ["have", "been"], ["is", "hereby"], ["are", "hereby"], ["is"], ["are"], ["was"], ["were"],
    ]

    /// Whether a sentence ends behind a word, or goes on as orders do: *immediately*, *slugged …*.
    private static func ends(_ leading: LeadingWords, _ index: Int, _ line: some StringProtocol) -> Bool {
        let rest = line[leading.ends[index]...].drop { $0 == " " }
        guard let next = rest.first else { return true }
        if ".!/:)]<-–—".contains(next) { return true }
        return LeadingWords(rest).count(in: WireWords.all.behindItems) > 0 && next.isLetter
    }
}
