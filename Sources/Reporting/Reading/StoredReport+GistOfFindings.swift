private typealias Unusual = JSONScanner.Unusual

extension StoredReport.Analyzers {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var entities = Field<StoredReport.Section<StoredReport.EntityFindings>>()
        var quotes = Field<StoredReport.Section<StoredReport.QuoteFindings>>()
        var sentiment = Field<StoredReport.Section<StoredReport.SentimentFindings>>()
        var others: [String: String] = [:]
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "entities":
                try entities.set(
                    scanner.section { scanner throws(Unusual) in try StoredReport.EntityFindings(&scanner) })
            case "quotes":
                try quotes.set(scanner.section { scanner throws(Unusual) in try StoredReport.QuoteFindings(&scanner) })
            case "sentiment":
                try sentiment.set(
                    scanner.section { scanner throws(Unusual) in try StoredReport.SentimentFindings(&scanner) })
            default:
                let version = try scanner.versionOfSection()
                guard others.updateValue(version, forKey: key) == nil else { throw Unusual() }
            }
        }
        self.init(entities: entities.given, quotes: quotes.given, sentiment: sentiment.given, others: others)
    }
}

extension StoredReport.EntityFindings {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var (entities, mentions) = (Field<[StoredReport.Entity]>(), Field<[StoredReport.Mention]>())
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "entities":
                try entities.set(scanner.list { scanner throws(Unusual) in try StoredReport.Entity(&scanner) })
            case "mentions":
                try mentions.set(scanner.list { scanner throws(Unusual) in try StoredReport.Mention(&scanner) })
            default: try scanner.skip()
            }
        }
        self.init(entities: try entities.needed(), mentions: try mentions.needed())
    }
}

extension StoredReport.Entity {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var (id, name, of) = (Field<String>(), Field<String>(), Field<String>())
        var (type, aliases) = (Field<StoredReport.EntityType>(), Field<[String]>())
        var (codes, mentions) = (Field<[String: String]>(), Field<Int>())
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "id": try id.set(scanner.string())
            case "name": try name.set(scanner.string())
            case "type": try type.set(StoredReport.EntityType(rawValue: scanner.string()))
            case "aliases": try aliases.set(scanner.strings())
            case "codes":
                var all: [String: String] = [:]
                try scanner.object { key, scanner throws(Unusual) in
                    let value = try scanner.string()
                    guard all.updateValue(value, forKey: key) == nil else { throw Unusual() }
                }
                try codes.set(all)
            case "of": try of.set(scanner.optional { scanner throws(Unusual) in try scanner.string() })
            case "mentions": try mentions.set(scanner.integer())
            default: try scanner.skip()
            }
        }
        self.init(
            id: try id.needed(), name: try name.needed(), type: try type.needed(), aliases: try aliases.needed(),
            codes: try codes.needed(), of: of.given, mentions: try mentions.needed())
    }
}

extension StoredReport.Mention {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var (start, end) = (Field<Int>(), Field<Int>())
        var (text, entity, confidence) = (Field<String>(), Field<String>(), Field<Double>())
        var (type, kind) = (Field<StoredReport.EntityType>(), Field<Kind>())
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "start": try start.set(scanner.integer())
            case "end": try end.set(scanner.integer())
            case "text": try text.set(scanner.string())
            case "type": try type.set(StoredReport.EntityType(rawValue: scanner.string()))
            case "entity": try entity.set(scanner.string())
            case "confidence": try confidence.set(scanner.double())
            case "kind":
                let name = try scanner.optional { scanner throws(Unusual) in try scanner.string() }
                guard let name else { return try kind.set(nil) }
                guard let known = Kind(rawValue: name) else { throw Unusual() }
                try kind.set(known)
            default: try scanner.skip()
            }
        }
        self.init(
            span: StoredReport.Span(start: try start.needed(), end: try end.needed()), text: try text.needed(),
            type: try type.needed(), entity: try entity.needed(), confidence: try confidence.needed(), kind: kind.given)
    }
}

extension StoredReport.QuoteFindings {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var (quotes, speakers) = (Field<[StoredReport.Quote]>(), Field<Void>())
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "quotes": try quotes.set(scanner.list { scanner throws(Unusual) in try StoredReport.Quote(&scanner) })
            case "speakers":
                _ = try scanner.list { scanner throws(Unusual) in try scanner.skip() }
                try speakers.set(())
            default: try scanner.skip()
            }
        }
        try speakers.needed()
        self.init(quotes: try quotes.needed(), speakers: [])
    }
}

extension StoredReport.Quote {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var (start, end, confidence, speech) = (Field<Int>(), Field<Int>(), Field<Double>(), Field<Double>())
        var (id, text, within, continues) = (Field<String>(), Field<String>(), Field<String>(), Field<String>())
        var (kind, speaker) = (Field<Kind>(), Field<StoredReport.Attribution>())
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "id": try id.set(scanner.string())
            case "start": try start.set(scanner.integer())
            case "end": try end.set(scanner.integer())
            case "text": try text.set(scanner.string())
            case "kind": try kind.set(Kind(rawValue: scanner.string()))
            case "within": try within.set(scanner.optional { scanner throws(Unusual) in try scanner.string() })
            case "continues": try continues.set(scanner.optional { scanner throws(Unusual) in try scanner.string() })
            case "speaker":
                try speaker.set(
                    scanner.optional { scanner throws(Unusual) in try StoredReport.Attribution(&scanner) })
            case "speech": try speech.set(scanner.optional { scanner throws(Unusual) in try scanner.double() })
            case "confidence": try confidence.set(scanner.double())
            default: try scanner.skip()
            }
        }
        self.init(
            id: try id.needed(), span: StoredReport.Span(start: try start.needed(), end: try end.needed()),
            text: try text.needed(), kind: try kind.needed(), within: within.given, continues: continues.given,
            speaker: speaker.given, cue: nil, addressee: nil, speech: speech.given, confidence: try confidence.needed())
    }
}

