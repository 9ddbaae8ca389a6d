import Foundation

/// A document with its quotations as somebody annotated them.
package struct QuoteGold: Decodable {
    /// One quotation; offsets are code points, the end exclusive.
    package struct Quote: Decodable {
        package var start: Int
        package var end: Int
        package var kind: String
        /// The words that name the speaker beside the quotation.
        package var speaker: String?
        /// The full names.
        package var speakers: [String]
        package var within: Int?
        package var continues: Int?
        package var optional: Bool
        package var continuesOptional: Bool
        package var speakerUnknown: Bool
        package var form: String?

        private enum Keys: String, CodingKey {
            case start, end, kind, speaker, canonical = "speaker_canonical", within, continues, optional,
                continuesOptional
            case speakerUnknown, form
        }

        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Keys.self)
            start = try values.decode(Int.self, forKey: .start)
            end = try values.decode(Int.self, forKey: .end)
            kind = try values.decode(String.self, forKey: .kind)
            speaker = try values.decodeIfPresent(String.self, forKey: .speaker)
            if let list = try? values.decodeIfPresent([String].self, forKey: .canonical) {
                speakers = list
            } else if let one = try? values.decodeIfPresent(String.self, forKey: .canonical) {
                speakers = [one]
            } else {
                speakers = []
            }
            within = try values.decodeIfPresent(Int.self, forKey: .within)
            continues = try values.decodeIfPresent(Int.self, forKey: .continues)
            optional = try values.decodeIfPresent(Bool.self, forKey: .optional) ?? false
            continuesOptional = try values.decodeIfPresent(Bool.self, forKey: .continuesOptional) ?? false
            speakerUnknown = try values.decodeIfPresent(Bool.self, forKey: .speakerUnknown) ?? false
            form = try values.decodeIfPresent(String.self, forKey: .form)
        }
    }

    package var id: String
    package var text: String
    package var quotes: [Quote]

    /// Reads JSON Lines with a document a line, a `.gold.json` beside its `.txt`, or a folder of these.
    package static func documents(at path: String) throws -> [QuoteGold] {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isFolder.boolValue {
            let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".gold.json") }
                .sorted()
            return try names.flatMap { try documents(at: path + "/" + $0) }
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        if path.hasSuffix(".gold.json") {
            let textPath = String(path.dropLast(".gold.json".count)) + ".txt"
            let text = try String(decoding: Data(contentsOf: URL(fileURLWithPath: textPath)), as: UTF8.self)
            struct Wrapped: Decodable { var quotes: [Quote] }
            let decoder = JSONDecoder()
            let quotes =
                try (try? decoder.decode(Wrapped.self, from: data).quotes) ?? decoder.decode([Quote].self, from: data)
            return [QuoteGold(id: URL(fileURLWithPath: path).lastPathComponent, text: text, quotes: quotes)]
        }
        return try String(decoding: data, as: UTF8.self).split(separator: "\n").map {
            try JSONDecoder().decode(QuoteGold.self, from: Data($0.utf8))
        }
    }

    /// A span without white space, quotation marks and closing punctuation at its ends.
    package static func trimmed(_ span: Range<Int>, in text: [Unicode.Scalar]) -> Range<Int> {
        var start = min(span.lowerBound, text.count)
        var end = min(span.upperBound, text.count)
        while start < end, edge.contains(text[start]) { start += 1 }
        while end > start, edge.contains(text[end - 1]) { end -= 1 }
        return start..<max(start, end)
    }

    private static let edge: Set<Unicode.Scalar> = [
        " ", "\n", "\r", "\t", "\u{A0}", "\"", "'", "“", "”", "‘", "’", "„", "«", "»", ",", ".", ";", "`", "*", "_",
    ]
}

extension QuoteGold.Quote {
    /// Whether a pronoun or a description names the speaker beside the quotation, and the annotation knows his name.
    package var isTakenUp: Bool {
        guard let speaker, !speakers.isEmpty, speakers.allSatisfy(Self.isName) else { return false }
        return Self.words(speaker).last.map { last in !speakers.contains { Self.words($0).contains(last) } } ?? true
    }

    /// Whether a speaker found is one that the annotation names.
    ///
    /// Names agree when they are equal, have the same last word or when one is a part of the other, other words when their heads
    /// are the same; case, articles and possessives aside. Of joint speakers all must be named. Without a speaker in the
    /// annotation none is right.
    package func names(_ found: String?, entityCount: Int) -> Bool {
        guard !speakers.isEmpty || speaker != nil else { return found == nil }
        guard let found else { return false }
        let name = Self.words(found)
        if speakers.count > 1, entityCount > 1 {
            return speakers.allSatisfy { one in Self.words(one).last.map { name.contains($0) } ?? false }
        }
        return (speakers.isEmpty ? [speaker ?? ""] : speakers).contains { Self.agree($0, found, name) }
    }

    private static func agree(_ one: String, _ found: String, _ name: [String]) -> Bool {
        let other = words(one)
        if other == name { return true }
        guard let last = other.last, let mine = name.last else { return false }
        if last == mine, isName(one) == isName(found) { return true }
        // One name is a part of the other: "Matthew", "Matthew Collins".
        if isName(one), isName(found), other.allSatisfy(name.contains) || name.allSatisfy(other.contains) {
            return true
        }
        // The head of a phrase: "the Jubilee Trust of Leeds", "the trust".
        guard let head = head(one) else { return false }
        return head == self.head(found) && (!isName(one) || !isName(found))
    }

    private static func words(_ name: String) -> [String] {
        let folded = name.lowercased().replacingOccurrences(of: "’", with: "'").replacingOccurrences(of: "'s", with: "")
        let dropped: Set<String> = ["the", "a", "an", "mr", "mrs", "ms", "dr", "his", "her", "their", "its"]
        return folded.split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "." }.map {
            $0.trimmingCharacters(in: CharacterSet(charactersIn: ".'"))
        }.filter { !dropped.contains($0) && !$0.isEmpty }
    }

    private static func isName(_ words: String) -> Bool {
        words.split(separator: " ").last?.first?.isUppercase ?? false
    }

    private static func head(_ phrase: String) -> String? {
        let prepositions: Set<String> = ["of", "for", "at", "in", "from", "with", "on", "to", "who", "by"]
        var head: String?
        for word in words(phrase) {
            if prepositions.contains(word) { break }
            head = word
        }
        return head
    }
}
