/// What Outlook packs a mail's form and attachments in where it takes the reader for Outlook, too (`winmail.dat`;
/// [MS-OXTNEF], Transport Neutral Encapsulation Format): what is attached is written as a mail's parts are, and read as these.
///
/// The words of the mail stand in the mail that brings it; of one that comes alone they are taken, too, where they are not in
/// Outlook's compressed RTF.
enum OutlookPack: SourceFormat {
    static let mediaType = "application/ms-tnef"
    static let name = "winmail.dat (TNEF)"
    static let pathExtensions: [String] = []

    /// The format's signature, 0x223E9F78.
    private static let signature: [UInt8] = [0x78, 0x9F, 0x3E, 0x22]
    /// Behind it stands a key of two bytes that nobody needs.
    private static let headBytes = 6
    /// Messages stand in each other this deep at most.
    private static let deepest = 8
    /// What a part takes besides its bytes of what may be written.
    private static let overhead = 128
    /// What may be written of a small stream besides.
    private static let allowance = 64 << 10

    static func matches(_ file: SourceFile) -> Bool { file.bytes.starts(with: signature) }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        // Parts lie in each other, so that what is written is little more than the file.
        var budget = file.bytes.count * 2 + allowance
        let letter = try letter(of: file.bytes[...], budget: &budget, depth: 0, hasWords: file.depth == 0)
        guard !letter.isEmpty else {
            throw .unsupported(
                format: "a winmail.dat of Outlook with nothing in it but words in Outlook's own form",
                advice: "Ask for the mail in HTML or plain text.")
        }
        var texts = try MailReader.read(MailPart(letter[...]), of: file)
        if file.depth == 0, texts[0].mediaType == Mail.mediaType { texts[0].mediaType = mediaType }
        return texts
    }

    /// The message in a stream, as one that is sent.
    ///
    /// - Parameters:
    ///   - bytes: The stream from its signature on.
    ///   - budget: How many bytes may still be written.
    ///   - depth: In how many other messages it stands.
    ///   - hasWords: Whether its own words are wanted.
    /// - Returns: The message; empty where there is nothing in it.
    /// - Throws: `DecodeError.malformed` where it is cut off.
    /// - Complexity: O(`bytes.count`) for each level of messages.
    private static func letter(
        of bytes: ArraySlice<UInt8>, budget: inout Int, depth: Int, hasWords: Bool
    ) throws(DecodeError) -> [UInt8] {
        guard bytes.count > headBytes, bytes.starts(with: signature) else { return [] }
        let pack = try Pack(bytes.dropFirst(headBytes))
        let boundary = "=_pack_\(depth)_at_\(bytes.startIndex)"
        var letter: [UInt8] = []
        func add(_ fields: String, _ part: some Sequence<UInt8>) {
            letter += Array("\n--\(boundary)\n\(fields)\n\n".utf8)
            letter += part
        }
        if hasWords, let words = pack.words, take(words.bytes.count, of: &budget) { add(words.type, words.bytes) }
        for attachment in pack.attachments {
            if let inner = attachment.message {
                guard depth < deepest else { continue }
                let message = try Self.letter(of: inner, budget: &budget, depth: depth + 1, hasWords: true)
                if !message.isEmpty { add("Content-Type: message/rfc822", message) }
            } else if let data = attachment.data, take(data.count, of: &budget) {
                let shown = attachment.name?.foldingBlanks().filter { !"\"\\".contains($0) } ?? ""
                let told = attachment.type?.filter { !$0.isWhitespace && $0 != ";" } ?? ""
                let type = told.isEmpty ? "application/octet-stream" : told
                add("Content-Type: \(type)\nContent-Disposition: attachment; filename=\"\(shown)\"", data)
            }
        }
        guard !letter.isEmpty else { return [] }
        let subject = hasWords ? pack.subject.map { "Subject: \($0.foldingBlanks())\n" } ?? "" : ""
        let head = "\(subject)MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"\(boundary)\"\n"
        return Array(head.utf8) + letter + Array("\n--\(boundary)--\n".utf8)
    }

    private static func take(_ count: Int, of budget: inout Int) -> Bool {
        guard count + overhead <= budget else { return false }
        budget -= count + overhead
        return true
    }

    // MARK: Attributes

    /// Something attached.
    private struct Attachment {
        var name: String?
        var type: String?
        var data: ArraySlice<UInt8>?
        /// The stream of a message that is attached.
        var message: ArraySlice<UInt8>?
    }

    /// A stream's attributes ([MS-OXTNEF] 2.1.3), as far as they are read.
    private struct Pack {
        var subject: String?
        var words: (type: String, bytes: ArraySlice<UInt8>)?
        var attachments: [Attachment] = []
        /// The charset of text that is not in UTF-16.
        private var charset = "windows-1252"

        /// An attribute's number, without its type.
        private enum Attribute {
            static let subject: UInt16 = 0x8004
            static let body: UInt16 = 0x800C
            static let attachmentData: UInt16 = 0x800F
            static let attachmentTitle: UInt16 = 0x8010
            static let attachmentBegins: UInt16 = 0x9002
            static let messageProperties: UInt16 = 0x9003
            static let attachmentProperties: UInt16 = 0x9005
            static let codePage: UInt16 = 0x9007
        }

        /// Level, number, type and length, and behind the data a sum of it.
        private static let frameBytes = 9
        private static let sumBytes = 2
        /// So much of a name or subject is read, in bytes.
        private static let longestField = 4096

        init(_ bytes: ArraySlice<UInt8>) throws(DecodeError) {
            var rest = bytes
            while rest.count >= Self.frameBytes {
                let at = rest.startIndex
                let number = UInt16(truncatingIfNeeded: rest.number(at: at + 1, bytes: 2))
                let length = rest.number(at: at + 5, bytes: 4)
                guard length <= rest.count - Self.frameBytes else {
                    throw .malformed(
                        format: OutlookPack.name, byteOffset: nil, reason: "a part of it is longer than what is there")
                }
                let data = rest.dropFirst(Self.frameBytes).prefix(length)
                read(number, data)
                rest = rest.dropFirst(Self.frameBytes + length + Self.sumBytes)
            }
        }

        private mutating func read(_ number: UInt16, _ data: ArraySlice<UInt8>) {
            switch number {
            case Attribute.codePage where data.count >= 4:
                let page = data.number(at: data.startIndex, bytes: 4)
                charset = page == 65_001 ? "utf-8" : (1250...1258).contains(page) ? "windows-\(page)" : "cp\(page)"
            case Attribute.subject: subject = subject ?? text(data)
            case Attribute.body where words == nil:
                words = ("Content-Type: text/plain; charset=\(charset)", data.prefix { $0 != 0 })
            case Attribute.messageProperties: readMessage(data)
            case Attribute.attachmentBegins: attachments.append(Attachment())
            case Attribute.attachmentTitle:
                let title = text(data)
                change { $0.name = $0.name ?? title }
            case Attribute.attachmentData: change { $0.data = data }
            case Attribute.attachmentProperties: readAttachment(data)
            default: break
            }
        }

        /// Changes the attachment that was begun last.
        private mutating func change(_ body: (inout Attachment) -> Void) {
            if attachments.isEmpty { attachments.append(Attachment()) }
            body(&attachments[attachments.count - 1])
        }

        private mutating func readMessage(_ data: ArraySlice<UInt8>) {
            OutlookProperties.forEach(in: data) { id, type, value in
                switch id {
                case 0x0037: subject = text(value, type) ?? subject
                case 0x1013 where words == nil: words = ("Content-Type: text/html", value)
                case 0x1000:
                    // Plain words are taken before those in HTML.
                    let isWide = type == OutlookProperties.wideText
                    let plain = isWide ? Array(wide(value).utf8)[...] : value.prefix { $0 != 0 }
                    let name = isWide ? "utf-8" : charset
                    if !plain.isEmpty { words = ("Content-Type: text/plain; charset=\(name)", plain) }
                default: break
                }
            }
        }

        private mutating func readAttachment(_ data: ArraySlice<UInt8>) {
            OutlookProperties.forEach(in: data) { id, type, value in
                let told = text(value, type)
                switch id {
                case 0x3707: change { $0.name = told ?? $0.name }
                case 0x3704: change { $0.name = $0.name ?? told }
                case 0x370E: change { $0.type = told }
                case 0x3701 where type == OutlookProperties.object:
                    // An interface's number stands before the message.
                    change { $0.message = value.dropFirst(16) }
                case 0x3701: change { $0.data = $0.data ?? value }
                default: break
                }
            }
        }

        private func text(_ data: ArraySlice<UInt8>, _ type: Int = OutlookProperties.narrowText) -> String? {
            let data = data.prefix(Self.longestField)
            let text: String
            if type == OutlookProperties.wideText {
                text = wide(data)
            } else {
                let bytes = Array(data.prefix { $0 != 0 })
                let decoded = try? TextDecoding.decode(bytes, declared: charset)
                text = decoded.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
            }
            return text.isEmpty ? nil : text
        }

        private func wide(_ data: ArraySlice<UInt8>) -> String {
            let units = stride(from: data.startIndex, to: data.endIndex - 1, by: 2).map {
                UInt16(data[$0]) | UInt16(data[$0 + 1]) << 8
            }
            return String(decoding: units.prefix { $0 != 0 }, as: UTF16.self)
        }
    }
}

