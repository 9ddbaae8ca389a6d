import AnalyzerKit
import Discourse

/// First and last lines: slugs, marks, notes, bylines and datelines.
extension WireReading {
    /// Slugs, marks, notes and bylines before the text.
    mutating func readHead() {
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
        var kept: [WireStory.Line] = []
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

    mutating func readTail() {
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

    mutating func readDateline() {
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
}
