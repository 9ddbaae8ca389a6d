import Linguistics
import Reporting

/// The tone along a text as a picture: a bar for each sentence, up for a positive one, down for a negative one, and below where
/// others speak.
struct ToneStrip {
    /// The picture's own units.
    private static let width = 720.0
    private static let middle = 22.0
    private static let height = 58.0
    private static let voices = 50.0
    /// More sentences than these are drawn together.
    private static let mostBars = 240
    /// The score whose bar has the full height, unless there are higher ones.
    private static let usualPeak = 0.4

    private struct Bar {
        var start: Double
        var end: Double
        var score: Double
        var label: StoredReport.Tone.Label
    }

    private let findings: Findings
    private let sentences: [StoredReport.SentenceTone]
    /// Units of the picture for each code point.
    private let scale: Double

    init(_ findings: Findings, _ sentiment: StoredReport.SentimentFindings) {
        self.findings = findings
        sentences = sentiment.sentences
        scale = Self.width / Double(max(1, findings.report.document.characters))
    }

    func write(into markup: inout Markup) {
        guard !sentences.isEmpty else { return }
        markup.element("figure", [("class", "strip")]) { markup in
            markup.element(
                "svg",
                [
                    ("viewBox", "0 0 \(Int(Self.width)) \(Int(Self.height))"), ("preserveAspectRatio", "none"),
                    ("role", "img"), ("aria-label", description),
                ]
            ) { markup in
                let bars = bars
                let peak = max(Self.usualPeak, bars.map { abs($0.score) }.max() ?? 0)
                for label in StoredReport.Tone.Label.allCases {
                    path(label.rawValue, bars.filter { $0.label == label }.map { rectangle($0, peak) }, into: &markup)
                }
                path("axis", ["M0 \(Self.middle)h\(Int(Self.width))v0.75h-\(Int(Self.width))z"], into: &markup)
                path(
                    "voices", voiceRuns.map { "M\($0.start) \(Self.voices)h\($0.length)v6h-\($0.length)z" },
                    into: &markup)
            }
            markup.element("figcaption", "Tone from the first sentence to the last; below the line, where others speak")
        }
    }

    private func path(_ name: String, _ pieces: [String], into markup: inout Markup) {
        guard !pieces.isEmpty else { return }
        markup.element("path", [("class", name), ("d", pieces.joined())], "")
    }

    private func rectangle(_ bar: Bar, _ peak: Double) -> String {
        let gap = min(1, (bar.end - bar.start) * 0.2)
        let width = max(0.4, bar.end - bar.start - gap)
        let height = bar.score / peak * (Self.middle - 2)
        // A sentence without tone shows that it is there.
        let shown = abs(height) < 1 ? (height < 0 ? -1 : 1) : height
        return "M\(Self.number(bar.start)) \(Self.number(Self.middle))h\(Self.number(width))"
            + "v\(Self.number(-shown))h\(Self.number(-width))z"
    }

    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// A bar a sentence, or for long texts one for each stretch of equal length.
    private var bars: [Bar] {
        let all = sentences.map { sentence in
            let score = sentence.tone.score.isFinite ? min(max(sentence.tone.score, -1), 1) : 0
            return Bar(
                start: Double(sentence.span.start) * scale, end: Double(sentence.span.end) * scale, score: score,
                label: sentence.tone.label)
        }
        guard all.count > Self.mostBars else { return all }
        let step = Self.width / Double(Self.mostBars)
        var sums = [(score: Double, length: Double, toned: Double)](repeating: (0, 0, 0), count: Self.mostBars)
        for bar in all {
            // By where it begins: a sentence is shorter than a stretch.
            let place = min(max(Int(bar.start / step), 0), Self.mostBars - 1)
            let length = max(bar.end - bar.start, .leastNonzeroMagnitude)
            sums[place].score += bar.score * length
            sums[place].length += length
            if bar.label != .neutral { sums[place].toned += length }
        }
        return sums.enumerated().compactMap { place, sum in
            guard sum.length > 0 else { return nil }
            let score = sum.score / sum.length
            let isNeutral = sum.toned < sum.length / 4
            return Bar(
                start: Double(place) * step, end: Double(place + 1) * step, score: score,
                label: isNeutral ? .neutral : score < 0 ? .negative : .positive)
        }
    }

    /// Where others speak, in whole units of the picture.
    private var voiceRuns: [(start: Int, length: Int)] {
        var isSpoken = [Bool](repeating: false, count: Int(Self.width) + 1)
        var reach = 0
        // In the order of the text, so that none is coloured twice.
        for quote in findings.report.quotes.sorted(by: { $0.span.start < $1.span.start }) where quote.kind != .scare {
            let start = max(reach, Int(Double(quote.span.start) * scale))
            let end = Int((Double(quote.span.end) * scale).rounded(.up))
            guard start < end else { continue }
            for place in start..<min(end, isSpoken.count) { isSpoken[place] = true }
            reach = end
        }
        var runs: [(start: Int, length: Int)] = []
        for place in isSpoken.indices where isSpoken[place] {
            if let last = runs.last, last.start + last.length == place {
                runs[runs.count - 1].length += 1
            } else {
                runs.append((place, 1))
            }
        }
        return runs
    }

    /// The picture in words.
    private var description: String {
        func count(_ label: StoredReport.Tone.Label) -> Int { sentences.count { $0.tone.label == label } }
        var text =
            "Tone along the text: of \(Count.of(sentences.count, "sentence")) \(Count.grouped(count(.positive))) positive, "
            + "\(Count.grouped(count(.negative))) negative, the others neutral."
        let extremes = [
            ("Most positive", sentences.max { $0.tone.score < $1.tone.score }),
            ("Most negative", sentences.min { $0.tone.score < $1.tone.score }),
        ]
        for case (let name, let sentence?) in extremes where sentence.tone.label != .neutral {
            let words = findings.text.string(in: findings.index.range(sentence.span))
            text += " \(name): \(words.shortened(to: 120))"
        }
        return text
    }
}

extension String {
    /// The beginning of longer words, up to a space where there is one, with an ellipsis.
    func shortened(to count: Int) -> String {
        let scalars = unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: count, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return self }
        let head = scalars[..<end]
        let space = head.lastIndex { $0 == " " || $0 == "\n" }
        let half = scalars.index(scalars.startIndex, offsetBy: count / 2)
        return String(head[..<(space.map { $0 > half ? $0 : end } ?? end)]) + "…"
    }
}
