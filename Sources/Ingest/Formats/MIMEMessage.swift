import AnalyzerKit

/// A message in parts or in a transfer encoding: a page saved with its pictures (MHTML, RFC 2557), a mail as it is sent.
///
/// Of a page's parts the first in HTML is read, of a mail's the first plain text with the head that readers see, or else
/// the first in HTML. Mails that are text as they stand are plain text.
enum MIMEMessage: SourceFormat {
    static let mediaType = "message/rfc822"
    static let name = "a MIME message"
    /// A mail that is text as it stands is plain text under `.eml`, too.
    static let pathExtensions = ["mht", "mhtml"]

    /// Parts stand in each other this deep at most.
    private static let deepest = 8
    /// The fields of a head that readers see.
    private static let shownFields: Set<String> = ["from", "to", "cc", "date", "subject"]

    static func matches(_ file: SourceFile) -> Bool {
        guard file.root == nil, file.head.holds("mime-version:"),
            let first = file.head.first, first.isLetter || first == "-"
        else { return false }
        let part = Part(file.bytes.prefix(SourceFile.headBytes))
        guard part.fields.contains(where: { $0.name == "mime-version" }), let type = part["content-type"] else {
            return false
        }
        return type.lowercased().hasPrefix("multipart/") || part.isEncoded
            || part.fields.contains { shownFields.contains($0.name) && EncodedWords.occur(in: $0.value) }
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let message = Part(file.bytes[...])
        let isPage = message["content-type"]?.lowercased().hasPrefix("multipart/related") ?? false
        let kinds = isPage ? ["text/html", "application/xhtml"] : ["text/plain", "text/html"]
        for kind in kinds {
            guard let part = part(of: kind, in: message, depth: 0) else { continue }
            var text =
                kind == "text/plain"
                ? try plain(part, of: message)
                : try HTMLPages.text(of: part.decoded, path: file.path, charset: part.charset)
            let place = message["snapshot-content-location"] ?? part["content-location"]
            if text.metadata.url == nil { text.metadata.url = place.flatMap(PageHead.webAddress) }
            text.mediaType = kind == "text/plain" ? mediaType : isPage ? "multipart/related" : HTMLPages.mediaType
            guard !text.isEmpty else { continue }
            return [text]
        }
        throw .empty(format: name)
    }

    /// The text of a mail's part below the fields of its head that readers see.
    private static func plain(_ part: Part, of message: Part) throws(DecodeError) -> SourceText {
        let decoded = try TextDecoding.decode(part.decoded, declared: part.charset)
        let head = message.fields.filter { shownFields.contains($0.name) }.map {
            "\($0.written): \(EncodedWords.decoded($0.value))\n"
        }.joined()
        var text = SourceText(plain: head.isEmpty ? decoded.bytes : Array(head.utf8) + [0x0A] + decoded.bytes)
        text.charset = decoded.charset
        text.notices = decoded.notices
        WireHold.read(text.bytes)?.apply(to: &text)
        return text
    }

    private static func part(of kind: String, in part: Part, depth: Int) -> Part? {
        let type = part["content-type"]?.lowercased() ?? "text/plain"
        if type.hasPrefix(kind) { return part }
        guard type.hasPrefix("multipart/"), depth < deepest, let boundary = part.parameter("boundary") else {
            return nil
        }
        return part.parts(boundary).lazy.compactMap { Self.part(of: kind, in: $0, depth: depth + 1) }.first
    }

    /// A head of fields and what stands below it.
    fileprivate struct Part {
        var fields: [(name: String, written: String, value: String)] = []
        var body: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) {
            var rest = bytes
            while let end = rest.firstIndex(of: 0x0A) ?? (rest.isEmpty ? nil : rest.endIndex) {
                var line = rest[..<end]
                if line.last == 0x0D { line = line.dropLast() }
                rest = rest[min(end + 1, rest.endIndex)...]
                if line.isEmpty { break }
                let text = String(decoding: line, as: UTF8.self)
                if text.first == " " || text.first == "\t" {
                    if !fields.isEmpty { fields[fields.count - 1].value += " " + text.trimmingBlanks() }
                } else if let colon = text.firstIndex(of: ":") {
                    let name = String(text[..<colon])
                    fields.append((name.lowercased(), name, text[text.index(after: colon)...].trimmingBlanks()))
                }
            }
            body = rest
        }

        subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

        /// A parameter of the type, with or without quotation marks around it.
        func parameter(_ name: String) -> String? {
            guard let type = self["content-type"], let found = type.lowercased().byteRange(of: "\(name)=") else {
                return nil
            }
            let offset = type.lowercased().utf8.distance(from: type.lowercased().startIndex, to: found.upperBound)
            let rest = String(decoding: Array(type.utf8.dropFirst(offset)), as: UTF8.self)
            let value =
                rest.first == "\"" ? rest.dropFirst().prefix { $0 != "\"" } : rest.prefix { $0 != ";" && $0 != " " }
            return value.isEmpty ? nil : String(value)
        }

        var charset: String? { parameter("charset") }

        var isEncoded: Bool { ["quoted-printable", "base64"].contains(encoding) }

        private var encoding: String { self["content-transfer-encoding"]?.lowercased() ?? "" }

        /// What lies between lines of the boundary.
        ///
        /// - Complexity: O(bytes).
        func parts(_ boundary: String) -> [Part] {
            let mark = Array("--\(boundary)".utf8)
            var parts: [Part] = []
            var start: Int?
            var line = body.startIndex
            while line < body.endIndex {
                let end = body[line...].firstIndex(of: 0x0A) ?? body.endIndex
                if body[line..<end].starts(with: mark) {
                    if let start { parts.append(Part(body[start..<line])) }
                    start = min(end + 1, body.endIndex)
                    if body[line..<end].dropFirst(mark.count).starts(with: [0x2D, 0x2D]) { return parts }
                }
                line = end + 1
            }
            if let start, start < body.endIndex { parts.append(Part(body[start...])) }
            return parts
        }

        /// The body without its transfer encoding.
        var decoded: [UInt8] {
            switch encoding {
            case "quoted-printable": Self.fromQuotedPrintable(body)
            case "base64": Self.fromBase64(body)
            default: Array(body)
            }
        }

        /// RFC 2045, 6.7; a sign that begins no code stays as it is.
        static func fromQuotedPrintable(_ body: ArraySlice<UInt8>) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(body.count)
            var index = body.startIndex
            while index < body.endIndex {
                guard body[index] == UInt8(ascii: "=") else {
                    bytes.append(body[index])
                    index += 1
                    continue
                }
                // A soft line break, perhaps with blanks before its end.
                var next = index + 1
                while next < body.endIndex, body[next] == 0x20 || body[next] == 0x09 || body[next] == 0x0D { next += 1 }
                if next >= body.endIndex || body[next] == 0x0A {
                    index = next + 1
                } else if index + 2 < body.endIndex, let high = hex(body[index + 1]), let low = hex(body[index + 2]) {
                    bytes.append(high << 4 | low)
                    index += 3
                } else {
                    bytes.append(body[index])
                    index += 1
                }
            }
            return bytes
        }

        private static func hex(_ byte: UInt8) -> UInt8? {
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x41...0x46: byte - 0x37
            case 0x61...0x66: byte - 0x57
            default: nil
            }
        }

        /// RFC 2045, 6.8; other signs are passed over.
        static func fromBase64(_ body: ArraySlice<UInt8>) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(body.count * 3 / 4)
            var value: UInt32 = 0
            var bits = 0
            for byte in body {
                let digit: UInt32
                switch byte {
                case 0x41...0x5A: digit = UInt32(byte) - 0x41
                case 0x61...0x7A: digit = UInt32(byte) - 0x47
                case 0x30...0x39: digit = UInt32(byte) + 4
                case UInt8(ascii: "+"): digit = 62
                case UInt8(ascii: "/"): digit = 63
                case UInt8(ascii: "="): return bytes
                default: continue
                }
                value = (value << 6 | digit) & 0xFFFFFF
                bits += 6
                if bits >= 8 {
                    bits -= 8
                    bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(bits)))
                }
            }
            return bytes
        }
    }
}

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
            MIMEMessage.Part.fromQuotedPrintable(Array(text.utf8.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 })[...])
        case "b": MIMEMessage.Part.fromBase64(Array(text.utf8)[...])
        default: nil
        }
    }
}
