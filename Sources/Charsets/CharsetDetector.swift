/// Tells which charset bytes that are no UTF-8 and have no byte order mark are in: the one in which they read most like
/// a language.
///
/// Each charset that texts come in is a reading of the bytes; how likely a reading is follows from how often its
/// characters stand in a language (`LetterModel`) and how they stand among each other (`Signs`). For single bytes that
/// is a sum over a histogram, for every charset and language of it; the best are looked at in context.
struct CharsetDetector {
    /// A way to read bytes.
    struct Reading {
        let charset: Charset
        /// ISO 639-1.
        let language: String
        /// The natural logarithm of how likely it is, up to a constant of the bytes.
        var score: Float
    }

    /// As many bytes are looked at, from shortly before the first that is not ASCII.
    private static let sampleSize = 1 << 16
    private static let lead = 1 << 10
    /// As many of the best by their letters are looked at in context.
    private static let finalists = 12

    /// All ways to read the bytes, the likeliest first.
    ///
    /// - Parameter bytes: In no particular charset; some of them not ASCII.
    static func readings(of bytes: Span<UInt8>) -> [Reading] {
        var first = 0
        while first < bytes.count, bytes[first] < 0x80 { first += 1 }
        let start = max(0, first - lead)
        let sample = bytes.extracting(start..<min(bytes.count, start + sampleSize))
        var readings = singleByteReadings(of: sample)
        readings.append(contentsOf: WideReading.readings(of: sample, isCut: sample.count < bytes.count))
        return readings.sorted { ($0.score, $1.charset.name) > ($1.score, $0.charset.name) }
    }

    /// How likely it is that bytes are in a charset, where `readings` has it.
    static func score(of charset: Charset, in readings: [Reading]) -> Float? {
        readings.first { $0.charset == charset }?.score
    }

    private static func singleByteReadings(of sample: Span<UInt8>) -> [Reading] {
        var counts = [Float](repeating: 0, count: 256)
        for index in sample.indices { counts[Int(sample[index])] += 1 }
        let used = (0..<256).filter { counts[$0] > 0 }
        let model = LetterModel.shared
        // What the bytes of ASCII say for a language is the same in all its charsets.
        var ofASCII: [String: Float] = [:]
        func score(ofASCIIIn language: LetterModel.Language) -> Float {
            if let known = ofASCII[language.tag] { return known }
            let score = used.prefix { $0 < 0x80 }.reduce(0 as Float) {
                $0 + counts[$1] * model.logShare(of: LetterModel.Character(UInt32($1)), in: language)
            }
            ofASCII[language.tag] = score
            return score
        }
        let high = used.drop { $0 < 0x80 }
        var readings: [(reading: Reading, table: SingleByteCharset)] = []
        for table in SingleByteCharset.all {
            let characters = high.map { (counts[$0], LetterModel.Character(table.scalars[$0])) }
            let best = model.languages(of: table).map { language in
                (
                    score: characters.reduce(score(ofASCIIIn: language)) {
                        $0 + $1.0 * model.logShare(of: $1.1, in: language)
                    }, tag: language.tag
                )
            }.max { $0.score < $1.score }
            guard let best else { continue }
            readings.append(
                (Reading(charset: table.charset, language: best.tag, score: best.score + table.prior), table))
        }
        readings.sort { $0.reading.score > $1.reading.score }
        let top = readings.first?.reading.score ?? 0
        return readings.enumerated().filter { $0.offset < finalists || $0.element.reading.score > top - 80 }.map {
            var reading = $0.element.reading
            reading.score += fit(of: sample, as: $0.element.table)
            return reading
        }
    }

    /// How well the characters that are not ASCII stand in their places.
    private static func fit(of sample: Span<UInt8>, as table: SingleByteCharset) -> Float {
        let characters = table.scalars.map { LetterModel.Character($0) }
        let space = LetterModel.Character(0x20)
        func character(_ index: Int) -> LetterModel.Character {
            sample.indices.contains(index) ? characters[Int(sample[index])] : space
        }
        var fit: Float = 0
        for index in sample.indices where sample[index] >= 0x80 {
            fit += Signs.fit(
                character(index), after: (character(index - 2), character(index - 1)), before: character(index + 1))
        }
        return fit
    }
}
