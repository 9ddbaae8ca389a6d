import AnalyzerTesting
import Foundation

/// Makes reports with distributions as news has them: words and names by Zipf's law, lengths log-normal, some quotes in
/// each, some stories in versions.
///
/// The same seed gives the same reports.
struct ReportGenerator {
    private var random: SplitMix64
    private let words: [String]
    private let people: [String]
    private let organizations: [String]
    private let places: [String]
    private let publishers = (0..<40).map { "Gazette \($0)" }
    private var wordRanks: ZipfTable
    private var nameRanks: ZipfTable

    init(seed: UInt64) {
        random = SplitMix64(state: seed)
        // Some hundred, so that words pack no better than real ones.
        let syllables =
            "bcdfghklmnprstvwz".flatMap { first in "aeiou".map { "\(first)\($0)" } }
            + [
                "an", "ing", "ter", "ion", "est", "ous", "er", "al", "ment", "ly", "con", "pre", "tra", "sh", "ck",
                "st",
            ]
        var random = SplitMix64(state: 7)
        func word(_ parts: ClosedRange<Int>) -> String {
            (0..<Int.random(in: parts, using: &random)).map { _ in syllables.randomElement(using: &random) ?? "" }
                .joined()
        }
        words = (0..<30_000).map { $0 < 120 ? word(1...2) : word(2...4) }
        let surnames = (0..<8_000).map { _ in word(2...3).capitalized }
        let given = (0..<900).map { _ in word(1...3).capitalized }
        people = (0..<40_000).map { _ in
            "\(given.randomElement(using: &random) ?? "") \(surnames.randomElement(using: &random) ?? "")"
        }
        organizations = (0..<12_000).map { _ in "\(word(2...3).capitalized) \(word(2...3).capitalized) Union" }
        places = (0..<4_000).map { _ in word(2...4).capitalized }
        wordRanks = ZipfTable(count: 30_000, exponent: 1.05)
        nameRanks = ZipfTable(count: 4_000, exponent: 0.9)
    }

    /// Somebody whom many documents name.
    var wellKnown: String { people[2] }
    var placeWellKnown: String { places[1] }
    /// Words that some documents have in a row, as often as the law has it.
    var phrase: String { "\(words[40]) \(words[60])" }
    var wordInMany: String { words[30] }

