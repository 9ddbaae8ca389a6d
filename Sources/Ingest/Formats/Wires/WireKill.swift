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
