import AnalyzerKit
import Discourse

/// The pass over an item that finds what all wires have in common.
struct WireReading {
    var story: WireStory
    var signals = WireSignals()
    var paragraphs: [WireStory.Line] = []
    var notes: [String] = []
    var wire: Document.Metadata.Wire

    init(_ story: WireStory) {
        self.story = story
        wire = story.wire
    }

    mutating func text() -> SourceText? {
        for code in wire.signals {
            if let signal = WireWords.all.signal(ofCode: code) { signals.add(signal) }
        }
        for note in story.notes { add(note: note) }
        let title = title()
        if let slug = wire.slugline { wire.slugline = slug.foldingBlanks() }
        for slug in [wire.slugline, story.label].compactMap({ $0 }) { signals.read(slug: slug) }
        splitLines()
        dropHeadline(title)
        readHead()
        readTail()
        readDateline()
        var text = SourceText()
        setStatus(in: &text)
        text.title = title
        write(to: &text, title)
        guard !text.isEmpty else { return nil }
        setMetadata(of: &text)
        return text
    }

    private mutating func title() -> String? {
        guard var headline = story.headline?.foldingBlanks(), !headline.isEmpty else { return nil }
        if let clause = WireEmbargo.clause(of: headline) {
            hold(clause.note, isHeadline: true)
            headline = clause.rest
            if headline.isEmpty { return nil }
        }
        if let signal = WireKill.signal(in: headline) { signals.add(signal) }
        var stripped = signals.strip(headline)
        // Some agencies set the byline behind the headline: *… By Nora Beck, dpa*.
        if let by = stripped.ranges(of: " By ").last, let comma = stripped[by.upperBound...].lastIndex(of: ","),
            WireByline.isOutlet(stripped[comma...]), !WireByline.people(stripped[by.upperBound..<comma]).isEmpty
        {
            if story.bylines.isEmpty { story.bylines.append(String(stripped[by.upperBound...])) }
            stripped = String(stripped[..<by.lowerBound])
        }
        stripped = TypewriterMarks.replaced(in: stripped)
        return stripped.isEmpty ? nil : stripped
    }

    /// Takes an embargo's clause for a note; before a headline, or as one word, it is a mark too.
    mutating func hold(_ note: String, isHeadline: Bool) {
        let isWord = !note.contains(" ")
        if isHeadline || isWord { signals.add("embargo") }
        if !isWord { add(note: note) }
    }

    mutating func add(note: String) {
        let note = TypewriterMarks.replaced(in: note.foldingBlanks())
        if !note.isEmpty, !notes.contains(note) { notes.append(note) }
    }

    // MARK: Paragraphs

    private mutating func splitLines() {
        let open = story.lines.filter { $0.kind == nil }
        let isAlone = open.count <= 2
        for var line in story.lines {
            line.words = line.words.withLineFeeds()
            let isTypewritten =
                line.isPreformatted
                || (isAlone && line.kind == nil && !line.words.contains(WireStory.lineBreak)
                    && line.words.utf8.count > 300 && WrappedLines.isTypewritten(line.words))
            if isTypewritten {
                add(line, WrappedLines.paragraphs(line.words))
            } else if line.words.contains(WireStory.lineBreak) {
                // Line feeds are white space here, and what breaks lines is said.
                let parts = line.words.split(separator: WireStory.lineBreak, omittingEmptySubsequences: false)
                add(line, WrappedLines.paragraphs(parts.map { $0.foldingBlanks() }.joined(separator: "\n")))
            } else {
                add(line, [WrappedLines.Paragraph(words: line.words.foldingBlanks())])
            }
        }
    }

    private mutating func add(_ line: WireStory.Line, _ parts: [WrappedLines.Paragraph]) {
        for part in parts {
            var paragraph = line
            paragraph.words = TypewriterMarks.replaced(in: part.words)
            if part.isTable, paragraph.kind == nil { paragraph.kind = .agate }
            // Lines of strokes or stars part sections.
            if paragraph.words.contains(where: { $0.isLetter || $0.isNumber }) { paragraphs.append(paragraph) }
        }
    }

