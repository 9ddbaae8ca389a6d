import English
import Linguistics

/// Who speaks, as the Congressional Record prints it before a paragraph's words.
struct RecordLabel: Hashable {
    /// The label without its full stop, as *The PRESIDENT pro tempore*.
    var name: String
    /// The words behind it.
    var speech: String

    private static let mostWords = 14
    private static let mostWordsOfState = 5
    private static let titles = WordQuery.english(.recordTitle)

    /// Reads the label of a paragraph.
    init?(_ paragraph: String) {
        guard case .label(let name, let speech) = Self.read(paragraph) else { return nil }
        self.name = name
        self.speech = speech
    }

    /// Whether a paragraph tells of a member by a name in capitals, as only clerks do.
    ///
    /// A title, the name and *changed his vote* behind it, for one.
    static func isNarration(_ paragraph: String) -> Bool {
        if case .narration = read(paragraph) { true } else { false }
    }

    private enum Reading {
        case label(name: String, speech: String)
        case narration
        case neither
    }

    private static func read(_ paragraph: String) -> Reading {
        let words = paragraph.prefix(240).split(separator: " ", maxSplits: mostWords)
        guard let first = words.first, words.count > 1 else { return .neither }
        let isOffice = first == "The" || first == "THE"
        guard isOffice || isTitle(first) else { return .neither }
        var hasName = false
        var isState = false
        var stateWords = 0
        var isBracketed = false
        for (index, word) in words.enumerated().dropFirst() where index < mostWords {
            let isLast = word.hasSuffix(".")
            let core = isLast ? word.dropLast() : word
            func label() -> Reading {
                let name = words[...index].joined(separator: " ").dropLast()
                let speech = paragraph[word.endIndex...].trimmed
                return .label(name: String(name), speech: speech)
            }
            if isBracketed {
                if word.hasSuffix(").") { return hasName ? label() : .neither }
                if word.hasSuffix(")") { isBracketed = false }
            } else if word.hasPrefix("(") {
                guard hasName else { return .neither }
                if word.hasSuffix(").") { return label() }
                isBracketed = !word.hasSuffix(")")
            } else if isState {
                stateWords += 1
                guard core.first?.isUppercase == true || core == "the" || core == "and", stateWords <= mostWordsOfState
                else { return .neither }
                if isLast { return label() }
            } else if isLast, !hasName, !isOffice, isSaint(core), index + 1 < words.count,
                isName(words[index + 1].prefix { $0 != "." }, length: 2)
            {
                continue
            } else if isName(core, length: isOffice && !hasName ? 5 : 2) {
                hasName = true
                if isLast { return label() }
            } else if isOffice, core == "Acting" || ["VICE", "CHIEF", "ACTING", "CHAIR"].contains(core) {
                hasName = hasName || core == "CHAIR"
                if isLast { return hasName ? label() : .neither }
            } else if hasName, core == "of", !isOffice {
                isState = true
            } else if isSmallWord(core) {
                if isLast { return hasName ? label() : .neither }
            } else if isLast, core.count == 1, core.first?.isUppercase == true, !isOffice {
                continue  // DANNY K. DAVIS
            } else if !isLast, !hasName, index == 1, core.first?.isUppercase == true, !isOffice {
                continue  // Mr. Manager ALDER
            } else {
                let isVerb = core.allSatisfy(\.isLowercase)
                return hasName && !isOffice && isVerb ? .narration : .neither
            }
        }
        return .neither
    }

    /// Whether a line begins with an article or a title, without which it has no label.
    ///
    /// Nearly every line of other texts is told by that. What begins with more than ASCII is left to be read.
    static func mayBegin(_ line: ArraySlice<UInt8>) -> Bool {
        let word = line.prefix { $0 != UInt8(ascii: " ") }
        guard let first = word.first else { return true }
        guard word.allSatisfy({ $0 > 0x20 && $0 < 0x80 }) else { return true }
        guard first.isASCIIUppercase else { return false }
        let hash = WordHash(folding: line.span, 0..<word.count)
        guard hash == WordHash("the") else { return titles.contains(hash) }
        return mayBeOffice(line[min(line.endIndex, word.endIndex + 1)...])
    }

    /// Whether what stands behind *The* may begin an office: *PRESIDENT* or *Acting*.
    ///
    /// A word in small letters does not, whether or not it begins with a capital. That spares most lines that begin with an
    /// article from being taken apart, which takes 20,000 instructions each.
    private static func mayBeOffice(_ line: ArraySlice<UInt8>) -> Bool {
        let word = line.prefix { $0 != UInt8(ascii: " ") }
        guard word.count > 1, word.allSatisfy(\.isASCIILetter), !word.dropFirst().contains(where: \.isASCIIUppercase)
        else { return true }
        let hash = WordHash(folding: word.span, 0..<word.count)
        return hash == WordHash("acting") || isSmallWord(hash)
    }

    /// Whether a word is a title as the Record writes it, with a capital: that and the name in capitals make a label.
    private static func isTitle(_ word: Substring) -> Bool {
        word.first?.isUppercase == true && !word.dropFirst().contains(where: \.isUppercase)
            && titles.contains(WordHash(folding: String(word)))
    }

    /// Whether a word goes on with an office or a name: *PRESIDENT pro tempore*, *de la CRUZ*.
    private static func isSmallWord(_ word: Substring) -> Bool {
        isSmallWord(WordHash(folding: String(word)))
    }

    private static func isSmallWord(_ hash: WordHash) -> Bool {
        hash == WordHash("pro") || hash == WordHash("tempore") || particles.contains(hash)
    }

    /// Whether a word is the first of a name and has a full stop of its own, as before *CLAIR* and *GERMAIN*.
    private static func isSaint(_ word: Substring) -> Bool {
        let hash = WordHash(folding: String(word))
        return hash == WordHash("st") || hash == WordHash("ste")
    }

    private static let particles = WordQuery.english(.surnameParticle)

    /// Whether a word is a name in capitals, but for prefixes: *McCONNELL*, *MILLENDER-McDONALD*, *O'BRIEN*.
    private static func isName(_ word: Substring, length: Int) -> Bool {
        var capitals = 0
        var small = 0
        for character in word {
            if character.isUppercase {
                capitals += 1
            } else if character.isLowercase {
                small += 1
            } else if character != "-", character != "'", character != "’", character != "," {
                return false
            }
        }
        guard capitals >= length, small <= 4, capitals > small else { return false }
        let end = word.filter(\.isLetter).suffix(2)
        return end.count == 2 && end.allSatisfy(\.isUppercase)
    }
}
