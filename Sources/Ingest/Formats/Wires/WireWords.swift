import CWireWords
import Linguistics

/// The words by which wires say what an item is, and what in it is for editors only.
///
/// They come from `words.tsv`, which is compiled in: a phrase, its kind, and what it stands for. Phrases are compared by
/// their words, whatever stands between these.
struct WireWords: Sendable {
    /// What phrases before or behind headlines say an item is: *1st Ld-Writethru* says two things.
    private(set) var marks: [String: [String]] = [:]
    /// How a headline holds the words of a signal.
    enum Use: String {
        /// Numbered in order: *1st Ld*.
        case ordinal
        /// Before a headline with a space alone.
        case standing
        /// As a headline's first word, too, where it has a capital alone.
        case titled
        /// In compounds, too, that say nothing of the item.
        case compound
        /// Counted: *UPDATE 1*.
        case counted
    }

    /// The signals of a use.
    private(set) var uses: [Use: Set<String>] = [:]
    /// What codes of signals say it is.
    private(set) var signals: [String: String] = [:]
    /// What editors are told to have been done: *(Adds quotes)*; with the signal that it is, or none.
    private(set) var changes: [String: String] = [:]
    /// What begins a line for editors.
    private(set) var notes: Set<String> = []
    /// What begins the part of an item, to its end, that is for editors.
    private(set) var notebooks: Set<String> = []
    /// Words of bylines that no person's name has.
    private(set) var outlets: Set<String> = []
    /// What stands before the name in a byline.
    private(set) var bylines: Set<String> = []
    /// What stands between a name and its place or paper.
    private(set) var nameEnds: Set<String> = []
    /// What the part of somebody who wrote an item is called.
    private(set) var writers: Set<String> = []
    /// What behind *embargo* says that there is none any more.
    private(set) var free: Set<String> = []
    /// Marks that are such in capitals only: *CANCEL*.
    private(set) var loud: Set<String> = []
    /// Marks that can mean nothing else, even before words in capitals: *KILL ADVISORY*.
    private(set) var sure: Set<String> = []
    /// Sentences that take an item back by themselves, with the signal that it is: *A kill is mandatory*.
    private(set) var told: [String: String] = [:]
    /// Sentences that confirm what is said beside them: *Do not use*.
    private(set) var confirmed: Set<String> = []
    /// What became of an item on its way: *moved*, *slugged*.
    private(set) var sent: Set<String> = []
    /// What orders that an item is not to be used, with the signal that it is: *kill*.
    private(set) var orders: [String: String] = [:]
    /// What has become of an item then: *killed*.
    private(set) var undone: [String: String] = [:]
    /// What an item is called; `sure` where little else is called so.
    private(set) var items: [String: String] = [:]
    /// What stands before that; `own` where it means this item or one that was sent before it.
    private(set) var pointers: [String: String] = [:]
    /// What orders begin with: *please*.
    private(set) var pleas: Set<String> = []
    /// What orders go on with behind the item: *slugged …*, *immediately*.
    private(set) var behindItems: Set<String> = []
    /// What stands between an item and what is said of it: *is*.
    private(set) var `is`: Set<String> = []
    /// Words beside figures, months and zones that tell until when something is held.
    private(set) var clock: Set<String> = []
    /// The days of the week, Sunday as 0.
    private(set) var weekdays: [String: Int] = [:]
    /// What codes of an item's status say it is: `usable`, `withheld` or `canceled`.
    private(set) var statuses: [String: String] = [:]

    /// The table that is compiled in.
    static let all: WireWords = {
        var size = 0
        let start = copydesk_wire_words(&size)
        return WireWords(table: UnsafeRawBufferPointer(start: start, count: size))
    }()

