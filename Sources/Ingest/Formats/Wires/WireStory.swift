import AnalyzerKit
import Discourse

/// One item of a wire as its format gives it, before what all wires have in common is read: marks in headlines, notes for
/// editors among the lines, datelines, typewritten paragraphs.
///
/// A format fills it; `sourceText()` makes the document of it.
struct WireStory {
    /// A piece of the text.
    struct Line {
        /// Its words; a line feed is white space unless the text is typewritten, `WireStory.lineBreak` is a line end meant.
        var words: String
        /// What it is; `nil` where its form is to tell.
        var kind: BlockKind?
        /// The level of a subhead.
        var level = 0
        /// The element that it stood in.
        var path: String?
        /// Whoever says it, where the source tells.
        var speaker: String?
        /// Whether it goes on with the quotation before, by the same speaker.
        var goesOn = false
        /// Whether its line feeds and indents are those of the text.
        var isPreformatted = false
    }

    /// A line end inside a line's words.
    static let lineBreak: Character = "\u{2028}"

    /// The headline, with what agencies put before and behind it.
    var headline: String?
    /// A name of the item that only tells signals, as an agency's file title.
    var label: String?
    /// Lines below the headline.
    var subheads: [String] = []
    /// Bylines as printed.
    var bylines: [String] = []
    /// People whom the format names as authors.
    var creators: [String] = []
    /// A dateline in a field of its own.
    var datelineField: String?
    /// The text.
    var lines: [Line] = []
    /// What stands for the text where there is none: a summary, captions.
    var summary: [String] = []
    /// What editors are told.
    var notes: [String] = []
    /// What the item says of itself; signals are given as codes.
    var wire = Document.Metadata.Wire()
    /// When it was published, changed: as written.
    var published: String?
    var modified: String?
    /// Until when it is held back, as written; empty for an embargo without an end.
    var embargo: String?
    var publisher: String?
    var url: String?
    var language: String?
    var notices: [Document.Notice] = []
    var name: String?
    var mediaType: String?
    /// Whether it is an item of a wire; a page of a feed is none.
    var isWire = true

    /// Takes over what was read in mark-up; headline, byline and dateline only where they are not known.
    mutating func take(_ reader: MarkupReader) {
        if let line = reader.headline {
            if headline == nil {
                headline = line
            } else {
                // Where it says the same as the headline it goes later on.
                lines.append(Line(words: line, kind: .subhead, level: 2))
            }
        }
        lines += reader.lines
        notes += reader.notes
        if bylines.isEmpty, creators.isEmpty { bylines += reader.bylines }
        datelineField = datelineField ?? reader.dateline
    }

    /// The document; nil where there is nothing to read in it.
    func sourceText() -> SourceText? {
        var reading = Reading(self)
        return reading.text()
    }
}

extension WireStory {
    /// The pass over an item that finds what all wires have in common.
    private struct Reading {
        private var story: WireStory
        private var signals = WireSignals()
        private var paragraphs: [Line] = []
        private var notes: [String] = []
        private var wire: Document.Metadata.Wire

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
        private mutating func hold(_ note: String, isHeadline: Bool) {
            let isWord = !note.contains(" ")
            if isHeadline || isWord { signals.add("embargo") }
            if !isWord { add(note: note) }
        }

