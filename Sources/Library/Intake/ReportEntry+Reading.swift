import Reporting

extension ReportEntry {
    /// Takes from a report what the library keeps.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - delivered: When it was written, in seconds since 1970.
    /// - Throws: `BadCount` for the first count that the text cannot have.
    init(_ report: StoredReport, delivered: Int) throws(BadCount) {
        try Self.checkCounts(of: report)
        let part = report.document
        text = part.text
        titleWords = part.title.map { Folding.joinedWords($0) }
        textWords = Folding.joinedWords(part.text)
        let time = part.published.flatMap(PublishedTime.seconds) ?? delivered
        document = DocumentEntry(
            path: part.path, sha256: part.sha256, title: part.title,
            authors: part.authors.map(Self.onOneLine),
            publisher: part.publisher,
            url: part.url, language: part.language, mediaType: part.mediaType, published: part.published,
            delivered: delivered, time: time, words: part.words, tone: report.sentiment?.document.tone.score,
            toneLabel: report.sentiment?.document.tone.label.rawValue, partOf: part.part?.of,
            partNumber: part.part?.number, wire: part.wire.map(Envelope.init),
            storyKey: part.wire.flatMap { StoryKey.of($0.id, agency: $0.source ?? part.publisher) })
        var numbers: [String: Int] = [:]
        for (number, entity) in report.entities.enumerated() { numbers[entity.id] = number }
        var targets: [String: StoredReport.Target] = [:]
        for target in report.sentiment?.targets ?? [] { targets[target.entity] = target }
        appearances = report.entities.map { Appearance($0, target: targets[$0.id]) }
        let mentions = report.mentions.compactMap { mention in
            numbers[mention.entity].map { (start: mention.span.start, end: mention.span.end, number: $0) }
        }.sorted { ($0.start, $0.end, $0.number) < ($1.start, $1.end, $1.number) }
        var speakers: [String: [String]] = [:]
        for quote in report.quotes { speakers[quote.id] = quote.speaker?.entities }
        for quote in report.quotes where quote.kind != .scare {
            // Words within the same speaker's own are quoted once.
            let own = quote.speaker?.entities ?? []
            if let outer = quote.within, !own.isEmpty, speakers[outer] == own { continue }
            let entry = QuoteEntry(
                quote, numbers: numbers, types: appearances.map(\.type), words: Self.countWords(quote.text),
                about: Self.named(mentions, from: quote.span.start, to: quote.span.end))
            for speaker in entry.speakers {
                appearances[speaker].quotes += 1
                appearances[speaker].words += entry.words
                guard let word = quote.speaker?.text, let pronoun = Pronoun(word: word) else { continue }
                let known = appearances[speaker].pronoun
                appearances[speaker].pronoun = known == nil || known == pronoun ? pronoun : .mixed
            }
            quotes.append(entry)
        }
        let pronouns = report.mentions.filter { $0.kind == .pronoun }
        for mention in pronouns {
            guard let number = numbers[mention.entity], let pronoun = Pronoun(word: mention.text) else { continue }
            let known = appearances[number].pronoun
            appearances[number].pronoun = known == nil || known == pronoun ? pronoun : .mixed
        }
    }

    /// A count of a report that cannot be of its text.
    struct BadCount: Error, CustomStringConvertible {
        let what: String
        let count: Int
        let characters: Int

        var description: String {
            "It is no report: the number of \(what) is \(count), in a text of \(characters) code points."
        }
    }

    /// Refuses counts that no text of this length has: sums of others would be wrong, or be no numbers any more.
    private static func checkCounts(of report: StoredReport) throws(BadCount) {
        let characters = report.document.characters
        func check(_ count: Int, _ what: @autoclosure () -> String) throws(BadCount) {
            guard !(0...max(0, characters)).contains(count) else { return }
            throw BadCount(what: what(), count: count, characters: characters)
        }
        try check(report.document.words, "words")
        for entity in report.entities { try check(entity.mentions, "mentions of \(entity.id)") }
        for target in report.sentiment?.targets ?? [] {
            if let stance = target.stance {
                for count in [stance.critical, stance.supportive, stance.neutral] {
                    try check(count, "judged mentions of \(target.entity)")
                }
            }
            if let news = target.news { try check(news.mentions, "mentions with news of \(target.entity)") }
        }
    }

