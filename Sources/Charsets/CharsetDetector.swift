/// Tells which charset bytes that are no UTF-8 and have no byte order mark are in: the one in which they read most like
/// a language.
///
/// Each charset that texts come in is a reading of the bytes; how likely a reading is follows from how often its
/// characters stand in a language (`LetterModel`) and how they stand among each other (`Signs`). For single bytes that
/// is a sum over a histogram, for every charset and language of it; the best are looked at in context.
struct CharsetDetector {
    /// A way to read bytes.
    struct Reading {
        /// What they are read as.
        let charset: Charset
        /// ISO 639-1.
        let language: String
        /// The natural logarithm of how likely it is, up to a constant of the bytes.
        var score: Float
    }

    /// All ways to read the bytes, the likeliest first.
    ///
    /// UTF-8 among them is UTF-8 with bytes of windows-1252 in it.
    let readings: [Reading]
    /// How likely the bytes are where they are no text of any charset but ASCII with noise in it.
    let noise: Float

    /// As many of the best by their letters are looked at in context, and those that are this near to the best.
    private static let finalists = 12
    private static let nearness: Float = 80
    /// As many characters that are not ASCII are looked at in context.
    private static let contexts = 400
    /// The natural logarithms of how likely bytes are as noise: for being so at all, and each.
    private static let priorOfNoise: Float = -5
    private static let logShareOfNoise: Float = -12.5
    /// Of guillemets of one side only, and of a no-break space where keyboards had none.
    private static let loneGuillemet: Float = -3
    private static let hardSpace: Float = -6
    /// Of UTF-8 with bytes of windows-1252 in it.
    private static let priorOfMixture: Float = -4

    /// Reads the bytes in all ways.
    ///
    /// - Parameter bytes: In no particular charset; some of them not ASCII.
    init(_ bytes: Span<UInt8>) {
        let taken = DetectorSample(of: bytes)
        let sample = taken.bytes.span
        let letters = Letters(of: sample)
        var readings = Self.singleByteReadings(of: sample, letters)
        readings.append(contentsOf: WideReading.readings(of: sample, isCut: taken.isCut))
        readings.append(contentsOf: WideReading.readingsAsUTF16(bytes))
        if let mixture = Self.mixture(of: sample, letters) { readings.append(mixture) }
        self.readings = readings.sorted { ($0.score, $1.charset.name) > ($1.score, $0.charset.name) }
        noise = (letters.western.max() ?? 0) + Self.priorOfNoise + Float(letters.highCount) * Self.logShareOfNoise
    }

    /// How likely it is that the bytes are in a charset, where `readings` has it.
    func score(of charset: Charset) -> Float? { readings.first { $0.charset == charset }?.score }

    /// How often each byte stands in the sample, and what those of ASCII say for each language: they say the same in all
    /// its charsets.
    private struct Letters {
        var counts = [Float](repeating: 0, count: 256)
        let high: [Int]
        let ascii: [Float]
        let western: [Float]
        var highCount: Int { Int(high.reduce(0) { $0 + counts[$1] }) }

        init(of sample: Span<UInt8>) {
            for index in sample.indices { counts[Int(sample[index])] += 1 }
            let (counts, model) = (counts, LetterModel.shared)
            high = (0x80..<0x100).filter { counts[$0] > 0 }
            let used = (0..<0x80).filter { counts[$0] > 0 }
            let ascii = model.languages.indices.map { row in
                used.reduce(0 as Float) { $0 + counts[$1] * model.logShare(row: row, column: $1) }
            }
            self.ascii = ascii
            western = model.western.map { ascii[$0] }
        }
    }

    private static func singleByteReadings(of sample: Span<UInt8>, _ letters: Letters) -> [Reading] {
        let model = LetterModel.shared
        var readings: [(reading: Reading, table: LetterModel.Table)] = []
        for table in model.tables {
            let used = letters.high.map { (count: letters.counts[$0], column: table.columns[$0]) }
            var best: (score: Float, row: Int)?
            for row in table.rows {
                let score = used.reduce(letters.ascii[row]) {
                    $0 + $1.count * model.logShare(row: row, column: $1.column)
                }
                if score > best?.score ?? -.infinity { best = (score, row) }
            }
            guard let best else { continue }
            let charset = table.charset
            let reading = Reading(
                charset: charset.charset, language: model.languages[best.row].tag,
                score: best.score + charset.prior + pairing(of: used)
                    + (charset.isOfDOS ? letters.counts[0xFF] * hardSpace : 0))
            readings.append((reading, table))
        }
        readings.sort { ($0.reading.score, $1.reading.charset.name) > ($1.reading.score, $0.reading.charset.name) }
        let top = readings.first?.reading.score ?? 0
        return readings.enumerated().filter { $0.offset < finalists || $0.element.reading.score > top - nearness }.map {
            var reading = $0.element.reading
            let columns = $0.element.table.columns
            reading.score += fit(of: sample.count, isHigh: { sample[$0] >= 0x80 }, column: { columns[Int(sample[$0])] })
            return reading
        }
    }

    /// What speaks against a reading that has guillemets of one side only.
    private static func pairing(of used: [(count: Float, column: Int)]) -> Float {
        let characters = LetterModel.shared.characters
        let has = { (sign: UInt32) in used.contains { characters[$0.column].scalar == sign } }
        return has(0xAB) != has(0xBB) ? loneGuillemet : 0
    }

    /// How well the characters that are not ASCII stand in their places.
    private static func fit(of count: Int, isHigh: (Int) -> Bool, column: (Int) -> Int) -> Float {
        let characters = LetterModel.shared.characters
        func character(_ index: Int) -> LetterModel.Character {
            characters[0..<count ~= index ? column(index) : 0x20]
        }
        var (fit, seen) = (0 as Float, 0)
        for index in 0..<count where isHigh(index) {
            fit += Signs.fit(
                character(index), after: (character(index - 2), character(index - 1)), before: character(index + 1))
            seen += 1
            if seen == contexts { break }
        }
        return fit
    }

    /// The bytes as UTF-8 where they are that, and as windows-1252 elsewhere; `nil` where none are UTF-8.
    private static func mixture(of sample: Span<UInt8>, _ letters: Letters) -> Reading? {
        let (pieces, formed) = ByteForm.mixture(sample)
        guard formed > 0 else { return nil }
        let model = LetterModel.shared
        let other = Logarithm.of(LetterModel.leastShare)
        let columns = pieces.map { model.column(of: $0) }
        var counts: [Int: Float] = [:]
        var unknown: Float = 0
        for case let (scalar, column) in zip(pieces, columns) where scalar >= 0x80 {
            if let column { counts[column, default: 0] += 1 } else { unknown += 1 }
        }
        let used = counts.sorted { $0.key < $1.key }
        let best = model.languages.indices.map { row in
            (
                score: used.reduce(letters.ascii[row]) { $0 + $1.value * model.logShare(row: row, column: $1.key) },
                row: row
            )
        }.max { $0.score < $1.score }
        guard let best else { return nil }
        let space = 0x20
        let fit = fit(of: pieces.count, isHigh: { pieces[$0] >= 0x80 }, column: { columns[$0] ?? space })
        return Reading(
            charset: .utf8, language: model.languages[best.row].tag,
            score: best.score + unknown * other + fit + priorOfMixture)
    }
}
