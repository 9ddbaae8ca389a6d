import Corpora
import Foundation
import Quotes

/// Counts what is right, over documents.
struct QuoteScore {
    private struct Count {
        var right = 0
        var found = 0
        var gold = 0

        var line: String {
            let precision = found == 0 ? 0 : Double(right) / Double(found)
            let recall = gold == 0 ? 0 : Double(right) / Double(gold)
            let f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
            return String(
                format: "P %.3f  R %.3f  F1 %.3f  (%d right, %d found, %d gold)", precision, recall, f1, right, found,
                gold)
        }
    }

    private let isVerbose: Bool
    private var spans: [String: Count] = [:]
    private var joint = Count()
    /// Reports without marks, right where span and speaker are.
    private var reports = Count()
    private var reportSpeakers = (right: 0, total: 0)
    private var reportBins = [(right: Int, total: Int)](repeating: (0, 0), count: 10)
    private var speakerRight = 0
    private var speakerTotal = 0
    private var bins = [(right: Int, total: Int)](repeating: (0, 0), count: 10)
    /// Marked words and turns, reports apart, whose speaker the text names by a pronoun or a description where the gold has a name.
    private var takenUp = (right: 0, total: 0)
    private var reportsTakenUp = (right: 0, total: 0)
    private var within = (right: 0, total: 0)
    private var continues = (right: 0, total: 0)
    private static let speech: Set<String> = ["direct", "mixed", "turn"]

    init(isVerbose: Bool) { self.isVerbose = isVerbose }

    mutating func add(_ gold: QuoteGold, _ findings: Quotes.Findings) {
        let text = Array(gold.text.unicodeScalars)
        func trimmed(_ start: Int, _ end: Int) -> Range<Int> { QuoteGold.trimmed(start..<max(start, end), in: text) }
        var matchOfGold = [Int](repeating: -1, count: gold.quotes.count)
        var matchOfFound = [Int](repeating: -1, count: findings.quotes.count)
        var places: [Range<Int>: [Int]] = [:]
        for (index, quote) in gold.quotes.enumerated() where quote.kind != "indirect" {
            places[trimmed(quote.start, quote.end), default: []].append(index)
        }
        for (index, quote) in findings.quotes.enumerated() where quote.kind != .indirect {
            // A turn that is a quotation as a whole has both at one place.
            let open = places[trimmed(quote.start, quote.end), default: []].filter { matchOfGold[$0] < 0 }
            guard let place = open.first(where: { gold.quotes[$0].kind == quote.kind.rawValue }) ?? open.first else {
                continue
            }
            matchOfGold[place] = index
            matchOfFound[index] = place
        }
        for (index, quote) in findings.quotes.enumerated() where quote.kind == .indirect {
            for (place, other) in gold.quotes.enumerated() where other.kind == "indirect" && matchOfGold[place] < 0 {
                let overlap = min(quote.end, other.end) - max(quote.start, other.start)
                let union = max(quote.end, other.end) - min(quote.start, other.start)
                if overlap * 10 >= union * 8 {
                    matchOfGold[place] = index
                    matchOfFound[index] = place
                    break
                }
            }
        }
        func count(
            _ key: String, gold isGold: (QuoteGold.Quote) -> Bool, found isFound: (Quotes.Quote) -> Bool
        ) {
            var count = spans[key, default: Count()]
            for (place, quote) in gold.quotes.enumerated() where isGold(quote) && !quote.optional {
                count.gold += 1
                if matchOfGold[place] >= 0, isFound(findings.quotes[matchOfGold[place]]) { count.right += 1 }
            }
            for (index, quote) in findings.quotes.enumerated() where isFound(quote) {
                if matchOfFound[index] >= 0, gold.quotes[matchOfFound[index]].optional { continue }
                count.found += 1
            }
            spans[key] = count
        }
        count("speech", gold: { Self.speech.contains($0.kind) }, found: { Self.speech.contains($0.kind.rawValue) })
        count(
            "marks", gold: { ["direct", "mixed", "scare"].contains($0.kind) },
            found: { $0.kind != .indirect && $0.kind != .turn })
        for kind in ["direct", "mixed", "turn", "scare", "indirect"] {
            count(kind, gold: { $0.kind == kind }, found: { $0.kind.rawValue == kind })
        }
        for form in ["clause", "infinitive", "nominal"] where gold.quotes.contains(where: { $0.form == form }) {
            var counted = spans["indirect/" + form, default: Count()]
            for (place, quote) in gold.quotes.enumerated() where quote.form == form && !quote.optional {
                counted.gold += 1
                if matchOfGold[place] >= 0 { counted.right += 1 }
            }
            counted.found = counted.right
            spans["indirect/" + form] = counted
        }
        scoreSpeakers(gold, findings, matchOfGold, matchOfFound)
        scoreReports(gold, findings, matchOfGold, matchOfFound)
        scoreLinks(gold, findings, matchOfGold)
        if isVerbose { report(gold, findings, matchOfGold, matchOfFound) }
    }