/// The list of properties in an attribute ([MS-OXTNEF] 2.1.3.4, `MsgPropertyList`).
private enum OutlookProperties {
    static let object = 0x000D
    static let narrowText = 0x001E
    static let wideText = 0x001F
    private static let bytes = 0x0102
    private static let several = 0x1000
    /// The sizes of values that have one, by type; each stands in a whole number of four bytes.
    private static let sizes: [Int: Int] = [
        0x0002: 2, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 2, 0x0014: 8, 0x0040: 8,
        0x0048: 16,
    ]

    /// Hands on each property's number, type and first value, as far as the list can be followed.
    static func forEach(
        in data: ArraySlice<UInt8>, _ body: (_ id: Int, _ type: Int, _ value: ArraySlice<UInt8>) -> Void
    ) {
        var rest = data.dropFirst(4)
        // Takes bytes off the rest, with those that fill up the last four; nil where there are fewer.
        func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard count <= rest.count else { return nil }
            let taken = rest.prefix(count)
            rest = rest.dropFirst((count + 3) & ~3)
            return taken
        }
        func number() -> Int? { take(4).map { $0.number(at: $0.startIndex, bytes: 4) } }
        while let tag = number() {
            let (type, id) = (tag & 0xFFFF, tag >> 16)
            if id >= 0x8000 {
                // A property with a name of its own: a set's number, and a number or letters in it.
                guard take(16) != nil, let kind = number(), let count = number() else { return }
                if kind == 1, take(count) == nil { return }
            }
            let base = type & ~several
            let isVariable = base == object || base == narrowText || base == wideText || base == bytes
            var count = 1
            if isVariable || type & several != 0 {
                guard let told = number() else { return }
                count = told
            }
            var first: ArraySlice<UInt8>?
            // Each value takes at least four bytes: a count that lies ends with the data.
            for _ in 0..<max(0, count) {
                guard let size = isVariable ? number() : sizes[base], let value = take(size) else { return }
                first = first ?? value
            }
            if let first, isVariable { body(id, base, first) }
        }
    }
}

extension ArraySlice<UInt8> {
    /// A number whose lowest byte comes first; the bytes must be there.
    fileprivate func number(at index: Int, bytes count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(self[index + $1]) << (8 * $1) }
    }
}
