import AnalyzerKit
import Discourse
import HTML

/// Makes documents of a message: its own words first, then mails in it and attachments that can be read.
struct MailReader {
    /// The documents so far.
    private(set) var documents: [SourceText] = []

    private let file: SourceFile
    /// How many parts may still be read, of the message and of those in it.
    private var partsLeft: Int
    private var isTooDeep = false
    private var isTooMany = false
    /// What the last message is whose words only its reader's key opens; nil where none is.
    private var sealed: String?

    /// Parts stand in each other this deep at most, messages in messages among them.
    private static let deepest = 16
    /// So many parts are read of a message and of all in it.
    private static let mostParts = 1000

    private init(_ file: SourceFile, partsLeft: Int) {
        self.file = file
        self.partsLeft = partsLeft
    }

    /// Reads a message.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - file: The file that it came in.
    /// - Returns: Its documents, the mail's own first.
    /// - Throws: Why there is none.
    /// - Complexity: O(bytes).
    static func read(_ message: MailPart, of file: SourceFile) throws(DecodeError) -> [SourceText] {
        var reader = MailReader(file, partsLeft: mostParts)
        let error = reader.add(message, name: nil, depth: file.depth)
        if !reader.documents.isEmpty { return reader.documents }
        if let sealed = reader.sealed {
            throw .unsupported(format: sealed, advice: "Open it in your mail program, and drop its text.")
        }
        if reader.isTooDeep {
            throw .malformed(
                format: Mail.name, byteOffset: nil, reason: "its parts stand in each other more than \(deepest) deep")
        }
        throw error ?? .empty(format: Mail.name)
    }

    // MARK: Parts

    /// What a message has in it.
    private struct Content {
        /// What is to be read as its words, in order.
        var texts: [MailPart] = []
        /// Mails in it, and files.
        var others: [(part: MailPart, type: String)] = []

        mutating func add(_ other: Content) {
            texts += other.texts
            others += other.others
        }
    }

    /// Adds a message's documents.
    ///
    /// - Returns: Why its words could not be read, where they could not.
    private mutating func add(_ message: MailPart, name: String?, depth: Int) -> DecodeError? {
        sealed = nil
        let content = content(of: message, depth: depth, isWhole: true)
        // A subject is not what was written.
        if let sealed, content.texts.isEmpty, content.others.isEmpty {
            return .unsupported(format: sealed, advice: "Open it in your mail program, and drop its text.")
        }
        let place = documents.count
        var own: SourceText?
        var failure: DecodeError?
        var notices: [Document.Notice] = []
        var files: [(name: String, bytes: [UInt8])] = []
        do throws(DecodeError) {
            var letter = Letter(message, path: file.path)
            own = try letter.text(of: content.texts, hasParts: message.type().hasPrefix("multipart/"))
            files = letter.files
        } catch {
            failure = error
        }
        own?.name = name
        if let own, !own.isEmpty { documents.append(own) }
        for (part, type) in content.others {
            if type == "message/rfc822" || type == "message/global" || type == "message/news" {
                let inner = MailPart(part.decoded[...], number: part.number)
                let before = documents.count
                let error = add(inner, name: part.fileName ?? inner.words("subject"), depth: depth + 1)
                if documents.count == before, let error {
                    notices.append(Self.notice(part.fileName ?? "a mail in it", "\(error)"))
                }
            } else if let notice = attach(part.fileName, type, part.decoded, depth) {
                notices.append(notice)
            }
        }
        for file in files {
            if let notice = attach(file.name, "application/octet-stream", file.bytes, depth) {
                notices.append(notice)
            }
        }
        if isTooMany, place == 0 {
            notices.append(
                Document.Notice(
                    reason: "parts",
                    message: "The mail has more than \(Self.mostParts) parts: those behind them were not read."))
        }
        if isTooDeep, place == 0 {
            notices.append(
                Document.Notice(
                    reason: "parts",
                    message: "Its parts stand in each other more than \(Self.deepest) deep: those inside were not read."
                ))
        }
        // What is wrong is said of the first document that there is.
        if documents.indices.contains(place) {
            documents[place].notices += notices
            if let failure { documents[place].notices.append(Self.notice("the mail's words", "\(failure)")) }
        } else if failure == nil, !notices.isEmpty {
            failure = .unsupported(
                format: "a mail with nothing but attachments of other formats",
                advice: "Drop their text as files of their own.")
        }
        return failure
    }

