import AnalyzerKit
import Discourse
import HTML

/// A mail's own words with what its head tells, as one document.
struct Letter {
    /// Files that stood among the words: their names and bytes.
    private(set) var files: [(name: String, bytes: [UInt8])] = []

    private let message: MailPart
    private let path: String

    /// Takes a message.
    ///
    /// - Parameters:
    ///   - message: The message, whose head is read.
    ///   - path: The name of its file.
    init(_ message: MailPart, path: String) {
        self.message = message
        self.path = path
    }

    /// Makes the document.
    ///
    /// - Parameters:
    ///   - parts: The parts that are its words, in order.
    ///   - hasParts: Whether blocks say which part they stood in.
    /// - Returns: The document; empty where neither subject nor words are in it.
    /// - Throws: Why the words cannot be read.
    /// - Complexity: O(bytes).
    mutating func text(of parts: [MailPart], hasParts: Bool) throws(DecodeError) -> SourceText {
        var text = SourceText()
        text.mediaType = Mail.mediaType
        text.declaredLanguage = message.words("content-language").map {
            String($0.prefix { $0 != "," && $0 != ";" && $0 != " " })
        }
        let lines = try lines(of: parts, hasParts: hasParts, &text)
        let from = message["from"] ?? message["sender"]
        let address = from.map { MailAddress($0) }
        let sender = address?.parts
        text.metadata.published = message["date"].flatMap(Self.time)
        text.metadata.publisher = message.words("organization") ?? sender?.house
        let archive = message.words("archived-at")?.filter { $0 != "<" && $0 != ">" }
        text.metadata.url = archive.flatMap(PageHead.webAddress)
        // Where a house sent it, the text's own byline may name who wrote it.
        text.authors = sender?.person.map { [$0] }
        let subject = Self.title(of: message.words("subject") ?? "")
        let name = sender?.person ?? address.map { $0.name.isEmpty ? $0.address : $0.name }
        let marked = WireHold.read(Array(subject.utf8), published: text.metadata.published)
        text.title = marked == nil ? (subject.isEmpty ? nil : subject) : marked?.title
        let body = MailBody(lines, sender: name, title: text.title)
        hold(subject, body, &text)
        if let title = text.title { text.append(title, as: .headline, level: 1) }
        append(body, to: &text)
        return text
    }

    // MARK: Words

    private mutating func lines(
        of parts: [MailPart], hasParts: Bool, _ text: inout SourceText
    ) throws(DecodeError) -> [MailLine] {
        var lines: [MailLine] = []
        var failure: DecodeError?
        for part in parts {
            do throws(DecodeError) {
                var found = try self.lines(of: part, &text)
                if !found.isEmpty { found[0].followsBlank = true }
                if hasParts {
                    for index in found.indices { found[index].part = part.number }
                }
                lines += found
            } catch {
                failure = failure ?? error
            }
        }
        guard let failure else { return lines }
        if lines.isEmpty { throw failure }
        text.notices.append(
            Document.Notice(reason: "attachment", message: "A part of the mail's words was not read: \(failure)"))
        return lines
    }

    private mutating func lines(of part: MailPart, _ text: inout SourceText) throws(DecodeError) -> [MailLine] {
        let bytes = part.decoded
        guard !bytes.isEmpty else { return [] }
        if part.type() == "text/html" {
            let (document, decoded) = try HTMLPages.document(of: SourceFile(bytes, path: path), charset: part.charset)
            note(decoded, in: &text)
            return MailMarkup.lines(of: document)
        }
        let decoded = try TextDecoding.decode(bytes, declared: part.charset)
        note(decoded, in: &text)
        if decoded.bytes.starts(with: Array("-----BEGIN PGP MESSAGE-----".utf8)) {
            throw .unsupported(format: "an encrypted mail", advice: "Open it in your mail program, and drop its text.")
        }
        let plain = MailPlainText(
            decoded.bytes, isFlowed: part.parameter("format")?.lowercased() == "flowed",
            deletesSpace: part.parameter("delsp")?.lowercased() == "yes")
        files += plain.files
        return plain.lines
    }

    private func note(_ decoded: TextDecoding.Decoded, in text: inout SourceText) {
        if text.charset == nil { text.charset = decoded.charset }
        text.notices += decoded.notices
    }

