/// Words of a mail's head in another charset than ASCII, RFC 2047: `=?utf-8?Q?Caf=C3=A9?=`.
enum EncodedWords {
    /// Whether any stand in a field.
    static func occur(in value: String) -> Bool { words(in: value).contains { $0.word != nil } }

    /// A field with its encoded words decoded; one whose charset or code is wrong stays as it is.
    static func decoded(_ value: String) -> String {
        var text = ""
        var run: (charset: String, bytes: [UInt8], written: String)?
        func flush() {
            guard let pending = run else { return }
            run = nil
            let bytes = try? TextDecoding.decode(pending.bytes, declared: pending.charset).bytes
            // A field is one line.
            text += bytes.map { String(decoding: $0.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self) } ?? pending.written
        }
        for part in words(in: value) {
            guard let word = part.word else {
                // White space between two of them belongs to neither.
                if run != nil, part.written.allSatisfy(\.isWhitespace) {
                    run?.written += part.written
                    continue
                }
                flush()
                text += part.written
                continue
            }
            // A letter may be cut between two.
            if run?.charset == word.charset {
                run?.bytes += word.bytes
                run?.written += part.written
            } else {
                flush()
                run = (word.charset, word.bytes, part.written)
            }
        }
        flush()
        return text
    }

    /// The longest encoded word that is read, in characters: those of the standard have 75.
    private static let longestWord = 1000

    /// A field in parts, each an encoded word or what stands between two.
    private static func words(in value: String) -> [(written: String, word: (charset: String, bytes: [UInt8])?)] {
        var parts: [(written: String, word: (charset: String, bytes: [UInt8])?)] = []
        var rest = value[...]
        var plain = ""
        while let start = rest.byteRange(of: "=?") {
            plain += rest[..<start.lowerBound]
            rest = rest[start.lowerBound...]
            // =?charset?code?text?=; the charset may name a language behind a star.
            let fields = rest.dropFirst(2).prefix(longestWord).prefix(while: { !$0.isWhitespace })
                .split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
            guard fields.count == 4, !fields[0].isEmpty, fields[3].first == "=",
                let bytes = bytes(fields[2], code: fields[1].lowercased())
            else {
                plain += rest.prefix(2)
                rest = rest.dropFirst(2)
                continue
            }
            if !plain.isEmpty { parts.append((plain, nil)) }
            plain = ""
            let next = value.index(after: fields[3].startIndex)
            parts.append((String(rest[..<next]), (String(fields[0].prefix { $0 != "*" }).lowercased(), bytes)))
            rest = value[next...]
        }
        plain += rest
        if !plain.isEmpty { parts.append((plain, nil)) }
        return parts
    }

    private static func bytes(_ text: Substring, code: String) -> [UInt8]? {
        switch code {
        case "q":
            TransferEncoding.fromQuotedPrintable(Array(text.utf8.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 })[...])
        case "b": TransferEncoding.fromBase64(Array(text.utf8)[...])
        default: nil
        }
    }
}