        private mutating func add(note: String) {
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

        private mutating func add(_ line: Line, _ parts: [WrappedLines.Paragraph]) {
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

        // MARK: First and last lines

        /// Slugs, marks, notes and bylines before the text.
        private mutating func readHead() {
            var index = 0
            var seen = 0
            while index < paragraphs.count, seen < 8 {
                seen += 1
                let words = paragraphs[index].words.foldingBlanks()
                if words.utf8.count <= 300, readHold(words, at: index) { continue }
                if isNote(words, isEdge: true) {
                    add(note: words)
                    paragraphs.remove(at: index)
                    continue
                }
                if words.utf8.count <= 80, WireSlug.isSlug(words) {
                    signals.read(slug: words)
                    if wire.slugline == nil { wire.slugline = words }
                    paragraphs.remove(at: index)
                    continue
                }
                if words.utf8.count <= 60 {
                    var marks = WireSignals()
                    if marks.strip(words).isEmpty, !marks.signals.isEmpty {
                        for signal in marks.signals { signals.add(signal) }
                        paragraphs.remove(at: index)
                        continue
                    }
                }
                if paragraphs[index].kind == nil, WireByline.isByline(words) {
                    paragraphs[index].kind = .byline
                    if story.bylines.isEmpty { story.bylines.append(words) }
                    // What the writer is stands below: *Associated Press Writer*.
                    if index + 1 < paragraphs.count, paragraphs[index + 1].kind == nil {
                        let next = paragraphs[index + 1].words
                        if next.utf8.count <= 50, !next.contains("."), WireByline.isOutlet(next) {
                            paragraphs[index + 1].kind = .byline
                            index += 1
                        }
                    }
                } else if words.utf8.count > 160 {
                    break
                }
                index += 1
            }
            // `Eds:` may stand further down.
            var kept: [Line] = []
            for (place, paragraph) in paragraphs.enumerated() {
                if isNotebook(paragraph.words), place > 0 {
                    for rest in paragraphs[place...] { add(note: rest.words) }
                    break
                }
                if isNote(paragraph.words, isEdge: false) { add(note: paragraph.words) } else { kept.append(paragraph) }
            }
            paragraphs = kept
        }

        /// Reads an embargo or what takes the item back at a first line's head.
        ///
        /// - Returns: Whether the line is gone: none of it is text.
        private mutating func readHold(_ words: String, at index: Int) -> Bool {
            if let clause = WireEmbargo.clause(of: words) {
                hold(clause.note, isHeadline: !clause.rest.isEmpty)
                paragraphs[index].words = clause.rest
                if clause.rest.isEmpty { paragraphs.remove(at: index) }
                return clause.rest.isEmpty
            }
            if let signal = WireKill.signal(in: words) {
                signals.add(signal)
                add(note: words)
                paragraphs.remove(at: index)
                return true
            }
            var marks = WireSignals()
            guard let rest = marks.strip(head: words), !rest.isEmpty, marks.takingBack != nil else { return false }
            for signal in marks.signals { signals.add(signal) }
            paragraphs[index].words = rest
            return false
        }

        private mutating func readTail() {
            var seen = 0
            var index = paragraphs.count - 1
            while index > 0, seen < 6 {
                let words = paragraphs[index].words.foldingBlanks()
                if WireSlug.isEnd(words) {
                    paragraphs.remove(at: index)
                } else if isNote(words, isEdge: true) {
                    add(note: words)
                    paragraphs.remove(at: index)
                }
                index -= 1
                seen += 1
            }
        }

        /// Whether a line is for editors; among the first or last lines, at an edge, less is needed to say so.
        private mutating func isNote(_ words: String, isEdge: Bool) -> Bool {
            guard let first = words.first else { return false }
            let isBracketed = first == "(" || first == "["
            let inner = isBracketed ? words.dropFirst() : words.drop { "^*-– ".contains($0) }
            let leading = LeadingWords(inner)
            guard let word = leading.words.first else { return false }
            let closes = words.last { $0 != "." && $0 != " " }
            // (Adds quotes), (In Oct. 13 story, corrects paragraph 3), but not (This story corrects …), which readers see.
            if isEdge, isBracketed, closes == ")" || closes == "]", word != "this",
                let signal = leading.words.prefix(6).lazy.compactMap({ WireWords.all.changes[$0] }).first,
                WireWords.all.changes[word] != nil || word == "in"
            {
                signals.add(signal)
                return true
            }
            let count = leading.count(in: WireWords.all.notes)
            guard count > 0 else { return false }
            let behind = inner[leading.ends[count - 1]...].drop { " .,’'\"".contains($0) }
            if let mark = behind.first, ":–—-".contains(mark) { return isEdge || mark == ":" }
            guard isEdge, count > 1 else { return false }
            return behind.isEmpty || count > 2 || leading.words[0].hasPrefix("att")
                || !words.contains { $0.isLowercase }
        }

        private func isNotebook(_ words: String) -> Bool {
            guard words.utf8.count <= 120 else { return false }
            let leading = LeadingWords(words)
            let count = leading.count(in: WireWords.all.notebooks)
            guard count > 0 else { return false }
            let behind = words[leading.ends[count - 1]...]
            return behind.allSatisfy { !$0.isLetter } || behind.hasPrefix(":") || count >= 3
        }

        // MARK: Dateline

        private mutating func readDateline() {
            if let field = story.datelineField {
                let dateline = WireDateline.field(field)
                wire.dateline = wire.dateline ?? dateline.dateline
                if wire.source == nil { wire.source = dateline.source }
            }
            // Behind a byline, key points or a place line it is still the first.
            for paragraph in paragraphs.prefix(8) where paragraph.kind == nil || paragraph.kind == .paragraph {
                guard let found = WireDateline.begin(paragraph.words) else { continue }
                if wire.dateline == nil { wire.dateline = found.dateline }
                if wire.source == nil { wire.source = found.source }
                break
            }
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
}

/// The status of an item in the words of the report.
enum WireStatus {
    /// `usable`, `withheld` or `canceled` for a code such as `stat:usable`; the code's own word for any other.
    static func status(_ code: String) -> String? {
        guard let last = code.split(whereSeparator: { $0 == ":" || $0 == "/" || $0 == "#" }).last else { return nil }
        let word = last.trimmingBlanks().lowercased()
        return word.isEmpty ? nil : WireWords.all.statuses[word] ?? word
    }
}

/// Lines of wires that are no text.
enum WireSlug {
    /// Whether a line is a slug: *BC-US--Harbor Strike, 1st Ld-Writethru,0412*.
    static func isSlug(_ line: String) -> Bool {
        let cycle = line.prefix(3).uppercased()
        guard !line.hasSuffix(".") else { return false }
        // US--Town Flood-1stLd-Writethru
        if line.dropFirst(2).hasPrefix("--"), line.prefix(2).allSatisfy(\.isUppercase) { return true }
        guard ["BC-", "AM-", "PM-", "AP-"].contains(cycle) else { return false }
        return line.dropFirst(3).first.map { $0.isLetter || $0 == "-" } ?? false
    }

    /// Whether a line only says that the item ends: *-30-*, *###*, *ENDS*.
    static func isEnd(_ line: String) -> Bool {
        guard line.utf8.count <= 24 else { return false }
        // Codes of desks: *jd/rk/mt*.
        let codes = line.split(separator: "/" as Character, omittingEmptySubsequences: false)
        if codes.count > 1,
            codes.allSatisfy({
                (1...5).contains($0.count) && $0.allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber }
            })
        {
            return true
        }
        // *AAP jd/so*
        let parts = line.split(separator: " " as Character)
        if parts.count == 2, WireByline.isOutlet(parts[0]), parts[1].contains("/"),
            parts[1].allSatisfy({ $0.isLowercase || $0 == "/" })
        {
            return true
        }
        guard line.utf8.count <= 12 else { return false }
        let words = line.filter { $0.isLetter || $0.isNumber }
        return words.isEmpty
            ? line.contains("#") || line.contains("*") || line.contains("=")
            : words == "30" || words == "ENDS" || words == "END"
    }
}
