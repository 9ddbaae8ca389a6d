import English
import Linguistics

/// What stands above the text: slug lines, sections, headlines, bylines, datelines.
extension BlockClassifier {
    private static let longestHeadline = 200

    /// What stands before the first prose: slug lines, the headline, what is below it.
    mutating func settleHead() {
        let body = units.firstIndex { isProse($0) || isFigures($0.kind) } ?? units.count
        dropUnlikelyDatelines(firstProse: body)
        guard units.count > 1 else { return }
        var headline: Int?
        for index in 0..<min(body, units.count) {
            let unit = units[index]
            if headline != nil, unit.kind == .note, isInterviewer(unit.form) { units[index].kind = .byline }
            if unit.kind == .headline { headline = headline ?? index }
            guard unit.kind == nil else { continue }
            if isCity(unit.form), index + 1 == body {
                units[index].kind = .dateline
            } else if isSection(index), headline == nil {
                units[index].kind = .header
            } else if isPostLine(index) || (headline != nil && isStroked(unit.form)) {
                units[index].kind = .byline
            } else if isHeading(unit.form, longest: Self.longestHeadline) {
                if headline == nil, !isLabelled(index) {
                    units[index].kind = .headline
                    units[index].level = 1
                    headline = index
                } else if headline != nil, body < units.count, !isLabelled(index) {
                    units[index].kind = .subhead
                    units[index].level = 2
                }
            }
        }
        // A deck that ends in a full stop stands between headline and byline.
        if let headline, body < units.count, body == headline + 1, body + 1 < units.count, units[body].form.size <= 35,
            units[body].kind == nil, datelines[body] == nil, units[body + 1].kind == .byline
        {
            units[body].kind = .subhead
            units[body].level = 2
        }
    }

    /// Drops datelines of a mere word behind the first paragraph, and everywhere where lines are labelled so.
    private mutating func dropUnlikelyDatelines(firstProse: Int) {
        var bare = 0
        for (index, run) in datelines where units[index].kind == nil && !isEvident(run) { bare += 1 }
        addColonDateline(firstProse)
        for (index, run) in datelines {
            guard units[index].kind == nil else {
                datelines[index] = nil
                continue
            }
            // In a digest each item has a headline above its dateline.
            let isHeaded =
                index > 0 && units[index - 1].kind == nil
                && isHeading(units[index - 1].form, longest: Self.longestSubhead)
            if !isEvident(run), !isHeaded, bare > 1 || index != firstProse { datelines[index] = nil }
        }
    }

    /// *NEW KESTOR: The government …*, where no other line begins like a speaker's label.
    private mutating func addColonDateline(_ index: Int) {
        guard index < units.count, units[index].kind == nil, datelines[index] == nil, units[index].form.size > 14,
            let colon = units[index].form.colon, (1...3).contains(colon - units[index].tokens.lowerBound)
        else { return }
        let run = units[index].tokens.lowerBound..<colon + 1
        guard run.dropLast().allSatisfy({ tokens.flags[$0].contains(.allCapitals) }), tokens.range(run).count > 4,
            colon + 1 < units[index].tokens.upperBound, tokens.flags[colon + 1].contains(.capitalized),
            !tokens.flags[colon + 1].contains(.allCapitals),
            !units[(index + 1)...].contains(where: { unit in
                unit.form.colon.map { tokens.flags[$0 - 1].contains(.allCapitals) } == true
            })
        else { return }
        datelines[index] = run
    }

    /// Whether it is *Interview by Fenella Roth* below a headline.
    private func isInterviewer(_ form: LineForm) -> Bool {
        let by = form.firstWord + 1
        return form.size <= 8 && form.end != .stop && by < form.tokens.upperBound && tokens.hashes[by] == WordHash("by")
    }

    /// *OPINION* above a headline.
    private func isSection(_ index: Int) -> Bool {
        let form = units[index].form
        return index + 1 < units.count && units[index + 1].kind == nil && (1...2).contains(form.size)
            && form.end == .none
            && BlockWords.sections.contains(tokens.hashes[form.firstWord])
            && (form.isShouted || form.size == 1) && isHeading(units[index + 1].form, longest: Self.longestHeadline)
    }

    /// A writer's post or paper on the line below the byline.
    private func isPostLine(_ index: Int) -> Bool {
        guard index > 0, units[index - 1].kind == .byline else { return false }
        let form = units[index].form
        return form.size <= 6 && form.end == .none && form.lowercase <= 2
            && form.tokens.contains {
                BlockWords.trades.contains(tokens.hashes[$0]) || BlockWords.agencies.contains(tokens.hashes[$0])
            }
    }

    /// Whether strokes part a writer from the paper: *Jane Doe | The Courier*.
    private func isStroked(_ form: LineForm) -> Bool {
        form.pipes > 0 && form.size <= 16 && form.lowercase <= 2 && form.end == .none
            && tokens.flags[form.tokens.lowerBound].contains(.capitalized)
    }

    /// Whether a speaker's label begins the line: `Q:`, or a name and a colon as other lines have.
    private func isLabelled(_ index: Int) -> Bool {
        let form = units[index].form
        if byte(form.firstWord) == UInt8(ascii: "Q") || byte(form.firstWord) == UInt8(ascii: "A"),
            tokens.ends[form.firstWord] - tokens.starts[form.firstWord] == 1
                || tokens.flags[form.firstWord].contains(.endsWithDot)
                    && tokens.ends[form.firstWord] - tokens.starts[form.firstWord] == 2,
            tokens.hashes[form.firstWord] != WordHash("a") || byte(after: form.firstWord) == UInt8(ascii: ":")
                || byte(after: form.firstWord) == UInt8(ascii: ".")
        {
            return true
        }
        guard let colon = form.colon else { return false }
        if colon == form.firstWord + 1, tokens.flags[form.firstWord].contains(.allCapitals),
            tokens.ends[form.firstWord] - tokens.starts[form.firstWord] <= 3
        {
            return true
        }
        guard colon - form.firstWord <= 4 else { return false }
        return units[(index + 1)...].prefix(8).contains { unit in
            guard let other = unit.form.colon else { return false }
            return (1...4).contains(other - unit.form.firstWord)
                && tokens.flags[unit.form.firstWord].contains(.capitalized)
        }
    }
}
