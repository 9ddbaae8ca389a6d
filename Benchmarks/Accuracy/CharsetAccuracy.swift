import Charsets
import Foundation

/// Scores the telling of charsets on lines `code TAB text`: written in each charset that fits the language, several lengths.
///
/// A line `code TAB charset … TAB text` is one text in each of the charsets that it names.
/// A text is right where it is decoded to what it was, in whatever charset.
enum CharsetAccuracy {
    private struct Sample {
        var language: String
        var charset: String
        var length: Int
        var bytes: [UInt8]
        var text: String
        /// Whether the line itself names its charset.
        var isListed = false
    }

    /// Of how many characters a text has at least: a short item, a paragraph, an article.
    private static let lengths = [80, 300, 1_500]
    /// As many texts of a language, charset and length.
    private static let most = 8

    /// What each language is written in, by the names that iconv(3) has; `*` stands before those without a mark that
    /// texts of any language come in.
    private static let charsets: [String: String] = {
        let western = "CP1252 ISO-8859-1 ISO-8859-15 MACINTOSH IBM850 IBM437"
        let central = "CP1250 ISO-8859-2 IBM852 MAC-CENTRALEUROPE"
        let cyrillic = "CP1251 KOI8-R ISO-8859-5 IBM866 MAC-UK IBM855"
        let baltic = "CP1257 ISO-8859-13 ISO-8859-4"
        return [
            "en": western, "fr": western, "de": western, "es": western, "it": western, "pt": western, "nl": western,
            "sv": western, "da": western, "nb": western, "fi": western, "is": western, "ca": western, "gl": western,
            "ga": "CP1252 ISO-8859-1 MACINTOSH", "sq": "CP1252 ISO-8859-1",
            "pl": central, "cs": central, "sk": central, "hu": central, "sl": "CP1250 ISO-8859-2 IBM852",
            "hr": "CP1250 ISO-8859-2 IBM852", "ro": "CP1250 ISO-8859-2 IBM852",
            "ru": cyrillic, "uk": "CP1251 KOI8-U ISO-8859-5 MAC-UK", "be": "CP1251 ISO-8859-5",
            "bg": "CP1251 ISO-8859-5 IBM855", "sr": "CP1251 ISO-8859-5", "mk": "CP1251 ISO-8859-5",
            "el": "CP1253 ISO-8859-7 CP737", "tr": "CP1254 ISO-8859-9 IBM857", "he": "CP1255 ISO-8859-8 IBM862",
            "ar": "CP1256 ISO-8859-6", "fa": "CP1256", "lt": baltic, "lv": baltic,
            "et": "CP1257 ISO-8859-13 ISO-8859-15", "vi": "CP1258", "th": "CP874 TIS-620", "zh": "GB18030 Big5",
            "zh-Hans": "GBK GB18030 EUC-CN", "zh-Hant": "BIG5", "ja": "SHIFT_JIS EUC-JP ISO-2022-JP",
            "ko": "EUC-KR CP949 ISO-2022-KR", "eo": "ISO-8859-3", "cy": "ISO-8859-14",
        ]
    }()
    private static let ofAny = ["UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE"]
    /// Charsets whose bytes are all of ASCII.
    private static let sevenBit: Set<String> = ["ISO-2022-JP", "ISO-2022-KR", "UTF-7"]

    static func run(_ arguments: [String]) async throws {
        for file in arguments where !file.hasPrefix("--") { try await score(file, arguments) }
    }

