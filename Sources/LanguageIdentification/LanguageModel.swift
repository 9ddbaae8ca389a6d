import CLanguageModel

/// What tells languages of one script apart: a row of sixteen bytes for each feature of a word, and for each language
/// what such a sum of rows says for it.
///
/// The file, little-endian: `CDLANG1\n`; the number of languages and what a byte is worth (UInt32, Float32); for each
/// language its tag in seven bytes padded with zeros, its `Script`, its bias and sixteen weights (Float32); zeros up to
/// a multiple of 64; the rows. It is this program's own, compiled in, so what breaks its form is a bug.
package struct LanguageModel: Sendable {
    /// A row of the table.
    typealias Row = SIMD16<Int8>

    /// One language.
    struct Language: Sendable {
        let tag: String
        let bias: Float
        let weights: SIMD16<Float>
    }

    /// The model compiled in.
    package static let shared = LanguageModel()

    /// The languages of each shared script.
    let languages: [[Language]]
    /// The tags of all its languages.
    package let tags: [String]
    /// What a byte of a row is worth.
    let unit: Float
    // Lives as long as the program: it is in its read-only data.
    nonisolated(unsafe) private let rows: UnsafeRawPointer

    private init() {
        guard let base = copydesk_language_model() else { preconditionFailure("no language model") }
        let bytes = UnsafeRawBufferPointer(start: base, count: copydesk_language_model_size())
        precondition(bytes.prefix(8).elementsEqual("CDLANG1\n".utf8), "not a language model")
        let count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
        func float(at offset: Int) -> Float {
            Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }
        unit = float(at: 12)
        var languages = [[Language]](repeating: [], count: Script.allCases.count)
        var tags: [String] = []
        let entrySize = 8 + 4 * 17
        for index in 0..<count {
            let offset = 16 + index * entrySize
            let tag = String(decoding: bytes[offset..<offset + 7].prefix { $0 != 0 }, as: UTF8.self)
            var weights = SIMD16<Float>()
            for unit in 0..<16 { weights[unit] = float(at: offset + 12 + 4 * unit) }
            languages[Int(bytes[offset + 7])].append(
                Language(tag: tag, bias: float(at: offset + 8), weights: weights))
            tags.append(tag)
        }
        self.languages = languages
        self.tags = tags
        let start = (16 + count * entrySize + 63) & ~63
        precondition(bytes.count == start + WordFeatures.rowCount * 16, "a language model of another size")
        rows = base + start
    }

    /// A row of the table.
    @inline(__always)
    func row(_ index: Int) -> Row { rows.loadUnaligned(fromByteOffset: index * 16, as: Row.self) }
}
