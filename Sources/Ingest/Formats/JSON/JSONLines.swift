import AnalyzerKit

/// Lines of JSON, each a document: `{"id": …, "title": …, "text": …, "published": …}`.
///
/// Lines that are empty, or remarks behind `#` or `//`, are passed over; a comma behind an object, and the mark before it that
/// JSON text sequences have (RFC 7464), are no part of it.
enum JSONLines: SourceFormat {
    static let mediaType = "application/jsonl"
    static let name = "JSON lines"
    static let pathExtensions = ["jsonl", "ndjson", "jsonlines"]

    static func matches(_ file: SourceFile) -> Bool {
        // Every text is asked: what begins otherwise is not cut into lines.
        guard let sign = file.head.utf8.first(where: { $0 > 0x20 }), opening.contains(sign), JSONStory.hasText(file)
        else {
            return false
        }
        let isNamed = pathExtensions.contains(file.pathExtension)
        if isNamed, sign == UInt8(ascii: "[") { return true }
        var lines = file.head.utf8.lazy.split(separator: 0x0A).lazy.map { record($0) }.filter { !$0.isEmpty }
            .makeIterator()
        guard let first = lines.next(), first.first == UInt8(ascii: "{") else { return false }
        if isNamed { return true }
        // Two objects, each on a line of its own, are no JSON but this.
        return first.last == UInt8(ascii: "}") && lines.next()?.first == UInt8(ascii: "{")
    }

    /// What such a file begins with: an object, a list, a remark.
    private static let opening = Set("{[#/".utf8)

    /// What is to be read of a line: without blanks, the mark of a sequence and a comma at its end; nothing of a remark or a bracket.
    private static func record<Line: BidirectionalCollection<UInt8>>(_ line: Line) -> Line.SubSequence
    where Line.SubSequence: BidirectionalCollection<UInt8> {
        var record = line.drop { $0 <= 0x20 }
        if record.first == UInt8(ascii: "#") || record.starts(with: "//".utf8) { return line.prefix(0) }
        while let last = record.last, last <= 0x20 { record = record.dropLast() }
        if record.last == UInt8(ascii: ","), record.first == UInt8(ascii: "{") { record = record.dropLast() }
        // The brackets of a list whose elements have a line each.
        return record.elementsEqual("[".utf8) || record.elementsEqual("]".utf8) ? line.prefix(0) : record
    }

    /// So many documents may be in a file.
    static let most = 10_000

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes)
        var documents: [SourceText] = []
        var bad: [String] = []
        var broken: String?
        var number = 0
        for line in decoded.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            let record = record(line)
            guard !record.isEmpty else { continue }
            guard documents.count < most else { throw tooMany }
            let value: JSONValue
            do throws(DecodeError) {
                value = try JSONValue.read(Array(record), as: name)
            } catch {
                bad.append(Self.complaint(number, error))
                broken = broken ?? bad.last
                continue
            }
            guard case .object = value else {
                bad.append("line \(number) is no object with a text")
                broken = broken ?? bad.last
                continue
            }
            guard let text = JSONStory.text(of: value) else {
                bad.append("line \(number) has no text")
                continue
            }
            documents.append(text)
        }
        if documents.isEmpty, broken != nil {
            // Objects over several lines each, or one list of them, under this name.
            documents = try across(decoded.bytes)
            if !documents.isEmpty { bad = [] }
        }
        guard !documents.isEmpty else {
            guard let first = broken else { throw .empty(format: name) }
            throw .malformed(format: name, byteOffset: nil, reason: "no line of it is a document: \(first)")
        }
        for index in documents.indices {
            documents[index].charset = decoded.charset
            documents[index].notices += decoded.notices
        }
        documents[0].notices += notices(of: bad, "line")
        return documents
    }

    /// The documents of a file whose objects reach over lines; none where it is not whole objects, or a list of them.
    private static func across(_ bytes: [UInt8]) throws(DecodeError) -> [SourceText] {
        var documents: [SourceText] = []
        for part in JSONStory.values(in: bytes) {
            guard let value = try? JSONValue.read(Array(part), as: name) else { return [] }
            documents += (value.elements.isEmpty ? [value] : value.elements).compactMap(JSONStory.text)
            guard documents.count <= most else { throw tooMany }
        }
        return documents
    }

    private static let tooMany = DecodeError.overLimit(
        format: name, reason: "it holds more than \(most) documents")

    /// So many lines that are left out are named.
    private static let mostNamed = 10

    /// What is told of lines, or members of a list, that are left out.
    ///
    /// - Parameters:
    ///   - bad: What is wrong with each.
    ///   - part: What each is.
    /// - Returns: A notice for each of the first, and one for the others.
    static func notices(of bad: [String], _ part: String) -> [Document.Notice] {
        var notices = bad.prefix(mostNamed).map { complaint in
            Document.Notice(reason: "left-out", message: "A \(part) was not read: \(complaint).")
        }
        if bad.count > mostNamed {
            notices.append(
                Document.Notice(reason: "left-out", message: "\(bad.count - mostNamed) more \(part)s were not read."))
        }
        return notices
    }

    private static func complaint(_ number: Int, _ error: DecodeError) -> String {
        if case .malformed(_, _, JSONValue.tooDeep) = error { return "in line \(number), \(JSONValue.tooDeep)" }
        return "line \(number) is no JSON"
    }
}
