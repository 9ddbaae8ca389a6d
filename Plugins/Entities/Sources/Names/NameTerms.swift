import English
import Linguistics

/// Leaves out what is written like a name and is none: posts and the departments behind them, figures of a balance sheet, sums,
/// annexes, diseases, terms that a contract defines, codes of shares.
struct NameTerms {
    let tokens: Tokens
    let text: UTF8Text

    /// The names without those that are terms; a post's department is cut off.
    ///
    /// - Complexity: O(tokens).
    func corrected(_ names: [Name]) -> [Name] {
        var corrected: [Name] = []
        corrected.reserveCapacity(names.count)
        var codes: [(place: Int, word: WordHash)] = []
        for name in names {
            guard let name = withoutPost(name) else { continue }
            if isAbbreviation(name) || isPeriod(name) || isSum(name) || isPartOfDocument(name) || isDefined(name)
                || isDisease(name)
            {
                continue
            }
            if let last = corrected.last, isShareCode(name, of: last) {
                codes.append((corrected.count, tokens.hashes[name.tokens.lowerBound]))
            }
            corrected.append(name)
        }
        guard !codes.isEmpty else { return corrected }
        // Letters that stand elsewhere, too, are the firm's short name.
        var counts = Dictionary(codes.map { ($0.word, 0) }, uniquingKeysWith: { first, _ in first })
        for word in tokens.hashes { if let count = counts[word] { counts[word] = count + 1 } }
        for code in codes.reversed() where counts[code.word] == 1 { corrected.remove(at: code.place) }
        return corrected
    }

    // MARK: Posts

    /// A name without a post that it begins with; nil where all of it is a post or its department: `Head of Storage Products`.
    private func withoutPost(_ name: Name) -> Name? {
        guard name.type == .organization || name.type == .miscellaneous else { return name }
        var name = name
        var post = name.tokens.lowerBound
        if name.tokens.count > 2, isPost(post), Self.ofOrFor.contains(tokens.hashes[post + 1]) {
            name.tokens = post + 2..<name.tokens.upperBound
        } else {
            post = name.tokens.lowerBound - 2
            guard post >= 0, isPost(post), Self.ofOrFor.contains(tokens.hashes[post + 1]) else { return name }
        }
        // The Minister of Finance, the Secretary for External Affairs.
        let (head, tie) = (tokens.hashes[post], tokens.hashes[post + 1])
        if head == WordHash("minister") || head == WordHash("secretary") && tie == WordHash("for") { return nil }
        // Director of Roads and Bridges, but Director of Tate Modern.
        let areWords = name.tokens.allSatisfy {
            LanguageRules.english.isUsuallySmall(tokens.hashes[$0])
                || !Words.english.classes(of: tokens.hashes[$0]).isDisjoint(with: [.coordinator, .preposition])
        }
        return areWords ? nil : name
    }

    private func isPost(_ token: Int) -> Bool {
        tokens.flags[token].contains(.capitalized) && !tokens.flags[token].contains(.allCapitals)
            && (Self.posts.contains(tokens.hashes[token]) || Self.departmentHeads.contains(tokens.hashes[token]))
    }

    // MARK: Letters and figures

    /// `EBITDA`, `CFO`.
    private func isAbbreviation(_ name: Name) -> Bool {
        guard name.tokens.count == 1, let token = name.tokens.first else { return false }
        return tokens.flags[token].contains(.allCapitals) && Self.abbreviations.contains(tokens.hashes[token])
    }

    /// `FY26e`, `1H25`, `Q3`.
    private func isPeriod(_ name: Name) -> Bool {
        guard name.tokens.count == 1, let token = name.tokens.first, tokens.flags[token].contains(.hasDigit) else {
            return false
        }
        let word = text.bytes[tokens[token].indices]
        let rest = word.drop(while: \.isASCIIDigit)
        guard word.count - rest.count < 2, let letter = rest.first else { return false }
        let isYear = rest.starts(with: "FY".utf8) || rest.starts(with: "CY".utf8)
        guard isYear || letter == UInt8(ascii: "Q") || letter == UInt8(ascii: "H") else { return false }
        let digits = rest.dropFirst(isYear ? 2 : 1)
        let end = digits.drop(while: \.isASCIIDigit)
        let count = digits.count - end.count
        let most: UInt8 = letter == UInt8(ascii: "Q") ? 0x34 : 0x32
        let hasFigure =
            isYear
            ? count == 2 || count == 4
            : word.count > rest.count || count == 1 && digits.first.map { $0 <= most } ?? false
        let isEstimate = end.count == 1 && end.first.map { $0 | 0x20 == UInt8(ascii: "e") } ?? false
        return hasFigure && (end.isEmpty || isEstimate)
    }

    /// `CHF 330`.
    private func isSum(_ name: Name) -> Bool {
        let (first, next) = (name.tokens.lowerBound, name.tokens.lowerBound + 1)
        return name.tokens.count < 3 && next < tokens.count && tokens.flags[first].contains(.allCapitals)
            && Self.currencies.contains(tokens.hashes[first]) && tokens.kinds[next] == .number
    }

    /// `Annex A`, `Form 8-K`.
    private func isPartOfDocument(_ name: Name) -> Bool {
        let (first, next) = (name.tokens.lowerBound, name.tokens.lowerBound + 1)
        guard name.tokens.count > 1, Self.partsOfDocuments.contains(tokens.hashes[first]) else { return false }
        return tokens.flags[next].contains(.hasDigit) || name.tokens.count == 2 && tokens[next].count < 3
    }

    /// `Covid-19`, `AIDS`.
    private func isDisease(_ name: Name) -> Bool {
        name.type != .person && Self.diseases.contains(tokens.hashes[name.tokens.lowerBound])
            && name.tokens.dropFirst().allSatisfy { !tokens.flags[$0].contains(.hasLetter) }
    }

    // MARK: Terms

    /// *the Merger*, *the Act* that a document has named before.
    private func isDefined(_ name: Name) -> Bool {
        let first = name.tokens.lowerBound
        return name.tokens.count == 1 && first > 0 && name.type != .person && name.type != .location
            && Self.defined.contains(tokens.hashes[first])
            && (tokens.hashes[first - 1] == EntityLinker.article || tokens.hashes[first - 1] == WordHash("this"))
    }

    /// Whether it is letters in brackets behind a firm's legal form: `BWML` behind *Brandywine Mills, Inc.*
    private func isShareCode(_ name: Name, of firm: Name) -> Bool {
        let (first, end) = (name.tokens.lowerBound, name.tokens.upperBound)
        guard name.tokens.count == 1, firm.type == .organization, first == firm.tokens.upperBound + 1,
            end < tokens.count,
            tokens.hashes[first - 1] == WordHash("("), tokens.hashes[end] == WordHash(")"),
            tokens.flags[first].contains(.allCapitals), (2...5).contains(tokens[first].count),
            let last = firm.tokens.last, Self.legalForms.contains(tokens.hashes[last])
        else { return false }
        return true
    }

    private static let ofOrFor: WordSet = ["of", "for"]
    private static let posts = WordQuery.english(.office, .officeOfState)
    private static let departmentHeads: WordSet = ["head", "chief", "controller", "vice-president"]
    private static let abbreviations = WordQuery.english(.capitalTerm)
    private static let currencies = WordQuery.english(.currencyCode)
    private static let partsOfDocuments = WordQuery.english(.partOfDocument)
    private static let diseases = WordQuery.english(.disease)
    private static let defined = WordQuery.english(.definedTerm)
    private static let legalForms = WordQuery.english(.legalForm, .legalFormBehindComma)
}
