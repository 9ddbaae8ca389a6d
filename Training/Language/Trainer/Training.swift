import Algorithms
import Foundation
#if canImport(LanguageIdentification)
import LanguageIdentification
#endif

/// Stochastic gradient descent on sentences of words drawn by their frequency.
///
/// Joulin et al., "Bag of tricks for efficient text classification", 2017: a text is the sum of the rows that its words
/// look up, and a linear layer over the sum gives each language's score. Two things differ. The sum is divided by the
/// square root of the number of rows, not by the number, so that longer texts give surer answers. And only languages of
/// the text's script compete.
struct Training {
    private typealias Row = SIMD16<Float>

    private struct Language {
        var tag: String
        var script: Script
        /// Running sums of the words' counts.
        var sums: [Double] = []
        /// Each word's place in `rows`.
        var words: [Range<Int>] = []
    }

    private var languages: [Language] = []
    /// The languages of each one's script.
    private var rivals: [[Int]] = []
    private var weights: [Row] = []
    private var biases: [Float] = []
    private var rows: [UInt16] = []
    /// Freed with the process.
    private let table = UnsafeMutableBufferPointer<Row>.allocate(capacity: WordFeatures.rowCount)
    private var generator = SplitMix64("language")

    private struct Word {
        var rows: Range<Int>
        var weight: Float
    }

    /// The sentence at hand, and its scores.
    private var words: [Word] = []
    private var scores: [Float] = []

    private static let epochs = 6
    private static let sentencesPerLanguage = 20_000
    private static let learningRate: Float = 0.25

    init(words folder: String) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".tsv") }.sorted()
        for file in files { try read(URL(filePath: folder).appending(path: file)) }
        for index in table.indices {
            var row = Row()
            for unit in 0..<Row.scalarCount { row[unit] = Float(generator.uniform() - 0.5) / 8 }
            table.initializeElement(at: index, to: row)
        }
        rivals = languages.map { language in languages.indices.filter { languages[$0].script == language.script } }
        weights = [Row](repeating: Row(repeating: 0), count: languages.count)
        biases = [Float](repeating: 0, count: languages.count)
    }

    private mutating func read(_ file: URL) throws {
        var language = Language(tag: file.deletingPathExtension().lastPathComponent, script: .latin)
        var letters: [Script: Int] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "\t")
            guard parts.count == 2, let count = Int(parts[1]) else { continue }
            let scalars = parts[0].unicodeScalars.prefix(WordFeatures.maxLetters).map { Script.lowercased($0.value) }
            guard let script = Script.ofLetter(scalars[0]), script.isShared else { continue }
            letters[script, default: 0] += count
            let start = rows.count
            WordFeatures.forEachRow(of: scalars.span) { rows.append(UInt16($0)) }
            language.words.append(start..<rows.count)
            language.sums.append((language.sums.last ?? 0) + Double(count))
        }
        guard let script = letters.max(by: { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) })?.key else {
            return
        }
        language.script = script
        languages.append(language)
    }

    mutating func run(writingTo path: String) throws {
        let total = Self.epochs * Self.sentencesPerLanguage * languages.count
        var done = 0
        var loss: Double = 0
        var right = 0
        while done < total {
            for target in languages.indices {
                let rate = Self.learningRate * (1 - Float(done) / Float(total))
                let result = step(target, rate)
                loss += result.loss
                if result.isRight { right += 1 }
                done += 1
                if done % (total / (2 * Self.epochs)) == 0 {
                    let share = Double(total / (2 * Self.epochs))
                    FileHandle.standardError.write(
                        Data("\(done * 100 / total) %: loss \(loss / share), right \(Double(right) / share)\n".utf8))
                    loss = 0
                    right = 0
                }
            }
        }
        try Data(encoded()).write(to: URL(filePath: path))
    }

    /// A word by its frequency.
    private mutating func draw(_ language: Int) -> Range<Int> {
        let place = generator.uniform() * (languages[language].sums.last ?? 0)
        let drawn = languages[language].sums.partitioningIndex { $0 > place }
        return languages[language].words[min(drawn, languages[language].sums.count - 1)]
    }

    /// Makes a sentence of 1 to 40 words, in half of them some replaced by words of other languages, as names are.
    private mutating func makeSentence(_ target: Int) {
        words.removeAll(keepingCapacity: true)
        let length = Int(exp(generator.uniform() * log(40)))
        let foreign = generator.uniform() < 0.5 ? generator.uniform() * 0.5 : 0
        for _ in 0..<max(1, length) {
            if generator.uniform() < foreign {
                let other = rivals[target][Int.random(in: 0..<rivals[target].count, using: &generator)]
                // Names are rarely a language's frequent words.
                let word = Int.random(in: 0..<languages[other].words.count, using: &generator)
                words.append(Word(rows: languages[other].words[word], weight: 0.5))
            } else {
                let word = draw(target)
                words.append(Word(rows: word, weight: generator.uniform() < 0.12 ? 0.5 : 1))
            }
        }
    }

    private mutating func step(_ target: Int, _ rate: Float) -> (loss: Double, isRight: Bool) {
        makeSentence(target)
        var sum = Row(repeating: 0)
        var weight: Float = 0
        for word in words {
            var part = Row(repeating: 0)
            for row in word.rows { part += table[Int(rows[row])] }
            sum += part * word.weight
            weight += Float(word.rows.count) * word.weight
        }
        let scale = 1 / weight.squareRoot()
        let text = sum * scale
        scores.removeAll(keepingCapacity: true)
        for rival in rivals[target] { scores.append((weights[rival] * text).sum() + biases[rival]) }
        let top = scores.max() ?? 0
        var norm: Float = 0
        for index in scores.indices {
            scores[index] = exp(scores[index] - top)
            norm += scores[index]
        }
        var gradient = Row(repeating: 0)
        var loss: Double = 0
        var isRight = false
        for (index, rival) in rivals[target].enumerated() {
            let probability = scores[index] / norm
            if rival == target {
                loss = -Double(log(max(probability, 1e-30)))
                isRight = scores[index] == 1
            }
            let error = (rival == target ? 1 : 0) - probability
            gradient += weights[rival] * error
            weights[rival] += text * (rate * error)
            biases[rival] += rate * error * 0.1
        }
        gradient *= rate * scale
        for word in words {
            let change = gradient * word.weight
            for row in word.rows { table[Int(rows[row])] += change }
        }
        return (loss, isRight)
    }

    /// The model's file: see `LanguageModel`.
    private func encoded() -> [UInt8] {
        var bytes: [UInt8] = Array("CDLANG1\n".utf8)
        func put(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
        func put(_ value: Float) { put(value.bitPattern) }
        // A few far values would make all others coarse.
        let magnitudes = table.flatMap { row in (0..<Row.scalarCount).map { row[$0].magnitude } }.sorted()
        let scale = magnitudes[magnitudes.count - magnitudes.count / 2_000 - 1] / 127
        put(UInt32(languages.count))
        put(scale)
        for (index, language) in languages.enumerated() {
            bytes.append(contentsOf: (Array(language.tag.utf8) + [UInt8](repeating: 0, count: 7)).prefix(7))
            bytes.append(language.script.rawValue)
            put(biases[index])
            for unit in 0..<Row.scalarCount { put(weights[index][unit]) }
        }
        bytes.append(contentsOf: [UInt8](repeating: 0, count: (64 - bytes.count % 64) % 64))
        for row in table {
            for unit in 0..<Row.scalarCount {
                bytes.append(UInt8(bitPattern: Int8(max(-127, min(127, (row[unit] / scale).rounded())))))
            }
        }
        return bytes
    }
}