    /// The report with a number, as the daemon writes it.
    mutating func report(_ number: Int) -> [UInt8] {
        let length = Int(exp(6.0 + 0.6 * random.normal())) + 40
        var text = ""
        var position = 0
        var sentences: [String] = []
        var mentions: [String] = []
        var quotes: [String] = []
        var named: [(name: String, type: String, count: Int)] = []
        let cast = max(4, length / 24)
        for _ in 0..<cast {
            let rank = nameRanks.rank(&random)
            let one: (String, String) =
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<5: (people[(rank * 10 + Int.random(in: 0..<10, using: &random)) % people.count], "PER")
                case 5..<8: (organizations[rank * 3 % organizations.count], "ORG")
                default: (places[rank], "LOC")
                }
            if !named.contains(where: { $0.name == one.0 }) { named.append((one.0, one.1, 0)) }
        }
        func hundredths(_ range: ClosedRange<Int>) -> String { "0.\(Int.random(in: range, using: &random))" }
        var blocks: [String] = []
        func add(_ piece: String) {
            text += piece
            position += piece.unicodeScalars.count
        }
        var written = 0
        while written < length {
            let start = position
            let count = 8 + Int(abs(random.normal()) * 9)
            let subject = Int.random(in: 0..<named.count, using: &random)
            let name = named[subject].name
            if Bool.random(using: &random) {
                let other = Int.random(in: 0..<named.count, using: &random)
                let called = named[other].name
                mentions.append(
                    #"{"start":\#(position),"end":\#(position + called.count),"text":"\#(called)","type":"\#(named[other].type)","entity":"e\#(other + 1)","confidence":\#(hundredths(55...99))}"#
                )
                named[other].count += 1
                add(called + " and ")
            }
            let subjectStart = position
            mentions.append(
                #"{"start":\#(position),"end":\#(position + name.count),"text":"\#(name)","type":"\#(named[subject].type)","entity":"e\#(subject + 1)","confidence":\#(hundredths(55...99))}"#
            )
            named[subject].count += 1
            add(name + " ")
            let isQuote = Int.random(in: 0..<5, using: &random) < 2
            if isQuote { add("said “") }
            let first = position
            for index in 0..<count { add((index == 0 ? "" : " ") + words[wordRanks.rank(&random)]) }
            if isQuote {
                let speaker = named[subject]
                quotes.append(
                    #"{"id":"q\#(quotes.count + 1)","start":\#(first),"end":\#(position),"text":"\#(text.suffix(position - first))","kind":"direct","within":null,"continues":null,"speaker":{"name":"\#(speaker.name)","entities":["e\#(subject + 1)"],"start":\#(subjectStart),"end":\#(subjectStart + name.count),"text":"\#(quotes.count % 3 == 0 ? "he" : name)"},"cue":{"start":\#(first - 6),"end":\#(first - 2),"text":"said"},"confidence":\#(hundredths(60...99))}"#
                )
                add("”")
            }
            add(". ")
            let label = ["negative", "neutral", "positive"].randomElement(using: &random) ?? "neutral"
            let sign = label == "negative" ? "-" : ""
            sentences.append(
                #"{"start":\#(start),"end":\#(position - 1),"score":\#(sign)\#(hundredths(10...79)),"label":"\#(label)","strength":\#(hundredths(20...89))}"#
            )
            blocks.append(
                #"{"start":\#(start),"end":\#(position - 1),"kind":"paragraph","level":null,"source":null}"#)
            written += count + 3
        }
        let entities = named.enumerated().map { index, one in
            let half = one.name.split(separator: " ").last.map(String.init) ?? one.name
            let aliases = one.type == "PER" ? #""\#(half)","\#(one.name)""# : #""\#(one.name)""#
            return
                #"{"id":"e\#(index + 1)","name":"\#(one.name)","type":"\#(one.type)","aliases":[\#(aliases)],"codes":{},"mentions":\#(one.count)}"#
        }
        let targets = named.enumerated().map { index, one in
            let isJudged = Int.random(in: 0..<6, using: &random) == 0
            let stance =
                isJudged
                ? #"{"label":"\#(Bool.random(using: &random) ? "critical" : "supportive")","score":-0.4,"confidence":0.8,"critical":1,"supportive":0,"neutral":2,"evidence":[]}"#
                : "null"
            return
                #"{"entity":"e\#(index + 1)","name":"\#(one.name)","mentions":\#(one.count),"stance":\#(stance),"news":null}"#
        }
        let day = number % 365
        let date = Date(timeIntervalSince1970: 1_735_689_600 + Double(day) * 86_400 + Double(number % 86_400))
        let wire =
            number % 10 == 0
            ? #"{"id":"urn:agency:story:\#(number / 20)","version":"\#(number / 10 % 2 + 1)","status":"usable","signals":[],"embargo":null,"urgency":4,"slugline":null,"dateline":null,"source":"Agency","ednote":null,"keywords":[],"subjects":[]}"#
            : "null"
        let digest = String(number, radix: 16)
        let title =
            text.split(separator: ".", maxSplits: 1).first.map(String.init)?.replacing("“", with: "") ?? "Untitled"
        return Array(
            #"{"schema":2,"copydesk":"0.1.0","document":{"path":"\#(number / 1000)/story-\#(number).txt","sha256":"\#(String(repeating: "0", count: 64 - digest.count) + digest)","bytes":\#(text.utf8.count),"characters":\#(text.unicodeScalars.count),"mediaType":"text/plain","charset":"UTF-8","language":"en","title":"\#(title)","authors":["\#(people[number % people.count])"],"published":"\#(date.formatted(.iso8601))","modified":null,"publisher":"\#(publishers[number % 40])","url":null,"wire":\#(wire),"part":null,"reading":"auto","words":\#(written),"sentences":\#(sentences.count),"paragraphs":\#(blocks.count),"text":"\#(text)","blocks":[\#(blocks.joined(separator: ","))]},"analyzers":{"entities":{"version":"2","findings":{"entities":[\#(entities.joined(separator: ","))],"mentions":[\#(mentions.joined(separator: ","))]}},"quotes":{"version":"2","findings":{"quotes":[\#(quotes.joined(separator: ","))],"speakers":[]}},"sentiment":{"version":"2","findings":{"document":{"score":0.1,"label":"neutral","strength":0.5,"voice":{"score":0.1,"label":"neutral","strength":0.5}},"sentences":[\#(sentences.joined(separator: ","))],"quotes":[],"targets":[\#(targets.joined(separator: ","))]}}},"problems":[]}"#
                .utf8)
    }
}

/// Ranks by Zipf's law.
struct ZipfTable {
    private let sums: [Double]

    init(count: Int, exponent: Double) {
        var sum = 0.0
        sums = (1...count).map { rank in
            sum += 1 / pow(Double(rank), exponent)
            return sum
        }
    }

    /// A rank from 0.
    func rank(_ random: inout SplitMix64) -> Int {
        let wanted = Double.random(in: 0..<(sums.last ?? 1), using: &random)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] <= wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension SplitMix64 {
    /// By the normal distribution (Box and Muller, 1958).
    mutating func normal() -> Double {
        let radius = Double.random(in: Double.leastNormalMagnitude..<1, using: &self)
        return sqrt(-2 * log(radius)) * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
    }
}