    /// A headline that the text repeats is one.
    private mutating func dropHeadline(_ title: String?) {
        guard let title else { return }
        for index in paragraphs.indices.prefix(3) where paragraphs[index].words.utf8.count < 400 {
            var other = WireSignals()
            let words = other.strip(paragraphs[index].words.foldingBlanks())
            guard Self.folded(words) == Self.folded(title) else { continue }
            for signal in other.signals { signals.add(signal) }
            paragraphs.remove(at: index)
            return
        }
    }

    private static func folded(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) })
        )
        .lowercased()
    }

    // MARK: Status

    /// What must not be published never looks like a story: a kill by its words is canceled as one by its status is.
    private mutating func setStatus(in text: inout SourceText) {
        for note in notes {
            if let signal = WireKill.signal(in: note, isForEditors: true) { signals.add(signal) }
        }
        wire.signals = signals.signals
        wire.status = wire.status.flatMap(WireStatus.status)
        if signals.takingBack != nil { wire.status = "canceled" }
        guard
            let embargo = story.embargo ?? WireEmbargo.said(in: notes, reference: story.modified ?? story.published)
                ?? (signals.signals.contains("embargo") ? "" : nil)
        else { return }
        if let time = WireTime.normalized(embargo) {
            wire.embargo = time
        } else {
            if wire.status == nil || wire.status == "usable" { wire.status = "withheld" }
            if !embargo.foldingBlanks().isEmpty {
                text.notices.append(
                    Document.Notice(
                        reason: "embargo",
                        message:
                            "The embargo “\(embargo.foldingBlanks().prefix(80))” is no time that can be read: the item counts as withheld."
                    ))
            }
        }
    }

    // MARK: Writing

    private mutating func write(to text: inout SourceText, _ title: String?) {
        if let title { text.append(title, as: .headline, level: 1) }
        for subhead in story.subheads where subhead.foldingBlanks() != title {
            text.append(TypewriterMarks.replaced(in: subhead.foldingBlanks()), as: .subhead, level: 2)
        }
        var hasText = false
        for paragraph in paragraphs {
            let before = text.blocks.count
            text.append(
                paragraph.words, as: paragraph.kind, level: paragraph.level,
                place: paragraph.path.map { Blocks.Place(path: $0) },
                speaker: paragraph.goesOn ? nil : paragraph.speaker,
                goesOn: paragraph.goesOn && paragraph.speaker != nil)
            if text.blocks.count > before { hasText = true }
        }
        if !hasText {
            for summary in story.summary { text.append(TypewriterMarks.replaced(in: summary.foldingBlanks())) }
        }
        // A kill may be empty but for what editors are told.
        if text.isEmpty, wire.status == "canceled" {
            for note in notes { text.append(note, as: .note) }
            if text.isEmpty, let label = wire.slugline ?? wire.id { text.append(label, as: .header) }
        }
    }

    private func setMetadata(of text: inout SourceText) {
        let named = story.creators.filter { !$0.isEmpty }
        let byline = story.bylines.flatMap { WireByline.people($0) }
        if !byline.isEmpty {
            text.authors = byline
        } else if !named.isEmpty {
            text.authors = named
        } else if !story.bylines.isEmpty {
            text.authors = []
        }
        text.declaredLanguage = story.language
        text.metadata.published = story.published.flatMap(WireTime.normalized)
        text.metadata.modified = story.modified.flatMap(WireTime.normalized)
        text.metadata.publisher = story.publisher
        text.metadata.url = story.url
        var wire = wire
        wire.ednote = notes.isEmpty ? nil : notes.joined(separator: "\n")
        wire.keywords = Self.unique(wire.keywords)
        wire.subjects = Self.unique(wire.subjects)
        let isHeld = wire.status == "withheld" || wire.status == "canceled" || wire.embargo != nil
        if story.isWire || wire.id != nil || !wire.keywords.isEmpty || isHeld { text.metadata.wire = wire }
        text.notices += story.notices
        text.name = story.name
        text.mediaType = story.mediaType
    }

    private static func unique(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.map { $0.foldingBlanks() }.filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
