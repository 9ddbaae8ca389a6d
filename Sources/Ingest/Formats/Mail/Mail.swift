/// A mail as it is sent (RFC 5322, MIME): its words without head, and mails and attachments in it as documents of their own.
enum Mail: SourceFormat {
    static let mediaType = "message/rfc822"
    static let name = "mail"
    static let pathExtensions = ["eml", "mail"]

    /// A head that is looked at ends here, in bytes: post offices write much before what senders do.
    private static let longestHead = 65_536

    static func matches(_ file: SourceFile) -> Bool {
        guard beginsWithField(file) else { return false }
        let isNamed = pathExtensions.contains(file.pathExtension)
        guard let head = head(of: file.bytes, mayHaveOthers: isNamed), !MHTML.isPage(head, file) else { return false }
        if head["mime-version"] != nil, let type = head["content-type"]?.lowercased() {
            if type.hasPrefix("multipart/") || ["quoted-printable", "base64"].contains(head.encoding) { return true }
        }
        let hasSender = head["from"] != nil || head["sender"] != nil || head["return-path"] != nil
        // A memorandum has such lines as well; only mails have these.
        let isSent = head["message-id"] ?? head["received"] ?? head["mime-version"] != nil
        if isNamed { return hasSender && (isSent || head["subject"] ?? head["to"] ?? head["date"] != nil) }
        let isDated = head["date"].map { $0.contains(":") } ?? false
        return hasSender && (isSent || isDated) && (head["from"] ?? head["return-path"] ?? "").contains("@")
    }

    /// Whether a file's first line may be a field of a head, so that most texts are looked at no further.
    static func beginsWithField(_ file: SourceFile) -> Bool {
        guard file.root == nil, let first = firstLine(of: file.bytes) else { return false }
        return MailPart.colon(in: first) != nil
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        try MailReader.read(MailPart(withoutBlankLines(file.bytes)), of: file)
    }

    /// The bytes from the first line that is not empty, without a byte order mark.
    private static func withoutBlankLines(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        return text.drop { $0 == 0x0A || $0 == 0x0D }
    }

    private static func firstLine(of bytes: [UInt8]) -> ArraySlice<UInt8>? {
        let line = withoutBlankLines(bytes).prefix(100).prefix { $0 != 0x0A && $0 != 0x0D }
        return line.isEmpty ? nil : line
    }

    /// The head of a file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - mayHaveOthers: Whether lines that are no field and go on with none are passed over.
    /// - Returns: The head; nil where such a line stands before the first empty one.
    private static func head(of bytes: [UInt8], mayHaveOthers: Bool) -> MailPart? {
        var rest = withoutBlankLines(bytes).prefix(longestHead)
        let whole = rest
        while let end = rest.firstIndex(of: 0x0A) {
            let line = rest[..<end].last == 0x0D ? rest[..<end].dropLast() : rest[..<end]
            if line.isEmpty { break }
            let isField = line.first == 0x20 || line.first == 0x09 || MailPart.colon(in: line) != nil
            guard isField || mayHaveOthers else { return nil }
            rest = rest[(end + 1)...]
        }
        return MailPart(whole)
    }
}

/// Mails one behind the other, each below a line that begins with *From* (RFC 4155).
enum Mailbox: SourceFormat {
    static let mediaType = "application/mbox"
    static let name = "mbox"
    static let pathExtensions = ["mbox", "mbx"]

    static func matches(_ file: SourceFile) -> Bool {
        guard file.head.hasPrefix("from "), let line = file.bytes.firstIndex(of: 0x0A) else { return false }
        return isBorder(file.bytes[..<line], before: file.bytes[(line + 1)...])
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        var documents: [SourceText] = []
        var failure: DecodeError?
        for message in messages(in: file.bytes) {
            do throws(DecodeError) {
                let part = MailPart(message)
                for var text in try MailReader.read(part, of: file) {
                    text.name = text.name ?? part.words("subject")
                    documents.append(text)
                }
            } catch {
                failure = failure ?? error
            }
        }
        if documents.isEmpty { throw failure ?? .empty(format: name) }
        return documents
    }

    /// The mails, without the lines between and without the marks that `From ` inside them got.
    ///
    /// - Complexity: O(bytes).
    private static func messages(in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var messages: [ArraySlice<UInt8>] = []
        var start: Int?
        var isBehindBlank = true
        var isMarked = false
        func add(upTo end: Int) {
            guard let start else { return }
            messages.append(isMarked ? unmarked(bytes[start..<end])[...] : bytes[start..<end])
        }
        var line = 0
        while line < bytes.count {
            let end = bytes[line...].firstIndex(of: 0x0A) ?? bytes.count
            let words = bytes[line..<end]
            if isBehindBlank, isBorder(words, before: bytes[min(end + 1, bytes.count)...]) {
                add(upTo: line)
                start = min(end + 1, bytes.count)
                isMarked = false
            } else if words.first == UInt8(ascii: ">"), isMarkedBorder(words) {
                isMarked = true
            }
            isBehindBlank = words.isEmpty || words.elementsEqual([0x0D])
            line = end + 1
        }
        add(upTo: bytes.count)
        return messages
    }

    /// Whether a line parts mails: *From*, who, and a time with a year; a field follows.
    private static func isBorder(_ line: ArraySlice<UInt8>, before rest: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: Array("From ".utf8)), line.count <= 300 else { return false }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ").map { $0.filter { $0 != "\r" } }
        let hasYear = words.contains { $0.count == 4 && $0.allSatisfy(\.isNumber) }
        let hasTime = words.contains { word in
            let digits = word.split(separator: ":", omittingEmptySubsequences: false)
            return digits.count >= 2 && digits.allSatisfy { (1...2).contains($0.count) && $0.allSatisfy(\.isNumber) }
        }
        let next = rest.prefix(100).prefix { $0 != 0x0A }
        return hasYear && hasTime
            && (MailPart.colon(in: next) != nil || next.starts(with: Array(">From ".utf8)))
    }

    /// Whether a line is `>From ` with any number of marks.
    private static func isMarkedBorder(_ line: ArraySlice<UInt8>) -> Bool {
        line.drop { $0 == UInt8(ascii: ">") }.starts(with: Array("From ".utf8))
    }

    /// A mail with one mark less before each `From ` that has one.
    private static func unmarked(_ message: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(message.count)
        var line = message.startIndex
        while line < message.endIndex {
            let end = message[line...].firstIndex(of: 0x0A).map { $0 + 1 } ?? message.endIndex
            let isMarked = message[line] == UInt8(ascii: ">") && isMarkedBorder(message[line..<end])
            bytes.append(contentsOf: message[(isMarked ? line + 1 : line)..<end])
            line = end
        }
        return bytes
    }
}