    private mutating func scoreSpeakers(
        _ gold: QuoteGold, _ findings: Quotes.Findings, _ matchOfGold: [Int], _ matchOfFound: [Int]
    ) {
        for (place, quote) in gold.quotes.enumerated() where Self.speech.contains(quote.kind) && !quote.optional {
            joint.gold += 1
            guard matchOfGold[place] >= 0 else { continue }
            let found = findings.quotes[matchOfGold[place]]
            guard Self.speech.contains(found.kind.rawValue) else { continue }
            let isRight = quote.speakerUnknown ? found.speaker == nil : Self.agrees(quote, found.speaker)
            if quote.speakerUnknown, !isRight {
                joint.gold -= 1
                joint.found -= 1
                continue
            }
            speakerTotal += 1
            if isRight { speakerRight += 1; joint.right += 1 }
            if quote.isTakenUp { takenUp.total += 1; takenUp.right += isRight ? 1 : 0 }
            if found.speaker != nil {
                let bin = min(9, Int(found.confidence * 10))
                bins[bin].total += 1
                if isRight { bins[bin].right += 1 }
            }
        }
        for (index, quote) in findings.quotes.enumerated() where Self.speech.contains(quote.kind.rawValue) {
            if matchOfFound[index] >= 0, gold.quotes[matchOfFound[index]].optional { continue }
            joint.found += 1
        }
    }

    private mutating func scoreReports(
        _ gold: QuoteGold, _ findings: Quotes.Findings, _ matchOfGold: [Int], _ matchOfFound: [Int]
    ) {
        for (place, quote) in gold.quotes.enumerated() where quote.kind == "indirect" && !quote.optional {
            reports.gold += 1
            guard matchOfGold[place] >= 0, !quote.speakerUnknown else { continue }
            let found = findings.quotes[matchOfGold[place]]
            let isRight = Self.agrees(quote, found.speaker)
            reportSpeakers.total += 1
            if quote.isTakenUp { reportsTakenUp.total += 1; reportsTakenUp.right += isRight ? 1 : 0 }
            let bin = min(9, Int(found.confidence * 10))
            if found.speaker != nil { reportBins[bin].total += 1 }
            guard isRight else { continue }
            reportSpeakers.right += 1
            if found.speaker != nil { reportBins[bin].right += 1 }
            reports.right += 1
        }
        for (index, quote) in findings.quotes.enumerated() where quote.kind == .indirect {
            if matchOfFound[index] >= 0, gold.quotes[matchOfFound[index]].optional { continue }
            reports.found += 1
        }
    }

    private mutating func scoreLinks(_ gold: QuoteGold, _ findings: Quotes.Findings, _ matchOfGold: [Int]) {
        func id(_ place: Int?) -> String? {
            guard let place, place < matchOfGold.count, matchOfGold[place] >= 0 else { return nil }
            return findings.quotes[matchOfGold[place]].id
        }
        for (place, quote) in gold.quotes.enumerated()
        where quote.kind != "indirect" && !quote.optional && matchOfGold[place] >= 0 {
            let found = findings.quotes[matchOfGold[place]]
            if quote.within != nil || found.within != nil {
                within.total += 1
                if found.within == id(quote.within) { within.right += 1 }
            }
            if quote.continues != nil || found.continues != nil, !quote.continuesOptional {
                continues.total += 1
                if found.continues == id(quote.continues) { continues.right += 1 }
            }
        }
    }

    /// Whether the speaker found is one that the gold names.
    static func agrees(_ gold: QuoteGold.Quote, _ found: Quotes.Speaker?) -> Bool {
        gold.names(found?.name, entityCount: found?.entities.count ?? 0)
    }

    func print() {
        for key in ["marks", "speech", "direct", "mixed", "turn", "scare", "indirect"] {
            guard let count = spans[key], count.gold + count.found > 0 else { continue }
            Swift.print("  \(key.padding(toLength: 9, withPad: " ", startingAt: 0)) \(count.line)")
        }
        for form in ["clause", "infinitive", "nominal"] {
            guard let count = spans["indirect/" + form] else { continue }
            Swift.print("    of these \(form): \(count.right) of \(count.gold) found")
        }
        Swift.print("  joint     \(joint.line)")
        Swift.print(
            String(
                format: "  speaker   %.3f (%d of %d matched spans)",
                Double(speakerRight) / Double(max(1, speakerTotal)), speakerRight, speakerTotal))
        if reports.gold > 0 {
            Swift.print("  reports   \(reports.line)")
            Swift.print(
                String(
                    format: "  of reports speaker %.3f (%d of %d matched spans)",
                    Double(reportSpeakers.right) / Double(max(1, reportSpeakers.total)), reportSpeakers.right,
                    reportSpeakers.total))
        }
        if takenUp.total + reportsTakenUp.total > 0 {
            Swift.print(
                "  pronouns and descriptions \(takenUp.right) of \(takenUp.total), of reports "
                    + "\(reportsTakenUp.right) of \(reportsTakenUp.total)")
        }
        printSure("named", bins, speakerTotal)
        printSure("reports named", reportBins, reportSpeakers.total)
        Swift.print(
            "  within    \(within.right) of \(within.total); continues \(continues.right) of \(continues.total)")
        for (index, bin) in bins.enumerated() where bin.total > 0 {
            Swift.print(
                String(
                    format: "  confidence %.1f–%.1f: %.3f right of %d", Double(index) / 10, Double(index + 1) / 10,
                    Double(bin.right) / Double(bin.total), bin.total))
        }
        for (index, bin) in reportBins.enumerated() where bin.total > 0 {
            Swift.print(
                String(
                    format: "  confidence of reports %.1f–%.1f: %.3f right of %d", Double(index) / 10,
                    Double(index + 1) / 10, Double(bin.right) / Double(bin.total), bin.total))
        }
    }

