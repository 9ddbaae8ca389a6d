import Linguistics

/// A head of fields and what stands below it: a message, or a part of one (RFC 5322, RFC 2045).
struct MailPart {
    /// A field of a head.
    struct Field {
        /// Its name in lower case.
        var name: String
        /// What stands behind the colon, unfolded.
        var value: String
    }

    private(set) var fields: [Field] = []
    /// What stands below the head, in its transfer encoding.
    private(set) var body: ArraySlice<UInt8>
    /// Its place in the message: *2.1* is the first part of the second; empty for the message itself.
    var number = ""

    /// No head has more fields that are kept.
    private static let mostFields = 1000
    /// No field is kept beyond so many bytes.
    private static let longestField = 65_536

    /// Reads a head; a line that is no field and goes on with none is passed over.
    ///
    /// - Complexity: O(bytes of the head).
    init(_ bytes: ArraySlice<UInt8>, number: String = "") {
        self.number = number
        var rest = bytes
        while let end = rest.firstIndex(of: 0x0A) ?? (rest.isEmpty ? nil : rest.endIndex) {
            var line = rest[..<end]
            if line.last == 0x0D { line = line.dropLast() }
            rest = rest[min(end + 1, rest.endIndex)...]
            if line.isEmpty { break }
            if line.first == 0x20 || line.first == 0x09 {
                guard !fields.isEmpty, fields[fields.count - 1].value.utf8.count < Self.longestField else { continue }
                fields[fields.count - 1].value += " " + Self.string(line).trimmingBlanks()
            } else if fields.count < Self.mostFields, let colon = Self.colon(in: line) {
                let name = String(decoding: line[..<colon], as: UTF8.self).trimmingBlanks().lowercased()
                fields.append(Field(name: name, value: Self.string(line[(colon + 1)...]).trimmingBlanks()))
            }
        }
        body = rest
    }

    /// Makes a part of what has no head.
    init(body: ArraySlice<UInt8>, number: String) {
        self.body = body
        self.number = number
    }

    /// The value of the first field of a name, given in lower case.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The field's words with encoded ones decoded.
    func words(_ name: String) -> String? {
        guard let words = self[name].map(EncodedWords.decoded)?.foldingBlanks(), !words.isEmpty else { return nil }
        return words
    }

    /// The colon behind a field's name; nil where the line is no field.
    static func colon(in line: ArraySlice<UInt8>) -> Int? {
        var index = line.startIndex
        while index < line.endIndex, line[index] > 0x20, line[index] < 0x7F, line[index] != UInt8(ascii: ":") {
            index += 1
        }
        guard index > line.startIndex else { return nil }
        let nameEnd = index
        // Old writers set a blank before the colon.
        while index < line.endIndex, line[index] == 0x20 || line[index] == 0x09 { index += 1 }
        guard index < line.endIndex, line[index] == UInt8(ascii: ":"), nameEnd - line.startIndex <= 76 else {
            return nil
        }
        return index
    }

    /// A line of a head, which may be in another charset without saying so.
    private static func string(_ line: ArraySlice<UInt8>) -> String {
        let line = line.prefix(longestField)
        if let string = String(validating: line, as: UTF8.self) { return string }
        if let decoded = try? TextDecoding.decode(Array(line), declared: "windows-1252") {
            return String(decoding: decoded.bytes, as: UTF8.self)
        }
        return String(decoding: line, as: UTF8.self)
    }

    // MARK: Type and encoding

    /// The type in lower case, as *text/plain*; what a part is where it does not say.
    func type(orElse default: String = "text/plain") -> String {
        guard let field = self["content-type"] else { return `default` }
        let type = field.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
        return type.contains("/") ? type : type == "text" ? "text/plain" : `default`
    }

    /// A parameter of the type.
    func parameter(_ name: String) -> String? { self["content-type"].flatMap { MailParameters($0)[name] } }

    /// The charset that it says its text is in.
    var charset: String? { parameter("charset") }

    /// How the body is written.
    var encoding: String {
        self["content-transfer-encoding"]?.prefix { $0 != ";" && $0 != " " && $0 != "(" }.lowercased() ?? ""
    }

    /// Whether it says that it is no text to show.
    var isAttached: Bool {
        self["content-disposition"]?.trimmingBlanks().lowercased().hasPrefix("attachment") ?? false
    }

