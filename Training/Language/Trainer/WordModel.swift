import Algorithms
import Foundation

/// Words of a language as lingua's n-gram models have them.
///
/// The models give P(last letter | letters before) for one to five letters inside words, without pruning. So the counts
/// of all n-grams follow up to a factor; what is missing in the sum over the next letter is how often a word ends there,
/// and what is missing in the sum over the letter before is how often one starts there. Words of up to three letters
/// come out with their own frequencies, longer ones as a Markov chain of order four has them.
struct WordModel {
    /// The letters that may follow a beginning, with running sums of their weights; nil is the word's end.
    private struct Choice {
        var letters: [UInt64?] = []
        var sums: [Double] = []

        mutating func add(_ letter: UInt64?, _ weight: Double) {
            letters.append(letter)
            sums.append((sums.last ?? 0) + weight)
        }

        func draw(_ generator: inout SplitMix64) -> UInt64? {
            let place = generator.uniform() * (sums.last ?? 0)
            return letters[min(sums.partitioningIndex { $0 > place }, sums.count - 1)]
        }
    }

    private static let bits: UInt64 = 12
    private static let mask: UInt64 = (1 << bits) - 1
    private static let longest = 40

    private var alphabet: [Unicode.Scalar] = []
    /// By the word's first letters, up to three, in front of them a one.
    private var beginnings: [UInt64: Choice] = [:]
    /// By four letters anywhere.
    private var middles: [UInt64: Choice] = [:]

    /// Reads the five files of a language, unpacked.
    init(_ folder: URL) throws {
        var numbers: [Unicode.Scalar: UInt64] = [:]
        var levels: [[UInt64: Double]] = []
        for name in ["unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams"] {
            let file = try JSONDecoder().decode(
                File.self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
            var level: [UInt64: Double] = [:]
            for (fraction, grams) in file.ngrams {
                let parts = fraction.utf8.split(separator: UInt8(ascii: "/")).compactMap { Double(Substring($0)) }
                guard parts.count == 2 else { throw Unreadable(what: "\(folder.path): '\(fraction)'") }
                for gram in grams.split(separator: " ") {
                    var key: UInt64 = 0
                    for scalar in gram.unicodeScalars {
                        if numbers[scalar] == nil {
                            // The number shows in no result, since all is sorted by the scalars' values below.
                            numbers[scalar] = UInt64(alphabet.count)
                            alphabet.append(scalar)
                        }
                        key = key << Self.bits | (numbers[scalar] ?? 0)
                    }
                    level[key] = parts[0] / parts[1] * (levels.last.map { $0[key >> Self.bits] ?? 0 } ?? 1)
                }
            }
            levels.append(level)
        }
        beginnings = Self.beginnings(levels, order: order)
        middles = Self.choices(levels[4], whole: levels[3], order: order)
    }

    private struct File: Decodable { var ngrams: [String: String] }

    /// What could not be read.
    struct Unreadable: Error { var what: String }

    /// Draws a word.
    func word(_ generator: inout SplitMix64) -> String {
        var letters: [UInt64] = []
        while letters.count < Self.longest {
            let choice: Choice?
            if letters.count < 4 {
                choice = beginnings[letters.reduce(1) { $0 << Self.bits | $1 }]
            } else {
                choice = middles[letters.suffix(4).reduce(0) { $0 << Self.bits | $1 }]
            }
            guard let letter = choice?.draw(&generator) else { break }
            letters.append(letter)
        }
        var word = String.UnicodeScalarView()
        word.append(contentsOf: letters.map { alphabet[Int($0)] })
        return String(word)
    }

    /// A key's place in an order that does not depend on how the letters were numbered.
    private func order(_ key: UInt64) -> [UInt32] {
        stride(from: 48, through: 0, by: -12).map { alphabet[Int(key >> UInt64($0) & Self.mask)].value }
    }

    private static func beginnings(
        _ levels: [[UInt64: Double]], order: (UInt64) -> [UInt32]
    ) -> [UInt64: Choice] {
        var all: [UInt64: Choice] = [:]
        var before: [UInt64: Double] = [:]
        for length in 0..<4 {
            let width = bits * UInt64(length + 1)
            var starts = levels[length]
            for (key, count) in levels[length + 1].sorted(by: { $0.key < $1.key }) {
                starts[key & (1 << width - 1), default: 0] -= count
            }
            // What rounding leaves of a difference of equals is no start.
            starts = starts.filter { $0.value > (levels[length][$0.key] ?? 0) * 1e-6 }
            let choices = Self.choices(starts, whole: before, order: order)
            for (key, choice) in choices { all[key | 1 << (bits * UInt64(length))] = choice }
            before = starts
        }
        return all
    }

    /// What follows each key without its last letter; where `whole` is more than their sum, a word may end.
    private static func choices(
        _ level: [UInt64: Double], whole: [UInt64: Double], order: (UInt64) -> [UInt32]
    ) -> [UInt64: Choice] {
        var choices: [UInt64: Choice] = [:]
        let sorted = level.map { (key: $0.key, order: order($0.key), count: $0.value) }
            .sorted { $0.order.lexicographicallyPrecedes($1.order) }
        for (key, _, count) in sorted { choices[key >> bits, default: Choice()].add(key & mask, count) }
        for key in choices.keys {
            guard let all = whole[key], let sum = choices[key]?.sums.last else { continue }
            if all - sum > all * 1e-6 { choices[key]?.add(nil, all - sum) }
        }
        return choices
    }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    /// Begins at a place that a text names.
    init(_ seed: String) {
        state = seed.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in 0..<1.
    mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}