    private mutating func content(
        of part: MailPart, depth: Int, orElse type: String = "text/plain", isWhole: Bool = false
    ) -> Content {
        guard partsLeft > 0 else {
            isTooMany = true
            return Content()
        }
        partsLeft -= 1
        let type = part.type(orElse: type)
        if type.hasPrefix("multipart/") {
            guard depth < Self.deepest else {
                isTooDeep = true
                return Content()
            }
            guard let (children, hasMore) = part.parts(upTo: partsLeft) else {
                // A boundary that is nowhere parts nothing.
                return Content(texts: [MailPart(body: part.body, number: part.number)])
            }
            if hasMore { isTooMany = true }
            return content(of: children, type, part, depth)
        }
        if type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime" {
            let isSigned = part.parameter("smime-type")?.lowercased() == "signed-data"
            sealed = isSigned ? "a mail whose words are inside its signature" : "an encrypted mail"
            return Content()
        }
        if type.hasPrefix("message/") {
            guard depth < Self.deepest else {
                isTooDeep = true
                return Content()
            }
            // What a post office says of a delivery is for programs.
            return Self.programs.contains(type) ? Content() : Content(others: [(part, type)])
        }
        let isText = type == "text/plain" || type == "text/html" || type == "text/enriched"
        if isText, !part.isAttached, isWhole || part.fileName == nil { return Content(texts: [part]) }
        // Signatures, and pictures among the words, are no attachments.
        if Self.programs.contains(type) || type.hasPrefix("image/") && !part.isAttached && part["content-id"] != nil {
            return Content()
        }
        return Content(others: [(part, type)])
    }

    /// Types of parts that only programs read.
    private static let programs: Set<String> = [
        "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
        "message/delivery-status", "message/disposition-notification", "message/feedback-report",
        "message/global-delivery-status", "text/rfc822-headers", "text/x-amp-html", "text/watch-html",
        "application/pgp-encrypted", "application/pgp-keys",
    ]

    private mutating func content(
        of children: [MailPart], _ type: String, _ part: MailPart, _ depth: Int
    ) -> Content {
        if type == "multipart/encrypted" {
            sealed = "an encrypted mail"
            return Content()
        }
        let isDigest = type == "multipart/digest"
        var all: [Content] = []
        for (index, child) in children.enumerated() {
            // The second part of a signed mail is the signature.
            if type == "multipart/signed", index > 0 { break }
            all.append(content(of: child, depth: depth + 1, orElse: isDigest ? "message/rfc822" : "text/plain"))
        }
        var content = Content()
        if type == "multipart/alternative", let best = Self.best(of: all) {
            content.texts = all[best].texts
            for other in all { content.others += other.others }
        } else if type == "multipart/related" {
            // The first is the root unless it is named; the others are its pictures.
            let start = part.parameter("start")
            let root = children.firstIndex { start != nil && $0["content-id"]?.trimmingBlanks() == start } ?? 0
            for (index, other) in all.enumerated() {
                if index == root { content.texts += other.texts }
                content.others += other.others
            }
            if content.texts.isEmpty { content.texts = all.first { !$0.texts.isEmpty }?.texts ?? [] }
        } else {
            for other in all { content.add(other) }
        }
        return content
    }

    /// Of several renditions of the same words the plain one, unless it only says that there is another.
    private static func best(of renditions: [Content]) -> Int? {
        let isMarkup = { (part: MailPart) in part.type() == "text/html" }
        let plain = renditions.firstIndex { !$0.texts.isEmpty && !$0.texts.contains(where: isMarkup) }
        let markup = renditions.lastIndex { $0.texts.contains(where: isMarkup) }
        guard let plain, let markup else { return plain ?? markup }
        return isStub(renditions[plain].texts, beside: renditions[markup].texts) ? markup : plain
    }

    /// A longer text is no stub, in bytes.
    private static let longestStub = 1500

    private static func isStub(_ plain: [MailPart], beside markup: [MailPart]) -> Bool {
        guard plain.reduce(0, { $0 + $1.body.count }) <= longestStub else { return false }
        let text = plain.map { String(decoding: $0.decoded, as: UTF8.self) }.joined(separator: "\n")
        // Addresses are no words.
        let shown = text.split(whereSeparator: \.isWhitespace).filter { !$0.contains("://") }
        let words = MailWords.words(of: shown.joined(separator: " "), upTo: longestStub)
        if words.isEmpty { return true }
        let saysSo = MailWords.shared.occurs(.stub, in: words)
        guard words.count < 40 || saysSo else { return false }
        let others = markup.reduce(0) { $0 + Letter.markupWords($1) }
        return saysSo ? others > words.count : others > words.count * 4 + 20
    }

    // MARK: Attachments

    private static func notice(_ name: String, _ why: String) -> Document.Notice {
        Document.Notice(reason: "attachment", message: "\(name) was not read: \(why)")
    }

    /// Adds an attachment's documents.
    ///
    /// - Returns: What to say where there are none.
    private mutating func attach(
        _ name: String?, _ type: String, _ bytes: [UInt8], _ depth: Int
    ) -> Document.Notice? {
        let shown = "The attachment \(name.map { "'\($0)'" } ?? "without a name") (\(type))"
        guard !bytes.isEmpty else { return Self.notice(shown, "It is empty.") }
        guard depth + 1 < Self.deepest else {
            isTooDeep = true
            return nil
        }
        let inner = SourceFile(bytes, path: name ?? "attachment", in: file, levels: depth + 1 - file.depth)
        let format = SourceFormats.format(of: inner)
        let isUnknown = "Its format is none of those that are read. Drop its text as a file of its own."
        // What is no text by its type is not taken for one by its bytes.
        if format.name == PlainText.name, !Self.mayBeText(type, inner) { return Self.notice(shown, isUnknown) }
        do throws(DecodeError) {
            for var text in try format.read(inner) {
                guard !text.isEmpty else { throw .empty(format: format.name) }
                text.name = text.name ?? name
                text.mediaType = text.mediaType ?? format.mediaType
                documents.append(text)
            }
            return nil
        } catch {
            return Self.notice(shown, "\(error)")
        }
    }

    private static func mayBeText(_ type: String, _ file: SourceFile) -> Bool {
        if file.head.hasPrefix("%pdf") || file.head.hasPrefix("begin:v") { return false }
        if type == "text/calendar" || type == "text/x-vcard" || type == "text/vcard" { return false }
        let isBare = type == "application/octet-stream" || type == "application/text"
        return type.hasPrefix("text/")
            || isBare && (PlainText.pathExtensions + ["md", ""]).contains(file.pathExtension)
    }
}