    init(table: UnsafeRawBufferPointer) {
        for line in table.split(separator: 0x0A) {
            let fields = line.split(separator: 0x09).map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 3 else { continue }
            let phrase = LeadingWords(fields[0]).phrase
            switch fields[1] {
            case "mark": marks[phrase] = fields[2].split(separator: " ").map(String.init)
            case "signal": signals[phrase] = fields[2]
            case "status": statuses[phrase] = fields[2]
            case "use":
                for use in fields[2].split(separator: " ").compactMap({ Use(rawValue: String($0)) }) {
                    uses[use, default: []].insert(phrase)
                }
            case "change": changes[phrase] = fields[2] == "-" ? "" : fields[2]
            case "note": notes.insert(phrase)
            case "notebook": notebooks.insert(phrase)
            case "outlet": outlets.insert(phrase)
            case "byline": bylines.insert(phrase)
            case "nameEnd": nameEnds.insert(phrase)
            case "writer": writers.insert(phrase)
            case "free": free.insert(phrase)
            case "order": orders[phrase] = fields[2]
            case "undone": undone[phrase] = fields[2]
            case "item": items[phrase] = fields[2]
            case "pointer": pointers[phrase] = fields[2]
            case "plea": pleas.insert(phrase)
            case "behindItem":
                behindItems.insert(phrase)
                if fields[2] == "sent" { sent.insert(phrase) }
            case "loud": loud.insert(phrase)
            case "sure": sure.insert(phrase)
            case "told" where fields[2] == "-": confirmed.insert(phrase)
            case "told": told[phrase] = fields[2]
            case "is": `is`.insert(phrase)
            case "clock": clock.insert(phrase)
            case "weekday": weekdays[phrase] = Int(fields[2])
            default: break
            }
        }
    }

    /// Whether one of some signals has a use.
    func hasUse(_ use: Use, _ signals: [String]) -> Bool { uses[use]?.isDisjoint(with: signals) == false }

    /// The signal that a code stands for, as `sig:correction`; nil for codes that say nothing of what an item is to its
    /// earlier version, as senders' own.
    func signal(ofCode code: String) -> String? {
        let parts = code.split(whereSeparator: { $0 == ":" || $0 == "/" || $0 == "#" })
        guard let last = parts.last else { return nil }
        let words = LeadingWords(String(last)).phrase
        return signals[words] ?? (parts.count > 1 && parts[0] == "sig" && !words.isEmpty ? words : nil)
    }
}

/// The first words of a line, in lower case, and where they end in it.
struct LeadingWords {
    private(set) var words: [String] = []
    /// Where each word ends.
    private(set) var ends: [String.Index] = []
    /// Whether each word has no small letter.
    private(set) var shouted: [Bool] = []

    static let maxCount = 10

    /// Takes at most ten words; apostrophes are left out, all else that is no letter or digit parts words.
    init(_ line: some StringProtocol) {
        var word = ""
        var isShouted = true
        var index = line.startIndex
        func isApostrophe(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "’" }
        let scalars = line.unicodeScalars
        while index < scalars.endIndex, words.count < Self.maxCount {
            let scalar = scalars[index]
            if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                word.unicodeScalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
                if scalar.properties.isLowercase { isShouted = false }
            } else if !isApostrophe(scalar), !word.isEmpty {
                add(word, endingAt: index, isShouted)
                word = ""
                isShouted = true
            }
            index = scalars.index(after: index)
        }
        if !word.isEmpty, words.count < Self.maxCount { add(word, endingAt: index, isShouted) }
    }

    private mutating func add(_ word: String, endingAt end: String.Index, _ isShouted: Bool) {
        // 1stLd is two words.
        let digits = word.utf8.prefix { $0.isASCIIDigit }.count
        let rest = word.dropFirst(digits)
        if (1...2).contains(digits), rest.utf8.count > 2, Self.ordinalEndings.contains(rest.prefix(2)) {
            words.append(String(word.prefix(digits + 2)))
            ends.append(end)
            shouted.append(true)
            words.append(String(rest.dropFirst(2)))
        } else {
            words.append(word)
        }
        ends.append(end)
        shouted.append(isShouted)
    }

    private static let ordinalEndings: Set<Substring> = ["st", "nd", "rd", "th"]

    /// Whether a word is a number in order: *1st*.
    func isOrdinal(_ index: Int) -> Bool {
        let word = words[index]
        let digits = word.utf8.prefix { $0.isASCIIDigit }.count
        return (1...2).contains(digits) && Self.ordinalEndings.contains(word.dropFirst(digits))
    }

    /// The words with spaces between.
    var phrase: String { words.joined(separator: " ") }

    /// How many of the first words make one of a set's phrases, the longest; 0 for none.
    func count(in phrases: Set<String>) -> Int {
        for count in stride(from: min(words.count, 8), through: 1, by: -1)
        where phrases.contains(words[..<count].joined(separator: " ")) {
            return count
        }
        return 0
    }
}
