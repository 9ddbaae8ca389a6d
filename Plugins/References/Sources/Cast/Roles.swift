import AnalyzerKit
import English
import Entities
import Linguistics

/// The offices that a document gives people, and whom *the (Chinese) president* stands for.
struct Roles {
    /// An office, perhaps with its country.
    private struct Role: Hashable {
        var head: WordHash
        var country: String?
    }

    private let document: Document
    /// Who is given an office, in the order of the text.
    private let bearers: [Role: [(token: Int, entity: Int)]]
    /// Who is given an office anywhere, `nil` where several are: *the chairwoman* may speak before she is named.
    private let soleBearers: [Role: Int?]

    init(_ document: Document, _ register: Register) {
        self.document = document
        var bearers: [Role: [(token: Int, entity: Int)]] = [:]
        var sole: [Role: Int?] = [:]
        for mention in register.mentions where mention.type == .person || register.entities[mention.entityIndex].type == .person {
            guard register.entities[mention.entityIndex].type == .person else { continue }
            for role in Self.roles(of: mention, in: document) {
                bearers[role, default: []].append((mention.tokens.lowerBound, mention.entityIndex))
                if let other = sole[role], other != mention.entityIndex {
                    sole[role] = .some(nil)
                } else {
                    sole[role] = mention.entityIndex
                }
            }
        }
        self.bearers = bearers
        soleBearers = sole
    }

    /// Whether a word names an office.
    static func isHead(_ word: WordHash) -> Bool { heads.contains(word) || Words.english.expansion(of: word) != nil }

    // MARK: Reading offices

    /// *Chinese President Xi*, *the Chinese president, Xi Jinping*; *Xi Jinping, the president of China*.
    private static func roles(of mention: Entities.Mention, in document: Document) -> [Role] {
        let tokens = document.tokens
        var roles: [Role] = []
        func add(_ word: WordHash, _ country: String?) {
            let head = Words.english.expansion(of: word) ?? word
            for name in isOfState.contains(head) ? [head, leader] : [head] {
                roles.append(Role(head: name, country: nil))
                if let country { roles.append(Role(head: name, country: country)) }
            }
        }
        let first = mention.tokens.lowerBound
        var index = first - 1
        if index >= 0, honorifics.contains(tokens.hashes[index]) {
            while index > 0, honorifics.contains(tokens.hashes[index]) || tokens.hashes[index] == article { index -= 1 }
        }
        if index > 0, isComma(index, in: document), !tokens.flags[first].contains(.startsSentence) { index -= 1 }
        var isFound = false
        while index >= 0, first - index <= 8, !tokens.flags[index + 1].contains(.startsSentence) {
            let hash = tokens.hashes[index]
            if isHead(hash) {
                add(hash, country(endingAt: index - 1, in: document))
                isFound = true
            } else if tokens.flags[index].contains(.capitalized), index > 1, tokens.hashes[index - 1] == of,
                isHead(tokens.hashes[index - 2])
            {
                index -= 1  // Secretary of State
            } else if !isFound || !modifiers.contains(hash) {
                break
            }
            index -= 1
        }
        if isFound { return roles }
        var next = mention.tokens.upperBound
        guard next + 1 < tokens.count, isComma(next, in: document) else { return roles }
        next += 1
        let limit = min(next + 7, tokens.count)
        while next < limit, !tokens.flags[next].contains(.startsSentence), tokens.kinds[next] != .punctuation {
            if tokens.hashes[next] == who { break }
            if isHead(tokens.hashes[next]) {
                var nation = country(endingAt: next - 1, in: document)
                if next + 2 < tokens.count, tokens.hashes[next + 1] == of {
                    nation = nation ?? country(startingAt: next + 2, in: document)
                }
                add(tokens.hashes[next], nation)
            }
            next += 1
        }
        return roles
    }

    private static func isComma(_ token: Int, in document: Document) -> Bool {
        document.text.bytes[Int(document.tokens.starts[token])] == UInt8(ascii: ",")
    }