    /// How many words a part in HTML shows.
    static func markupWords(_ part: MailPart) -> Int {
        guard part.type() == "text/html",
            let (document, _) = try? HTMLPages.document(of: SourceFile(part.decoded, path: ""), charset: part.charset)
        else { return 0 }
        return MailMarkup.lines(of: document).reduce(0) { $0 + $1.words.split(separator: " ").count }
    }

    // MARK: Head

    /// The time of a field, without what stands in brackets; nil where it is none.
    private static func time(_ field: String) -> String? {
        var text = field
        while let open = text.firstIndex(of: "("), let close = text[open...].firstIndex(of: ")") {
            text.removeSubrange(open...close)
        }
        text = text.foldingBlanks()
        if let time = WireTime.normalized(text) { return time }
        // *Tue Mar 3 10:14:00 2026*
        let words = text.split(separator: " ")
        guard words.count == 5, words[3].contains(":") else { return nil }
        return WireTime.normalized("\(words[2]) \(words[1]) \(words[4]) \(words[3])")
    }

    /// A subject without what programs set before it: *Re:*, *Fwd:*, *AW:*, *[alden-news]*.
    static func title(of subject: String) -> String {
        var rest = subject[...]
        while true {
            rest = rest.drop(while: \.isWhitespace)
            if let colon = rest.prefix(12).firstIndex(where: { $0 == ":" || $0 == "：" }) {
                // *Re[2]*, *Re(3)*
                let mark = rest[..<colon].prefix { $0 != "[" && $0 != "(" && !$0.isNumber }
                let words = MailWords.words(of: mark)
                if words.count == 1, MailWords.shared.length(.reply, at: words[...]) == 1 {
                    rest = rest[rest.index(after: colon)...]
                    continue
                }
            }
            if rest.first == "[", let close = rest.prefix(42).firstIndex(of: "]"),
                rest[rest.index(after: close)...].contains(where: \.isLetter),
                WireEmbargo.clause(of: String(rest)) == nil
            {
                rest = rest[rest.index(after: close)...]
                continue
            }
            break
        }
        let title = rest.foldingBlanks()
        return title.lowercased().hasSuffix(" (fwd)") ? String(title.dropLast(6)) : title
    }

    /// Reads what the subject and the first lines say of the mail as a wire's item.
    private func hold(_ subject: String, _ body: MailBody, _ text: inout SourceText) {
        let own = body.text.lazy.filter { $0.kind != .note && $0.kind != .greeting && $0.kind != .quote }.prefix(8)
        let head = ([subject] + own.map { String($0.words.prefix(300)) }).joined(separator: "\n")
        guard let hold = WireHold.read(Array(head.utf8), published: text.metadata.published) else { return }
        hold.apply(to: &text, id: message.words("message-id")?.filter { $0 != "<" && $0 != ">" })
    }

    // MARK: Blocks

    private func append(_ body: MailBody, to text: inout SourceText) {
        let lines = body.text
        var index = 0
        // Who the quotation before is by, where the next paragraph may go on with it.
        var quoted: Int?
        // Whether the next block is another line of the same note.
        var isAnotherLine = false
        while index < lines.count {
            let first = lines[index]
            var words = first.words
            index += 1
            while index < lines.count, !first.isRow, goesOn(first, in: lines[index]) {
                if isLineOfItsOwn(lines[index - 1]) { break }
                words += "\n" + lines[index].words
                index += 1
            }
            let place = first.part.map { Blocks.Place(part: $0) }
            let owner = body.owners[first.owner]
            let isQuoted = first.kind == .quote && !owner.isSender
            text.append(
                words, as: first.kind, level: first.level, place: place,
                speaker: isQuoted && quoted != first.owner ? owner.name : nil,
                goesOn: isQuoted && quoted == first.owner && owner.name != nil, isAside: first.kind == .note,
                isNextLine: isAnotherLine)
            quoted = isQuoted ? first.owner : nil
            isAnotherLine = index < lines.count && !first.isRow && goesOn(first, in: lines[index])
        }
    }

    /// Whether a line says something that the next one does not go on with.
    ///
    /// In a signature one names somebody, the next who employs them, another a street; *Kind regards,* goes on, and so does each
    /// that ends so.
    private func isLineOfItsOwn(_ line: MailBody.Line) -> Bool { line.kind == .note && !line.words.hasSuffix(",") }

    private func goesOn(_ line: MailBody.Line, in next: MailBody.Line) -> Bool {
        !next.followsBlank && !next.isRow && next.kind == line.kind && next.owner == line.owner
            && next.part == line.part
    }
}
