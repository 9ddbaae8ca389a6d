import Discourse
import English
import Linguistics

/// Bylines as wires have them: *By Jane Doe, Staff Reporter*, *By JANE DOE and JOHN ROE*, and the codes of desks.
enum WireByline {
    /// The people whom a byline names, as written; desks, agencies, trades and places are none.
    static func people(_ line: some StringProtocol) -> [String] {
        var people: [String] = []
        for part in withoutMark(line.foldingBlanks()).split(whereSeparator: { $0 == "|" || $0 == ";" || $0 == "/" }) {
            add(part, to: &people)
        }
        return people
    }

    private static func add(_ part: Substring, to people: inout [String]) {
        // Commas part names only where an *and* comes behind them: else a title, an outlet or a place follows.
        let joined = part.replacing(" & ", with: " and ").replacing(" und ", with: " and ").replacing(
            " et ", with: " and "
        )
        .replacing(" y ", with: " and ").replacing(", and ", with: " and ")
        let groups = joined.split(separator: " and ")
        for (index, group) in groups.enumerated() {
            let segments = group.split(separator: ",").map { $0.trimmingBlanks() }
            for (place, segment) in segments.enumerated() {
                let isListed = place == 0 || index < groups.count - 1
                guard isListed, let name = name(segment) else { continue }
                if !people.contains(name) { people.append(name) }
            }
        }
    }

    /// A byline without what marks it as one.
    static func withoutMark(_ line: String) -> Substring {
        let leading = LeadingWords(line)
        guard let first = leading.words.first else { return line[...] }
        var count = marks.contains(first) ? 1 : 0
        // *Story by*, *Text by*
        if count == 0, leading.words.count > 1, marks.contains(leading.words[1]), first.count <= 8 { count = 2 }
        guard count > 0 else { return line[...] }
        return line[leading.ends[count - 1]...].drop { $0 == ":" || $0.isWhitespace }
    }

    /// Whether a line is a byline by its first word: *By Jane Doe*.
    static func isByline(_ line: some StringProtocol) -> Bool {
        guard line.utf8.count <= 160, LeadingWords(line).words.first == "by", let last = line.last,
            !".!?:”\"".contains(last) || line.hasSuffix("Jr.") || line.hasSuffix("Sr.")
        else { return false }
        // *By Tuesday the water had gone*
        return !people(line).isEmpty || isOutlet(withoutMark(String(line)))
    }

    private static var marks: Set<String> { WireWords.all.bylines }

    /// The name of a person, without a title or place behind it; nil for what is no person's.
    static func name(_ segment: String) -> String? {
        var words = segment.split(separator: " " as Character).map { String($0) }
        // *Jane Doe in Berlin*, *Jane Doe of The Courier*, *Jane Doe (Courier)*
        if let end = words.firstIndex(where: { endsName($0) }) { words.removeSubrange(end...) }
        guard (2...5).contains(words.count), isCapitalized(words[0]), isCapitalized(words[words.count - 1]) else {
            return nil
        }
        return words.allSatisfy { isNameWord($0) } ? words.joined(separator: " ") : nil
    }

    private static func endsName(_ word: String) -> Bool {
        WireWords.all.nameEnds.contains(word) || word.first == "(" || word.first == "[" || word == "–" || word == "-"
            || word == "—"
    }

    private static func isCapitalized(_ word: String) -> Bool { word.contains { $0.isUppercase } }

    private static func isNameWord(_ word: String) -> Bool {
        let isWord = word.allSatisfy { $0.isLetter || ".'’-‑".contains($0) }
        let hash = WordHash(folding: word)
        return isWord && (isCapitalized(word) || particles.contains(hash)) && !isNoName(word, hash)
    }

    /// Whether words name an agency, a desk or a paper rather than a person.
    static func isOutlet(_ words: some StringProtocol) -> Bool {
        words.split(whereSeparator: { !$0.isLetter }).contains { isNoName(String($0), WordHash(folding: String($0))) }
    }

    private static func isNoName(_ word: String, _ hash: WordHash) -> Bool {
        noName.contains(hash) || BlockWords.trades.contains(hash) || BlockWords.agencies.contains(hash)
            || WireWords.all.outlets.contains(LeadingWords(word).phrase)
    }

    private static let particles = WordQuery.english(.surnameParticle)
    private static let noName = WordQuery.english(
        .modelOrganization, .institution, .legalForm, .organizationHead, .newspaperName)
}
