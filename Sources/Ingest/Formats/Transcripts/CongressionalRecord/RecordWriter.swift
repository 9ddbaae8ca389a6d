import AnalyzerKit
import Discourse
import English
import Linguistics

/// Makes turns of the units of the Congressional Record.
///
/// A turn reaches over paragraphs and what is read into it; it ends at the next label, at a heading, at the end of an article
/// and at what the clerks tell of the proceedings, which is nobody's.
struct RecordWriter {
    private typealias Unit = RecordLayout.Unit

    private var text = SourceText()
    private var title: String?
    /// Who is speaking.
    private var speaker: String?
    /// A label whose words are yet to come.
    private var pending: String?

    /// The text of the units.
    ///
    /// - Complexity: O(bytes).
    static func text(of units: [RecordLayout.Unit]) -> SourceText {
        var writer = RecordWriter()
        let labels = units.map { $0.kind == .paragraph ? RecordLabel($0.words) : nil }
        let narrations = narrations(units, labels)
        let precedesSpeech = precedesSpeech(units, labels, narrations)
        for (index, unit) in units.enumerated() {
            writer.add(
                unit, labels[index], isNarration: narrations[index],
                precedesSpeech: precedesSpeech[index])
        }
        writer.endTurn()
        writer.text.title = writer.title
        return writer.text
    }

    /// For each unit whether what comes next, headings in small letters aside, may go on with what is being said.
    private static func precedesSpeech(
        _ units: [RecordLayout.Unit], _ labels: [RecordLabel?], _ narrations: [Bool]
    ) -> [Bool] {
        var precedes = [Bool](repeating: false, count: units.count)
        var goesOn = false
        for index in units.indices.reversed() {
            precedes[index] = goesOn
            switch units[index].kind {
            case .head: break
            case .heading: goesOn = goesOn && isInSmallLetters(units[index].words)
            case .rule: goesOn = false
            case .inset, .row: goesOn = true
            case .paragraph: goesOn = labels[index] == nil && !narrations[index]
            }
        }
        return precedes
    }

    private static func isInSmallLetters(_ heading: String) -> Bool { heading.contains(where: \.isLowercase) }

    private mutating func add(_ unit: Unit, _ label: RecordLabel?, isNarration: Bool, precedesSpeech: Bool) {
        let words = Self.withMarks(unit.words)
        switch unit.kind {
        case .head:
            text.append(words, as: .header)
            if text.metadata.published == nil { text.metadata.published = RecordDate.day(in: words) }
        case .heading:
            // A heading in small letters may stand inside a speech; whatever comes before a label is not said.
            if !precedesSpeech || !Self.isInSmallLetters(words) { endTurn() }
            if title == nil {
                title = words
                text.append(words, as: .headline, level: 1)
            } else {
                text.append(words, as: .subhead, level: 2)
            }
        case .rule: endTurn()
        case .row: text.append(words, as: .agate)
        case .inset: text.append(words, as: .paragraph)
        case .paragraph:
            if let label {
                // The chair is named again where it goes on behind a pause.
                if speaker != label.name {
                    endTurn()
                    pending = label.name
                    speaker = label.name
                }
                append(Self.withMarks(label.speech))
            } else {
                if isNarration { endTurn() }
                append(words)
            }
        }
    }

    private mutating func append(_ words: String) {
        guard !words.isEmpty else { return }
        text.append(words, as: .paragraph, speaker: pending)
        pending = nil
    }

    private mutating func endTurn() {
        if speaker != nil, pending == nil { text.endTurn() }
        speaker = nil
        pending = nil
    }

    // What clerks tell

    private static let longestNarration = 90
    private static let openings = WordQuery.english(.proceeding).phrases
    private static let certain = WordQuery.english(.certainProceeding).phrases
    private static let past = WordQuery.english(.clerkPast)

    /// Which paragraphs tell what the chamber did.
    ///
    /// Some openings tell it by themselves; others could begin a speaker's paragraph as well and count only where no
    /// speech follows.
    private static func narrations(_ units: [RecordLayout.Unit], _ labels: [RecordLabel?]) -> [Bool] {
        var narrations = [Bool](repeating: false, count: units.count)
        var speechFollows = false
        // Whether whoever speaks goes on behind what is read into the record.
        var speechResumes = false
        for index in units.indices.reversed() {
            switch units[index].kind {
            case .head: continue
            case .inset, .row:
                speechFollows = false
                continue
            case .heading, .rule:
                speechFollows = false
                speechResumes = false
                continue
            case .paragraph: break
            }
            if labels[index] == nil {
                let words = units[index].words
                let precedesLabel = index + 1 < units.count && labels[index + 1] != nil
                narrations[index] =
                    isNarration(words, speechFollows: speechFollows)
                    || (!speechResumes && announces(words, precedesLabel: precedesLabel))
                speechFollows = !narrations[index]
            } else {
                speechFollows = false
            }
            speechResumes = speechFollows
        }
        return narrations
    }

