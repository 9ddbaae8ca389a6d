import Foundation
import Rendering
import Reporting
import TestSupport
import Testing
import XML

/// Reports made to break a page or to run something on it.
@Suite struct HostileReportTests {
    static let attacks = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "</style><script>x()",
        "]]><![CDATA[", "<!-- --!> -->", "&lt;&#60;&amp;", "javascript:alert(1)", "</main></body></html>",
        "{{{title}}}",
        "\u{202E}txt.exe\u{202C} \u{2066}\u{200F}", "\u{0}\u{1}\u{B}\u{C}\u{1B}[31m\u{7F}\u{85}\u{9B}\u{FFFE}\u{FFFF}",
        "a\r\nb\rc", "\u{2028}\u{2029}\u{FEFF}\u{AD}", "e\u{301}\u{20DD}👩‍👩‍👧🏽", "\u{1F3F4}\u{E0067}\u{10FFFF}",
    ]

    @Test(arguments: attacks) func wordsOfAReportAreShownAndNeverRun(attack: String) throws {
        var json = ReportJSON("Before \(attack) after. \(attack)")
        json.document = [
            "title": attack, "path": attack, "authors": [attack], "publisher": attack, "url": attack,
            "language": attack,
            "published": attack, "mediaType": attack, "charset": attack, "sha256": attack, "reading": attack,
            "part": ["of": attack, "number": 1, "name": attack],
            "wire": ReportJSON.wire([
                "status": attack, "embargo": attack, "ednote": attack, "slugline": attack, "signals": [attack],
                "keywords": [attack], "id": attack, "dateline": attack, "source": attack,
            ]),
        ]
        let place = json.place(of: attack)
        json.entities = [
            [
                "id": attack, "name": attack, "type": "PER", "aliases": [attack, "x"], "codes": [attack: attack],
                "mentions": 1,
            ]
        ]
        json.mention(place, "PER", of: attack)
        json.quote(place, "direct", by: attack)
        json.quotes[0]["id"] = attack
        json.speakers = [["name": attack, "entity": attack, "quotes": [attack]]]
        json.problems = [["analyzer": attack, "reason": attack, "message": attack]]
        json.targets = [
            [
                "entity": attack, "name": attack, "mentions": 1, "news": ["label": attack, "score": 0, "mentions": 1],
                "stance": [
                    "label": attack, "score": 0, "confidence": 0.5, "critical": 1, "supportive": 0, "neutral": 0,
                    "evidence": [
                        [
                            "start": place.lowerBound, "end": place.upperBound, "holder": attack, "quote": attack,
                            "label": attack,
                        ]
                    ],
                ],
            ]
        ]
        let report = try StoredReport(json.bytes(), from: "r.json")
        let page = try Page(report)
        page.check(report)
        let shown = attack.unicodeScalars.map { scalar -> String in
            switch scalar.value {
            case 0x0D, 0x0A, 0x09: ""
            case 0..<0x20: String(UnicodeScalar(0x2400 + scalar.value) ?? "?")
            case 0x7F: "\u{2421}"
            case 0x80..<0xA0, 0xFFFE, 0xFFFF: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: String(scalar)
            }
        }.joined()
        #expect(page.documentText.dense.contains("Before\(shown)after.".dense))
        #expect(page.places["e1"]?.text.dense.contains(shown.dense) == true)
        #expect(page.places["said-1"]?.text.dense.contains(shown.dense) == true)
        // What stands in a sentence of the page's own keeps its direction to itself.
        for name in page.elements("bdi") { #expect(name.text.isEmpty || !name.children.contains { $0.isElement }) }
    }

    /// A generator that gives the same numbers for the same seed (Marsaglia, *Xorshift RNGs*, 2003).
    struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    @Test(arguments: 1...60) func findingsMayOverlapAsTheyLike(seed: Int) throws {
        var numbers = Numbers(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
        let text = (0..<40).map { _ in
            ["“a”", "Ann", "\n\n", " ", "é", "said", "| ", "👍"].randomElement(using: &numbers) ?? ""
        }
        .joined()
        var json = ReportJSON(text)
        let count = text.unicodeScalars.count
        func range(_ numbers: inout Numbers) -> Range<Int> {
            let ends = [Int.random(in: 0...count, using: &numbers), Int.random(in: 0...count, using: &numbers)]
            return min(ends[0], ends[1])..<max(ends[0], ends[1])
        }
        let kinds = ["paragraph", "headline", "table", "list", "dateline", "quote", "note", "subhead", "agate"]
        for _ in 0..<Int.random(in: 0...6, using: &numbers) {
            let place = range(&numbers)
            json.blocks.append([
                "start": place.lowerBound, "end": place.upperBound, "kind": kinds.randomElement(using: &numbers) ?? "",
                "level": Int.random(in: 1...4, using: &numbers),
                "source": ["page": Int.random(in: 1...2, using: &numbers)],
            ])
        }
        json.entities = [
            ["id": "e1", "name": "Ann", "type": "PER", "aliases": ["Ann"], "codes": [String: String](), "mentions": 1]
        ]
        for _ in 0..<12 { json.mention(range(&numbers), "ORG", of: Bool.random(using: &numbers) ? "e1" : "e9") }
        for _ in 0..<12 {
            let kind = ["direct", "turn", "indirect", "mixed", "scare"].randomElement(using: &numbers) ?? "direct"
            json.quote(range(&numbers), kind, by: Bool.random(using: &numbers) ? "Ann" : nil)
        }
        let evidence: [[String: Any]] = (0..<6).map { number in
            let place = range(&numbers)
            return [
                "start": place.lowerBound, "end": place.upperBound, "holder": NSNull(), "quote": NSNull(),
                "label": number % 2 == 0 ? "critical" : "supportive",
            ]
        }
        json.targets = [
            [
                "entity": "e1", "name": "Ann", "mentions": 1, "news": NSNull(),
                "stance": [
                    "label": "mixed", "score": 0, "confidence": 0.5, "critical": 3, "supportive": 3, "neutral": 0,
                    "evidence": evidence,
                ],
            ]
        ]
        let report = try StoredReport(json.bytes(), from: "r.json")
        let page = try Page(report)
        page.check(report)
        #expect(page.documentText.dense.replacing("|", with: "") == text.dense.replacing("|", with: ""))
    }

    /// Quotes one behind the other, each with a speaker and a name; or each within the one before.
    private func large(_ count: Int, nested: Bool) throws -> StoredReport {
        let sentence = "“It rained,” Ann Lee said.\n\n"
        let length = sentence.unicodeScalars.count
        var json = ReportJSON("")
        json.text = String(repeating: sentence, count: count)
        json.entities = [
            [
                "id": "e1", "name": "Ann Lee", "type": "PER", "aliases": ["Ann Lee"], "codes": [String: String](),
                "mentions": count,
            ]
        ]
        let end = count * length
        for index in 0..<count {
            let start = index * length
            let words: [String: Any] =
                nested
                ? ["start": start, "end": max(start + 1, end - index), "text": "It rained,"]
                : ["start": start + 1, "end": start + 11, "text": "It rained,"]
            let speaker: [String: Any] = [
                "name": "Ann Lee", "entities": ["e1"], "start": start + 13, "end": start + 20, "text": "Ann Lee",
            ]
            json.quotes.append(
                words.merging([
                    "id": "q\(index + 1)", "kind": "direct", "within": NSNull(), "continues": NSNull(),
                    "speaker": speaker, "cue": ["start": start + 21, "end": start + 25, "text": "said"],
                    "confidence": 0.9,
                ]) { $1 })
            json.mentions.append([
                "start": start + 13, "end": start + 20, "text": "Ann Lee", "type": "PER", "entity": "e1",
                "confidence": 0.9,
            ])
            json.blocks.append([
                "start": start, "end": start + length - 2, "kind": "paragraph", "level": NSNull(), "source": NSNull(),
            ])
            json.sentences.append([
                "start": start, "end": start + length - 2, "score": -0.2, "label": "negative", "strength": 0.4,
            ])
        }
        json.speakers = [["name": "Ann Lee", "entity": "e1", "quotes": (1...count).map { "q\($0)" }]]
        return try StoredReport(json.bytes(), from: "r.json")
    }

    @Test(arguments: [false, true]) func fourTimesAsManyQuotesTakeFourTimesAsLong(
        nested: Bool
    ) throws {
        let (small, large) = (try large(5_000, nested: nested), try large(20_000, nested: nested))
        _ = ReportPage(small).html()
        var sizes: [Int] = []
        let times = [small, large].map { report in
            processorTime { sizes.append(ReportPage(report).html().count) }
        }
        #expect(times[1] < times[0] * 8, "four times the quotes: \(times)")
        #expect(sizes[1] < sizes[0] * 5)
        try Page(large).check(large)
    }
}