extension StoredReport.Attribution {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var (start, end) = (Field<Int>(), Field<Int>())
        var (name, entities, text) = (Field<String>(), Field<[String]>(), Field<String>())
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "start": try start.set(scanner.integer())
            case "end": try end.set(scanner.integer())
            case "name": try name.set(scanner.string())
            case "entities": try entities.set(scanner.strings())
            case "text": try text.set(scanner.string())
            default: try scanner.skip()
            }
        }
        self.init(
            name: try name.needed(), entities: try entities.needed(),
            span: StoredReport.Span(start: try start.needed(), end: try end.needed()), text: try text.needed())
    }
}

extension StoredReport.SentimentFindings {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var (document, targets) = (Field<StoredReport.DocumentTone>(), Field<[StoredReport.Target]>())
        var (sentences, quotes) = (Field<Void>(), Field<Void>())
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "document": try document.set(StoredReport.DocumentTone(&scanner))
            case "targets":
                try targets.set(scanner.list { scanner throws(Unusual) in try StoredReport.Target(&scanner) })
            case "sentences":
                _ = try scanner.list { scanner throws(Unusual) in try scanner.skip() }
                try sentences.set(())
            case "quotes":
                _ = try scanner.list { scanner throws(Unusual) in try scanner.skip() }
                try quotes.set(())
            default: try scanner.skip()
            }
        }
        try sentences.needed()
        try quotes.needed()
        self.init(document: try document.needed(), sentences: [], quotes: [], targets: try targets.needed())
    }
}

extension StoredReport.DocumentTone {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var own = ToneFields()
        var voice = Field<StoredReport.Tone>()
        try scanner.object { key, scanner throws(Unusual) in
            if key == "voice" {
                var fields = ToneFields()
                try scanner.object { key, scanner throws(Unusual) in try fields.read(key, &scanner) }
                try voice.set(fields.tone())
            } else {
                try own.read(key, &scanner)
            }
        }
        self.init(tone: try own.tone(), voice: try voice.needed())
    }

    private struct ToneFields {
        private var (score, strength) = (Field<Double>(), Field<Double>())
        private var label = Field<StoredReport.Tone.Label>()

        mutating func read(_ key: String, _ scanner: inout JSONScanner) throws(Unusual) {
            switch key {
            case "score": try score.set(scanner.double())
            case "strength": try strength.set(scanner.double())
            case "label": try label.set(StoredReport.Tone.Label(rawValue: scanner.string()))
            default: try scanner.skip()
            }
        }

        func tone() throws(Unusual) -> StoredReport.Tone {
            StoredReport.Tone(score: try score.needed(), label: try label.needed(), strength: try strength.needed())
        }
    }
}

extension StoredReport.Target {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var (entity, name, mentions) = (Field<String>(), Field<String>(), Field<Int>())
        var (stance, news) = (Field<StoredReport.Stance>(), Field<StoredReport.News>())
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "entity": try entity.set(scanner.string())
            case "name": try name.set(scanner.string())
            case "mentions": try mentions.set(scanner.integer())
            case "stance":
                try stance.set(scanner.optional { scanner throws(Unusual) in try StoredReport.Stance(&scanner) })
            case "news": try news.set(scanner.optional { scanner throws(Unusual) in try StoredReport.News(&scanner) })
            default: try scanner.skip()
            }
        }
        self.init(
            entity: try entity.needed(), name: try name.needed(), mentions: try mentions.needed(), stance: stance.given,
            news: news.given)
    }
}

extension StoredReport.Stance {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var (label, score, confidence) = (Field<String>(), Field<Double>(), Field<Double>())
        var (critical, supportive, neutral) = (Field<Int>(), Field<Int>(), Field<Int>())
        var evidence = Field<Void>()
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "label": try label.set(scanner.string())
            case "score": try score.set(scanner.double())
            case "confidence": try confidence.set(scanner.double())
            case "critical": try critical.set(scanner.integer())
            case "supportive": try supportive.set(scanner.integer())
            case "neutral": try neutral.set(scanner.integer())
            case "evidence":
                _ = try scanner.list { scanner throws(Unusual) in try scanner.skip() }
                try evidence.set(())
            default: try scanner.skip()
            }
        }
        try evidence.needed()
        self.init(
            label: try label.needed(), score: try score.needed(), confidence: try confidence.needed(),
            critical: try critical.needed(), supportive: try supportive.needed(), neutral: try neutral.needed(),
            evidence: [])
    }
}

extension StoredReport.News {
    init(_ scanner: inout JSONScanner) throws(JSONScanner.Unusual) {
        var (label, score, mentions) = (Field<String>(), Field<Double>(), Field<Int>())
        try scanner.object { key, scanner throws(Unusual) in
            switch key {
            case "label": try label.set(scanner.string())
            case "score": try score.set(scanner.double())
            case "mentions": try mentions.set(scanner.integer())
            default: try scanner.skip()
            }
        }
        self.init(label: try label.needed(), score: try score.needed(), mentions: try mentions.needed())
    }
}