    /// Prints how many of those matched have a speaker, and how many one that is sure to nine in ten; and how many of these are right.
    private func printSure(_ name: String, _ bins: [(right: Int, total: Int)], _ matched: Int) {
        guard matched > 0 else { return }
        let all = bins.reduce((right: 0, total: 0)) { ($0.right + $1.right, $0.total + $1.total) }
        func line(_ count: (right: Int, total: Int)) -> String {
            String(
                format: "%.3f right of %d, a share of %.2f", Double(count.right) / Double(max(1, count.total)),
                count.total, Double(count.total) / Double(matched))
        }
        Swift.print("  \(name) \(line(all)); at confidence ≥ 0.9 \(line(bins[9]))")
    }

    /// Prints the lines that a finder of direct quotations alone can be judged by.
    func printPeer(_ name: String) {
        Swift.print("  \(name) speech    \(spans["speech", default: Count()].line)")
        Swift.print("  \(name) joint     \(joint.line)")
    }

    private func report(
        _ gold: QuoteGold, _ findings: Quotes.Findings, _ matchOfGold: [Int], _ matchOfFound: [Int]
    ) {
        func short(_ start: Int, _ end: Int) -> String {
            let scalars = Array(gold.text.unicodeScalars)
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[max(0, start)..<min(end, scalars.count)])
            let words = String(view).replacingOccurrences(of: "\n", with: "⏎")
            return words.count > 110 ? String(words.prefix(50)) + " … " + String(words.suffix(50)) : words
        }
        for (place, quote) in gold.quotes.enumerated() where !quote.optional {
            guard matchOfGold[place] >= 0 else {
                Swift.print(
                    "    [\(gold.id)] MISSED \(quote.kind) «\(short(quote.start, quote.end))» \(quote.speakers)")
                continue
            }
            let found = findings.quotes[matchOfGold[place]]
            if found.kind.rawValue != quote.kind {
                Swift.print(
                    "    [\(gold.id)] KIND \(quote.kind)→\(found.kind.rawValue) «\(short(quote.start, quote.end))» \(found.confidence)"
                )
            }
            if Self.speech.contains(quote.kind), Self.speech.contains(found.kind.rawValue), !quote.speakerUnknown,
                !Self.agrees(quote, found.speaker)
            {
                Swift.print(
                    "    [\(gold.id)] SPEAKER \(quote.speakers)→\(found.speaker?.name ?? "none") (\(found.speaker?.text ?? "")) cue \(found.cue?.text ?? "none") \(found.confidence) «\(short(max(0, quote.start - 60), quote.start))» ‹\(short(quote.start, quote.end))› «\(short(quote.end, quote.end + 60))»"
                )
            }
            if quote.kind == "indirect", found.kind == .indirect, !quote.speakerUnknown,
                !Self.agrees(quote, found.speaker)
            {
                Swift.print(
                    "    [\(gold.id)] REPORT \(quote.speakers)→\(found.speaker?.name ?? "none") (\(found.speaker?.text ?? "")) cue \(found.cue?.text ?? "none") \(found.confidence) «\(short(max(0, quote.start - 60), quote.start))» ‹\(short(quote.start, quote.end))› «\(short(quote.end, quote.end + 60))»"
                )
            }
            if let wanted = quote.continues, !quote.continuesOptional, found.continues == nil {
                Swift.print("    [\(gold.id)] CONTINUES \(wanted) «\(short(quote.start, quote.end))»")
            }
            if quote.continues == nil, let wrong = found.continues {
                Swift.print("    [\(gold.id)] NOT CONTINUES \(wrong) «\(short(quote.start, quote.end))»")
            }
            if (quote.within == nil) != (found.within == nil), quote.kind != "indirect" {
                Swift.print(
                    "    [\(gold.id)] WITHIN \(String(describing: quote.within))→\(found.within ?? "none") «\(short(quote.start, quote.end))»"
                )
            }
        }
        for (index, quote) in findings.quotes.enumerated() where matchOfFound[index] < 0 {
            Swift.print(
                "    [\(gold.id)] EXTRA \(quote.kind.rawValue) «\(short(quote.start, quote.end))» \(quote.speaker?.name ?? "none") \(quote.cue?.text ?? "")"
            )
        }
    }
}