    private static func score(_ file: String, _ options: [String]) async throws {
        var lines: [String: [String]] = [:]
        var samples: [Sample] = []
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
            if let listed = listed(line) {
                samples += listed
                continue
            }
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            // C1 controls come of windows-1252 read as ISO 8859-1.
            guard parts.count == 2, !parts[1].unicodeScalars.contains(where: { 0x7F..<0xA0 ~= $0.value }) else {
                continue
            }
            lines[parts[0], default: []].append(options.contains("--curly") ? curly(parts[1]) : parts[1])
        }
        for (language, list) in charsets.sorted(by: { $0.key < $1.key }) {
            let names = list.split(separator: " ").map(String.init) + ofAny
            for name in names { samples += made(of: lines[language] ?? [], language, name) }
        }
        print("\(file): \(samples.count) texts in \(Set(samples.map(\.language)).count) languages")
        guard !samples.isEmpty else { return }
        let began = processorTime()
        let found = samples.map { sample in
            (try? TextDecoder.decode(sample.bytes)).map { String(decoding: $0.utf8, as: UTF8.self) }
        }
        let seconds = Double(processorTime() - began) / 1e9
        let bytes = samples.reduce(0) { $0 + $1.bytes.count }
        table("Copydesk", samples, found)
        if options.contains("--peers") {
            let inputs = samples.map { Data($0.bytes).base64EncodedString() }
            let peers: [String: [String?]] = try await PythonPeer.answer(of: "charset_peers.py", to: inputs)
            for (name, answers) in peers.sorted(by: { $0.key < $1.key }) {
                table(name, samples, answers)
                let better = samples.indices.count {
                    isRight(answers[$0], samples[$0]) && !isRight(found[$0], samples[$0])
                }
                print("    right where Copydesk is not: \(better)")
            }
        }
        if options.contains("--errors") {
            for (sample, text) in zip(samples, found) where !isRight(text, sample) {
                let name: String
                do {
                    name = try TextDecoder.decode(sample.bytes).charset
                } catch {
                    name = "\(error)"
                }
                let odd = sample.text.unicodeScalars.filter { $0.value >= 0x80 }.prefix(12).map(String.init).joined()
                print("  \(sample.language) \(sample.charset) \(sample.length) as \(name): \(odd)")
            }
        }
        print(
            "  \(String(format: "%.2f", 1e3 * seconds / Double(samples.count))) ms a text of \(bytes / samples.count) bytes"
        )
    }

    /// The texts of a line that names its charsets; nil for any other.
    private static func listed(_ line: Substring) -> [Sample]? {
        let fields = line.split(separator: "\t").map(String.init)
        guard fields.count == 3 else { return nil }
        return fields[1].split(separator: " ").map(String.init).compactMap { charset in
            guard let (bytes, end) = Converter(from: "UTF-8", to: charset)?.convert(Array(fields[2].utf8).span),
                end == .whole
            else {
                print("  \(charset) cannot write: \(fields[2].prefix(40))")
                return nil
            }
            return Sample(
                language: fields[0], charset: charset, length: fields[2].count, bytes: bytes, text: fields[2],
                isListed: true)
        }
    }

    /// Texts of lines in a row, those that the charset can write.
    private static func made(of lines: [String], _ language: String, _ charset: String) -> [Sample] {
        guard let encoder = Converter(from: "UTF-8", to: charset), let decoder = Converter(from: charset, to: "UTF-8")
        else {
            return []
        }
        let able = lines.filter { line in
            let (bytes, end) = encoder.convert(Array(line.utf8).span)
            guard end == .whole else { return false }
            return same(String(decoding: decoder.convert(bytes.span).text, as: UTF8.self), line)
        }
        var samples: [Sample] = []
        for length in lengths {
            var text = ""
            var count = 0
            for line in able where count < most {
                text += line + "\n"
                guard text.count >= length else { continue }
                let bytes = encoder.convert(Array(text.utf8).span).text
                if bytes.contains(where: { $0 >= 0x80 || $0 == 0 }) || sevenBit.contains(charset) {
                    samples.append(
                        Sample(language: language, charset: charset, length: length, bytes: bytes, text: text))
                    count += 1
                }
                text = ""
            }
        }
        return samples
    }

    /// With the quotation marks and dashes of print for those of the typewriter.
    private static func curly(_ line: String) -> String {
        var curled = ""
        for character in line {
            switch character {
            case "\"": curled += curled.last.map { $0.isWhitespace || $0 == "(" } ?? true ? "“" : "”"
            case "'": curled += curled.last.map { $0.isWhitespace || $0 == "(" } ?? true ? "‘" : "’"
            default: curled.append(character)
            }
        }
        return curled.replacingOccurrences(of: " - ", with: " – ").replacingOccurrences(of: "...", with: "…")
    }

    private static func isRight(_ text: String?, _ sample: Sample) -> Bool {
        text.map { same($0, sample.text) } ?? false
    }

    /// Whether texts are canonically the same.
    private static func same(_ one: String, _ other: String) -> Bool { one == other }

    private static func table(_ name: String, _ samples: [Sample], _ found: [String?]) {
        var right: [String: (right: Int, all: Int)] = [:]
        func count(_ key: String, _ isRight: Bool) {
            right[key, default: (0, 0)].all += 1
            if isRight { right[key, default: (0, 0)].right += 1 }
        }
        for (sample, text) in zip(samples, found) {
            let isRight = isRight(text, sample)
            let isUnicode = ofAny.contains(sample.charset) && !sample.isListed
            let kind = isUnicode ? "Unicode" : sample.language == "en" ? "English" : "others"
            if !sample.isListed { count("\(kind), \(sample.length) characters", isRight) }
            count("\(kind), all", isRight)
            if kind != "Unicode" { count("  \(kind) \(sample.charset)", isRight) }
        }
        print("  \(name)")
        let counts = right.filter { !$0.key.hasPrefix("  ") || $0.value.right < $0.value.all }
        for (key, value) in counts.sorted(by: { $0.key < $1.key }) {
            print("    \(key): \(value.right)/\(value.all)")
        }
    }

    private static func processorTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