    /// The name of the file that it was.
    var fileName: String? {
        let name =
            self["content-disposition"].flatMap { MailParameters($0)["filename"] } ?? parameter("name")
        guard let name else { return nil }
        // A path is its last name; control characters have no place in one.
        let last = EncodedWords.decoded(name).split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        let isPlain = { (character: Character) in
            character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } && !character.isNewline
        }
        let clean = last.filter(isPlain).foldingBlanks()
        return clean.isEmpty ? nil : String(clean.prefix(200))
    }

    /// The body without its transfer encoding.
    ///
    /// - Complexity: O(bytes).
    var decoded: [UInt8] { TransferEncoding.decoded(body, named: encoding) }

    // MARK: Parts

    /// What lies between the lines of the boundary; nil where no such line is there.
    ///
    /// - Parameter limit: No more parts are read.
    /// - Returns: The parts, and whether there are more.
    /// - Complexity: O(bytes).
    func parts(upTo limit: Int) -> (parts: [MailPart], hasMore: Bool)? {
        guard let boundary = parameter("boundary")?.utf8, !boundary.isEmpty, boundary.count <= 250 else { return nil }
        let mark = [UInt8(ascii: "-"), UInt8(ascii: "-")] + boundary
        var parts: [MailPart] = []
        var start: Int?
        var line = body.startIndex
        func add(upTo end: Int) {
            guard let start else { return }
            // The line end before a boundary belongs to it.
            var bytes = body[start..<max(start, end)]
            if bytes.last == 0x0A { bytes = bytes.dropLast() }
            if bytes.last == 0x0D { bytes = bytes.dropLast() }
            parts.append(MailPart(bytes, number: (number.isEmpty ? "" : number + ".") + "\(parts.count + 1)"))
        }
        while line < body.endIndex {
            let end = body[line...].firstIndex(of: 0x0A) ?? body.endIndex
            if body[line] == UInt8(ascii: "-"), body[line..<end].starts(with: mark) {
                var rest = body[line..<end].dropFirst(mark.count)
                let isLast = rest.starts(with: [0x2D, 0x2D])
                if isLast { rest = rest.dropFirst(2) }
                // Another boundary may begin with the same signs.
                if rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
                    add(upTo: line)
                    start = min(end + 1, body.endIndex)
                    if isLast { return (parts, false) }
                    if parts.count >= limit { return (parts, true) }
                }
            }
            line = end + 1
        }
        guard let start else { return nil }
        if start < body.endIndex { add(upTo: body.endIndex) }
        return (parts, false)
    }
}

/// A field's value with parameters: *text/plain; charset="utf-8"*, those of RFC 2231 decoded and put together.
struct MailParameters {
    private var values: [String: String] = [:]

    /// No field has more parameters that are read.
    private static let most = 100

    /// Reads a field's value.
    ///
    /// - Complexity: O(bytes).
    init(_ field: String) {
        var pieces: [String: [(index: Int, isEncoded: Bool, bytes: [UInt8])]] = [:]
        for (name, value) in Self.split(Array(field.utf8)) {
            let parts = name.split(separator: "*", omittingEmptySubsequences: false)
            guard parts.count > 1 else {
                if values[name] == nil { values[name] = String(decoding: value, as: UTF8.self) }
                continue
            }
            // name*, name*0, name*0*
            let isEncoded = parts.last?.isEmpty == true
            let index = Int(parts[1]) ?? 0
            pieces[String(parts[0]), default: []].append((index, isEncoded, value))
        }
        for (name, found) in pieces {
            if let value = Self.joined(found.sorted { $0.index < $1.index }) { values[name] = value }
        }
    }

    /// The value of a parameter, by its name in lower case.
    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    private static func joined(_ pieces: [(index: Int, isEncoded: Bool, bytes: [UInt8])]) -> String? {
        var charset: String?
        var bytes: [UInt8] = []
        for (place, piece) in pieces.enumerated() {
            var part = piece.bytes[...]
            if piece.isEncoded, place == 0 {
                let fields = part.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
                if fields.count == 3 {
                    charset = String(decoding: fields[0], as: UTF8.self)
                    part = fields[2]
                }
            }
            bytes += piece.isEncoded ? withoutPercent(part) : Array(part)
        }
        guard let decoded = try? TextDecoding.decode(bytes, declared: charset) else { return nil }
        return String(decoding: decoded.bytes, as: UTF8.self)
    }

    private static func withoutPercent(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.endIndex,
                let high = text[index + 1].hexDigitValue, let low = text[index + 2].hexDigitValue
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(text[index])
                index += 1
            }
        }
        return bytes
    }

    /// The parameters behind the first semicolon, without their quotation marks.
    private static func split(_ field: [UInt8]) -> [(name: String, value: [UInt8])] {
        var found: [(name: String, value: [UInt8])] = []
        var index = field.firstIndex(of: UInt8(ascii: ";")) ?? field.endIndex
        while index < field.endIndex, found.count < most {
            index += 1
            var name: [UInt8] = []
            while index < field.endIndex, field[index] != UInt8(ascii: "="), field[index] != UInt8(ascii: ";") {
                if field[index] > 0x20 { name.append(field[index]) }
                index += 1
            }
            guard index < field.endIndex, field[index] == UInt8(ascii: "=") else { continue }
            index += 1
            while index < field.endIndex, field[index] == 0x20 { index += 1 }
            var value: [UInt8] = []
            if index < field.endIndex, field[index] == UInt8(ascii: "\"") {
                index += 1
                while index < field.endIndex, field[index] != UInt8(ascii: "\"") {
                    // A backslash before a mark belongs to it; in paths it is a sign of its own.
                    if field[index] == UInt8(ascii: "\\"), index + 1 < field.endIndex,
                        field[index + 1] == UInt8(ascii: "\"") || field[index + 1] == UInt8(ascii: "\\")
                    {
                        index += 1
                    }
                    value.append(field[index])
                    index += 1
                }
                while index < field.endIndex, field[index] != UInt8(ascii: ";") { index += 1 }
            } else {
                while index < field.endIndex, field[index] != UInt8(ascii: ";") {
                    value.append(field[index])
                    index += 1
                }
                while let last = value.last, last <= 0x20 { value.removeLast() }
            }
            let key = String(decoding: name, as: UTF8.self).lowercased()
            if !key.isEmpty { found.append((key, value)) }
        }
        return found
    }
}