    /// A text with spaces for ends of lines.
    fileprivate static func onOneLine(_ text: String) -> String {
        // Beyond ASCII are three more, and to find out which characters are one takes long.
        let mayHaveLines = text.utf8.contains { $0 >= 0x80 || (0x0A...0x0D).contains($0) }
        return mayHaveLines ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
    }

    /// The words of a text: what stands between white space and has a letter or figure.
    private static func countWords(_ text: String) -> Int {
        var count = 0
        var isInWord = false
        Folding.forEachCharacter(of: text) { scalar in
            if scalar.isASCII ? (0x09...0x0D).contains(scalar.value) || scalar == " " : scalar.properties.isWhitespace {
                isInWord = false
            } else if !isInWord, Folding.isWord(scalar) {
                count += 1
                isInWord = true
            }
        }
        return count
    }

    /// Those who are named within a stretch, each once, in rising order.
    private static func named(_ mentions: [(start: Int, end: Int, number: Int)], from start: Int, to end: Int) -> [Int]
    {
        var low = 0
        var high = mentions.count
        while low < high {
            let middle = (low + high) / 2
            if mentions[middle].start < start { low = middle + 1 } else { high = middle }
        }
        return Set(mentions[low...].prefix { $0.start < end }.filter { $0.end <= end }.map(\.number)).sorted()
    }
}

extension ReportEntry.Envelope {
    init(_ wire: StoredReport.Wire) {
        (id, version, status, signals) = (wire.id, wire.version, wire.status, wire.signals)
        (embargo, urgency, slugline, source) = (wire.embargo, wire.urgency, wire.slugline, wire.source)
    }
}

extension ReportEntry.Appearance {
    fileprivate init(_ entity: StoredReport.Entity, target: StoredReport.Target?) {
        type =
            switch entity.type {
            case .person: .person
            case .organization: .organization
            case .location: .location
            case .miscellaneous: .miscellaneous
            }
        name = entity.name
        key = Folding.key(entity.name)
        // A line each where they are stored.
        aliases = Set(entity.aliases.map(ReportEntry.onOneLine))
            .subtracting([entity.name, ""]).sorted()
        aliasKeys = Self.keys(of: aliases, besides: key)
        mentions = entity.mentions
        let isOneWord = !key.utf8.contains(UInt8(ascii: " "))
        isLoner =
            switch type {
            case .person: isOneWord
            case .organization: isOneWord && name.unicodeScalars.allSatisfy { !$0.properties.isLowercase }
            case .location, .miscellaneous: false
            }
        isWhole = (type == .person || type == .organization) && !isOneWord
        isCompany =
            switch type {
            case .person: !isOneWord
            case .organization: true
            // Half of all documents name the same few countries.
            case .location: entity.codes.isEmpty
            case .miscellaneous: false
            }
        stance = target?.stance.map {
            ReportEntry.StanceEntry(
                label: $0.label, score: $0.score, critical: $0.critical, supportive: $0.supportive, neutral: $0.neutral)
        }
        news = target?.news.map { ReportEntry.NewsEntry(label: $0.label, score: $0.score, mentions: $0.mentions) }
    }
}

extension ReportEntry.Appearance {
    /// The names that are compared with half names: each once.
    static func keys(of names: [String], besides key: String) -> [String] {
        Set(names.map(Folding.key)).subtracting([key]).sorted()
    }
}

extension ReportEntry.QuoteEntry {
    fileprivate init(
        _ quote: StoredReport.Quote, numbers: [String: Int], types: [NameType], words: Int, about: [Int]
    ) {
        (start, end, kind) = (quote.span.start, quote.span.end, quote.kind.rawValue)
        speaker = quote.speaker?.name
        let found = Set(quote.speaker?.entities.compactMap { numbers[$0] } ?? []).sorted()
        speakers = found
        source =
            if let first = found.first {
                switch types[first] {
                case .person: .person
                case .organization: .organization
                case .location, .miscellaneous: .place
                }
            } else {
                quote.speaker == nil ? .nobody : .unnamed
            }
        self.words = words
        confidence = quote.confidence
        self.about = about
    }
}
