import AnalyzerKit
import English
import Entities
import Linguistics

/// Which tokens stand in quotation marks or a labelled turn, and whose words these are as far as the text beside them says.
///
/// Good enough to keep a speaker from being *he* in his own words; the quotes analyzer, which runs later, knows more.
struct Speech {
    private struct Stretch {
        var tokens: Range<Int>
        var speaker: Int?
    }

    private let stretchOfToken: ContiguousArray<Int32>
    private let stretches: [Stretch]
    private let turns: ContiguousArray<Int32>

    init(_ document: Document, _ findings: Entities.Findings) {
        var stretches = Self.quotations(in: document)
        Self.findSpeakers(of: &stretches, document, findings)
        var owners = ContiguousArray<Int32>(repeating: -1, count: document.tokens.count)
        for (index, stretch) in stretches.enumerated() {
            for token in stretch.tokens { owners[token] = Int32(index) }
        }
        self.stretches = stretches
        stretchOfToken = owners
        turns = Self.turns(document, findings)
    }

    /// Whether a token stands in quotation marks.
    func isQuoted(_ token: Int) -> Bool { stretchOfToken[token] >= 0 }

    /// The entity whose words a token is among.
    func speaker(at token: Int) -> Int? {
        if stretchOfToken[token] >= 0 { return stretches[Int(stretchOfToken[token])].speaker }
        return turns[token] >= 0 ? Int(turns[token]) : nil
    }

    // MARK: Quotation marks

    private enum Mark {
        case opens, closes, either
    }

    private static func quotations(in document: Document) -> [Stretch] {
        var found: [Stretch] = []
        let tokens = document.tokens
        for paragraph in document.structure.paragraphs {
            var open: Int?
            for token in paragraph where tokens.kinds[token] == .punctuation {
                guard let mark = mark(token, isOpen: open != nil, in: document) else { continue }
                if let start = open, mark != .opens {
                    if start + 1 < token { found.append(Stretch(tokens: start + 1..<token)) }
                    open = nil
                } else if open == nil, mark != .closes {
                    open = token
                }
            }
            // A quotation that goes on in the next paragraph has no mark at the end of this one.
            if let start = open, start + 1 < paragraph.upperBound {
                found.append(Stretch(tokens: start + 1..<paragraph.upperBound))
            }
        }
        return found
    }

    private static func mark(_ token: Int, isOpen: Bool, in document: Document) -> Mark? {
        let tokens = document.tokens
        let isAfterSpace = tokens.flags[token].contains(.afterSpace)
        switch document.text.bytes[tokens[token].indices].first {
        case UInt8(ascii: "\""): return .either
        case UInt8(ascii: "'"): return isAfterSpace ? .opens : isOpen ? .closes : nil
        case 0xE2:
            switch document.text.bytes[Int(tokens.ends[token]) - 1] {
            case 0x9C: return .opens
            case 0x9D: return .closes
            case 0x98: return isAfterSpace ? .opens : nil
            case 0x99: return isOpen ? .closes : nil
            default: return nil
            }
        default: return nil
        }
    }

    /// Looks for `said X` and `X said` behind each quotation and before it; one without takes the speaker of the one before
    /// it in its paragraph.
    private static func findSpeakers(
        of stretches: inout [Stretch], _ document: Document, _ findings: Entities.Findings
    ) {
        var person: [Int: Int] = [:]
        for mention in findings.mentions where findings.entities[mention.entityIndex].type == .person {
            person[mention.tokens.lowerBound] = mention.entityIndex
        }
        let structure = document.structure
        func speaker(in range: Range<Int>) -> Int? {
            guard range.contains(where: { Self.sayings.contains(document.tokens.hashes[$0]) }) else { return nil }
            return range.lazy.compactMap { person[$0] }.first
        }
        for index in stretches.indices {
            let quoted = stretches[index].tokens
            let paragraph = structure.paragraphs[Int(structure.paragraphOfToken[quoted.lowerBound])]
            var behind = min(quoted.upperBound + 1, paragraph.upperBound)
            let first = behind
            while behind < paragraph.upperBound, behind - first < Self.farthest,
                behind == first || !document.tokens.flags[behind].contains(.startsSentence)
            { behind += 1 }
            var before = max(paragraph.lowerBound, quoted.lowerBound - 1)
            let last = before
            while before > paragraph.lowerBound, last - before < Self.farthest,
                !document.tokens.flags[before].contains(.startsSentence)
            { before -= 1 }
            stretches[index].speaker = speaker(in: first..<behind) ?? speaker(in: before..<last)
            if stretches[index].speaker == nil, index > 0,
                paragraph.contains(stretches[index - 1].tokens.lowerBound)
            {
                stretches[index].speaker = stretches[index - 1].speaker
            }
        }
    }

    private static let farthest = 12
    private static let sayings = WordQuery.english(.speechVerb)

    // MARK: Turns

    /// For each token the entity whose labelled turn it stands in, −1 for none.
    ///
    /// A turn ends at the next label, or where its speaker is named, which speakers don't do.
    private static func turns(_ document: Document, _ findings: Entities.Findings) -> ContiguousArray<Int32> {
        let tokens = document.tokens
        var turns = ContiguousArray<Int32>(repeating: -1, count: tokens.count)
        var speaker: Int32 = -1
        var mention = 0
        for token in turns.indices {
            if tokens.flags[token].contains(.startsLine), startsLabel(token, in: document) { speaker = -1 }
            if mention < findings.mentions.count, findings.mentions[mention].tokens.lowerBound == token {
                let found = findings.mentions[mention]
                mention += 1
                if isLabel(found.tokens, in: document) {
                    speaker = Int32(found.entityIndex)
                } else if Int32(found.entityIndex) == speaker {
                    speaker = -1
                }
            }
            turns[token] = speaker
        }
        return turns
    }

    /// Whether a name, titles before it left out of account, is all of its line up to a colon.
    private static func isLabel(_ name: Range<Int>, in document: Document) -> Bool {
        let tokens = document.tokens
        guard isColon(name.upperBound, in: document) else { return false }
        var first = name.lowerBound
        while first > 0, !tokens.flags[first].contains(.startsLine),
            NameWords.titles.contains(tokens.hashes[first - 1]) || Roles.isHead(tokens.hashes[first - 1])
        { first -= 1 }
        return tokens.flags[first].contains(.startsLine)
    }

    /// Whether a line begins with a few words in capitals and a colon, as `THE CHAIRWOMAN:` or `Q:`.
    private static func startsLabel(_ start: Int, in document: Document) -> Bool {
        let tokens = document.tokens
        var end = start
        while end < min(start + 6, tokens.count), tokens.flags[end].contains(.capitalized),
            end == start || !tokens.flags[end].contains(.startsLine)
        { end += 1 }
        return end > start && isColon(end, in: document)
    }

    private static func isColon(_ token: Int, in document: Document) -> Bool {
        token < document.tokens.count
            && document.text.bytes[Int(document.tokens.starts[token])] == UInt8(ascii: ":")
    }
}