    /// The longest line that announces speeches of a kind, in words: *Stated for:*.
    private static let longestAnnouncement = 4
    /// So many words at a paragraph's end may say that something follows: *as follows:*.
    private static let reachOfFollows = 2

    /// Whether a paragraph only says what comes next, in nobody's voice: *made proclamation as follows:*.
    private static func announces(_ paragraph: String, precedesLabel: Bool) -> Bool {
        guard paragraph.last == ":" else { return false }
        let words = hashes(of: paragraph)
        guard words.count <= longestNarration, !isSomebodys(words) else { return false }
        if precedesLabel { return words.count <= longestAnnouncement }
        if words.suffix(reachOfFollows).contains(WordHash("follows")) { return true }
        return words.contains(WordHash("following")) && hasPast(paragraph, words)
    }

    /// Whether there is an *I* or *you* in some words.
    private static func isSomebodys(_ words: [WordHash]) -> Bool {
        words.contains { Words.english.classes(of: $0).contains(.firstOrSecondPerson) }
    }

    private static func isNarration(_ paragraph: String, speechFollows: Bool) -> Bool {
        if RecordLabel.isNarration(paragraph) { return true }
        let bracketed = paragraph.hasPrefix("(") && (paragraph.hasSuffix(")") || paragraph.hasSuffix(".)"))
        if bracketed { return !speechFollows || RecordLabel.isNarration(String(paragraph.dropFirst())) }
        let words = hashes(of: paragraph)
        guard words.count <= longestNarration, !isSomebodys(words) else { return false }
        func begins(_ phrases: [[WordHash]]) -> Bool { phrases.contains { words.starts(with: $0) } }
        if begins(certain) { return true }
        return !speechFollows && begins(openings) && hasPast(paragraph, words) && isOneSentence(paragraph)
    }

    /// Whether no small word ends with a full stop before a capital: clerks tell a thing in one sentence.
    private static func isOneSentence(_ paragraph: String) -> Bool {
        let words = paragraph.split(separator: " ")
        return !zip(words, words.dropFirst()).contains { word, next in
            word.last == "." && word.count > 2 && word.dropLast().allSatisfy(\.isLowercase)
                && next.first?.isUppercase == true
        }
    }

    private static func hasPast(_ paragraph: String, _ words: [WordHash]) -> Bool {
        words.contains { past.contains($0) } || paragraph.contains("ed ") || paragraph.contains("ed--")
            || paragraph.hasSuffix("ed.")
    }

    /// The first words without their marks; two hyphens are a dash.
    private static func hashes(of paragraph: String) -> [WordHash] {
        let spaced = paragraph.contains("--") ? paragraph.replacing("--", with: " ") : paragraph
        return spaced.split(separator: " ", maxSplits: longestNarration + 1).compactMap { word in
            let core = word.drop { !$0.isLetter && !$0.isNumber }
            let letters = core.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "'" }
            return letters.isEmpty ? nil : WordHash(folding: String(letters))
        }
    }

    /// The words with the marks that typewriters write as two.
    private static func withMarks(_ words: String) -> String {
        guard words.utf8.contains(where: { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "'") }) else { return words }
        return words.replacing("``", with: "“").replacing("''", with: "”").replacing("`", with: "‘")
    }
}

/// Reads the day that the Record names in its head.
enum RecordDate {
    /// The day in *(Wednesday, July 20, 2005)* as RFC 3339 has it.
    static func day(in words: String) -> String? {
        let parts = words.split { !$0.isLetter && !$0.isNumber }
        for (index, part) in parts.enumerated() where index + 2 < parts.count {
            guard BlockWords.months.contains(WordHash(folding: String(part))), let month = WireTime.month(part),
                let day = Int(parts[index + 1]),
                let year = Int(parts[index + 2]), (1...31).contains(day), (1700...9999).contains(year)
            else { continue }
            let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
            return "\(year)-\(pad(month))-\(pad(day))"
        }
        return nil
    }
}
