import CWireWords

/// Phrases of mails, in the languages that most news comes in: `mail.txt`, which is compiled in.
struct MailWords: Sendable {
    /// What a phrase says of the line that it stands in.
    enum Group: String, CaseIterable, Sendable {
        /// What subjects of replies and forwards begin with.
        case reply
        /// What a line says that names who wrote the lines below it.
        case wrote
        /// What stands above a mail that is answered or passed on.
        case original
        /// The fields of such a mail's head.
        case from, sent, to, subject
        case greeting, closing
        /// What devices and programs write below mails.
        case device
        /// What lawyers write below them, at its beginning.
        case disclaimer
        /// What such notices say anywhere, of what they call themselves by, and the words that may head them.
        case disclaimed, itself, notice
        /// Where a house is registered, and by whom it is run, as laws ask for below mails.
        case registered
        /// What lists and newsletters write below them.
        case footer
        /// What stands above mails from outside, or that may be seen elsewhere.
        case banner
        /// What warnings of mails from outside say anywhere.
        case outside
        /// What stands for the words of a mail that is only in HTML.
        case stub
        /// What a release is headed with.
        case release
        /// Whom to ask about a release.
        case contact
        /// What is for editors only, to the end.
        case editors
        /// What heads the paragraph on who issues it.
        case about
        /// What ends a release.
        case end
        /// What addresses of desks begin with.
        case desk
        /// Words that no person is called: what houses and desks call themselves.
        case house
        /// What only names of houses begin with.
        case article
    }

    /// The phrases by their first word, the longest first.
    private var byFirstWord: [Group: [Substring: [[Substring]]]] = [:]
    private var all: [Group: [String]] = [:]

    static let shared = MailWords()

    private init() {
        for (name, text) in DataLines.lines(of: copydesk_mail_words) {
            guard let group = Group(rawValue: name) else { continue }
            all[group, default: []].append(text)
            let words = text.split(separator: " ")
            guard let first = words.first else { continue }
            byFirstWord[group, default: [:]][first, default: []].append(words)
        }
        for (group, table) in byFirstWord {
            byFirstWord[group] = table.mapValues { $0.sorted { $0.count > $1.count } }
        }
    }

    /// The phrases of a group as written.
    func phrases(_ group: Group) -> [String] { all[group] ?? [] }

    /// How many words of a line a phrase of a group takes that begins it; 0 where none does.
    func length(_ group: Group, at words: ArraySlice<Substring>) -> Int {
        guard let first = words.first, let phrases = byFirstWord[group]?[first] else { return 0 }
        for phrase in phrases where phrase.count <= words.count && words.starts(with: phrase) { return phrase.count }
        return 0
    }

    /// Whether a phrase of a group stands anywhere in a line's words.
    func occurs(_ group: Group, in words: [Substring]) -> Bool {
        guard byFirstWord[group] != nil else { return false }
        return words.indices.contains { length(group, at: words[$0...]) > 0 }
    }

    /// How many phrases of a group stand in a line's words, one behind the other.
    func count(_ group: Group, in words: [Substring]) -> Int {
        guard byFirstWord[group] != nil else { return 0 }
        var count = 0
        var index = 0
        while index < words.count {
            let length = length(group, at: words[index...])
            if length > 0 { count += 1 }
            index += max(1, length)
        }
        return count
    }

    /// A line's words as the phrases have them: in lower case, with straight apostrophes, without the marks around them.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - limit: Beyond so many characters no more is read.
    /// - Returns: The words.
    static func words(of line: some StringProtocol, upTo limit: Int = 300) -> [Substring] {
        let folded = String(line.prefix(limit)).lowercased().replacing("’", with: "'")
        return folded.split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "@") }
    }
}