    /// The country that one or two words name, modifiers before them left out.
    private static func country(endingAt token: Int, in document: Document) -> String? {
        let tokens = document.tokens
        var last = token
        while last > 0, modifiers.contains(tokens.hashes[last]) || isHead(tokens.hashes[last]) { last -= 1 }
        guard last >= 0, tokens.flags[last].contains(.capitalized) else { return nil }
        if last > 0, tokens.flags[last - 1].contains(.capitalized),
            let code = Countries.code(document.text.string(in: tokens.range(last - 1..<last + 1)))
        {
            return code
        }
        return Countries.code(document.text.string(in: tokens[last]))
    }

    private static func country(startingAt token: Int, in document: Document) -> String? {
        let tokens = document.tokens
        let first = tokens.hashes[token] == article && token + 1 < tokens.count ? token + 1 : token
        guard tokens.flags[first].contains(.capitalized) else { return nil }
        if first + 1 < tokens.count, tokens.flags[first + 1].contains(.capitalized),
            let code = Countries.code(document.text.string(in: tokens.range(first..<first + 2)))
        {
            return code
        }
        return Countries.code(document.text.string(in: tokens[first]))
    }

    // MARK: Descriptions

    /// The person whom *the … president*, from its article on, stands for.
    func description(from article: Int) -> (range: Range<Int>, entity: Int)? {
        let tokens = document.tokens
        var nation: String?
        var index = article + 1
        while index < min(article + 6, tokens.count), !tokens.flags[index].contains(.startsSentence) {
            let hash = tokens.hashes[index]
            if Self.isHead(hash), !isFollowedByHead(index) {
                guard !namesAnother(after: index) else { return nil }
                let role = Role(head: Words.english.expansion(of: hash) ?? hash, country: nation)
                guard let entity = bearers[role]?.last(where: { $0.token < article })?.entity ?? soleBearers[role] ?? nil else { return nil }
                return (article..<index + 1, entity)
            }
            if tokens.flags[index].contains(.capitalized), !Self.isHead(hash),
                !tokens.flags[index].contains(.allCapitals) || tokens[index].count < 5
            {
                if index + 1 < tokens.count, tokens.flags[index + 1].contains(.capitalized),
                    let code = Countries.code(document.text.string(in: tokens.range(index..<index + 2)))
                {
                    nation = code
                    index += 1
                } else if let code = Countries.code(document.text.string(in: tokens[index])) {
                    nation = code
                } else {
                    return nil
                }
            } else if !Self.isHead(hash) && !Self.modifiers.contains(hash) {
                return nil
            }
            index += 1
        }
        return nil
    }

    private func isFollowedByHead(_ index: Int) -> Bool {
        index + 1 < document.tokens.count && Self.isHead(document.tokens.hashes[index + 1])
    }

    /// *The president of Chad*, *the senator from Ohio*, *the president's men*, *the president, Idriss Déby,* and *President
    /// Déby* name somebody else, something else, or somebody anew.
    private func namesAnother(after head: Int) -> Bool {
        let tokens = document.tokens
        let next = head + 1
        guard next < tokens.count, !tokens.flags[next].contains(.startsSentence) else { return false }
        if tokens.hashes[next] == Self.of || tokens.hashes[next] == Self.from { return true }
        if tokens.kinds[next] == .word, tokens.flags[next].contains(.capitalized),
            !tokens.flags[head].contains(.allCapitals)
        {
            return true
        }
        guard Self.isComma(next, in: document), next + 1 < tokens.count else { return false }
        let name = tokens.hashes[next + 1] == Self.article && next + 2 < tokens.count ? next + 2 : next + 1
        return tokens.flags[name].contains(.capitalized) && !tokens.flags[head].contains(.allCapitals)
    }

    private static let article = WordHash("the")
    private static let of = WordHash("of")
    private static let from = WordHash("from")
    private static let who = WordHash("who")
    private static let leader = WordHash("leader")
    /// *The archdeacon, the Venerable Simon Peel*.
    private static let honorifics = WordQuery.english(.officeHonorific)
    private static let isOfState = WordQuery.english(.officeOfState)
    private static let modifiers = WordQuery.english(.officeModifier)
    private static let heads = WordQuery.english(.office)
}
