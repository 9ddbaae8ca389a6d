import Foundation
import Testing

/// Words are rows of the table, not lists in the sources.
@Suite struct WordListTests {
    /// A list of five or more words, as a literal of strings or in one string.
    struct List: CustomStringConvertible {
        var place: String
        var words: [Substring]

        var description: String { "\(place): \(words.prefix(5).joined(separator: " ")) …" }
    }

    @Test func findsListsAsTheyAreWritten() throws {
        let lists = Self.lists(
            in: """
                /// Why.
                let first = ["a", "b", "c", "d", "e"]
                let few = ["a", "b", "c", "d"]
                let second = Set(
                    ["a", "b", "c", "d",
                     "e"].map { WordHash(folding: $0) })
                let third = "one two three four five six " + "seven eight nine ten eleven twelve"
                let fourth = [WordHash("a"), WordHash("b"), WordHash("c"), WordHash("d"), WordHash("e")]
                let fifth = \"""
                    one two three four five six
                    seven eight nine ten eleven twelve
                    \"""
                // one two three four five six seven eight nine ten eleven twelve
                case "a", "b", "c", "d", "e": 1
                let numbers = ["a": 1, "b": 2, "c": 3, "d": 4, "e": 5]
                let names = ["a": "v", "b": "w", "c": "x", "d": "y", "e": "z"]
                let few = ["a": 1, "b": 2, "c": 3, "d": 4]
                case "a", "b", "c", "d": 1
                let message = "A sentence, which ends as sentences do and is no list of words at all."

                """, "some.swift")
        #expect(
            lists.map(\.description) == [
                "some.swift:2: a b c d e …", "some.swift:5: a b c d e …", "some.swift:7: one two three four five …",
                "some.swift:8: a b c d e …", "some.swift:9: one two three four five …", "some.swift:14: a b c d e …",
                "some.swift:15: a b c d e …", "some.swift:16: a b c d e …",
            ])
    }

    /// Lists that are no words of a language, by their file and first word, and why they are none.
    private static let exceptions: [(reason: String, lists: [String])] = [
        (
            "names of elements, attributes, members and fields: a format's vocabulary, which stands with its reader",
            [
                "AkomaNtoso.swift: item", "AkomaNtoso.swift: narrative", "AkomaNtoso.swift: p", "BookReader.swift: h1",
                "BookReader.swift: noteref", "BookReader.swift: p", "BookReader.swift: script", "Caption.swift: i",
                "EmbeddedPosts.swift: twitter-tweet", "HTMLPages.swift: html", "HTMLPages.swift: i",
                "JSONStory.swift: modified", "JSONStory.swift: published", "JSONStory.swift: text",
                "MailReader.swift: application/pgp-signature", "WireHold.swift: from", "MarkupPreparation.swift: amp",
                "MarkupReader.swift: ednote", "MarkupReader.swift: p", "MarkupReader.swift: script",
                "NITF.swift: editorsnote", "NITF.swift: fixture", "NITF.swift: slug", "NewsMLG2.swift: contentSet",
                "NewsMLG2.swift: newsItem", "NinJS.swift: description_text", "NinJS.swift: versioncreated",
                "OpenDocumentReader.swift: frame", "OpenDocumentReader.swift: placeholder", "OtherXML.swift: date",
                "OtherXML.swift: head", "OtherXML.swift: item", "OtherXML.swift: title", "OtherXML.swift: byline",
                "OpenDocumentReader.swift: tracked-changes",
                "PageContext.swift: navigation", "PageMetadata.swift: author",
                "PageTimes.swift: article:modified_time", "PageTimes.swift: article:published_time",
                "RecognizedSpeech.swift: segments", "RichTextReader+Controls.swift: colortbl",
                "RichTextReader+Controls.swift: emdash",
                "WordReader.swift: del", "WordReader.swift: sdt", "WordPressExport.swift: caption",
            ]
        ),
        ("labels that recognisers of speech give", ["SpeakerName.swift: "]),
        (
            "marks",
            [
                "MailAddress.swift:  | ", "MarkedText.swift: ”", "PDFParagraphs.swift: •", "PageTitle.swift:  | ",
                "TranscriptWriter.swift: .",
                "TranscriptWriter.swift: \\\"",
            ]
        ),
        (
            "parts of words",
            ["Cast.swift: tion", "GroupSource.swift: ers", "PageDate.swift: st", "ReportedPhrase.swift: ers"]
        ),
        (
            "domains and endings of files' names",
            [
                "ElectronicBook.swift: .xml", "HostName.swift: com", "HostName.swift: csv", "OtherOffice.swift: xlsx",
                "PackedFiles.swift: gz", "PageMetadata.swift: ca", "PageMetadata.swift: io",
            ]
        ),
        (
            "codes of languages and their aliases",
            [
                "LanguageTag.swift: alb", "LetterModel.swift: ar", "SingleByteCharset.swift: be",
                "SingleByteCharset.swift: bs", "SingleByteCharset.swift: da",
            ]
        ),
        (
            "system calls, paths, arguments, properties and variables of the system",
            [
                "Converter.swift: -gray", "Converter.swift: -m", "Converter.swift: stdin", "Sandbox.swift: /usr",
                "Sandbox.swift: access",
                "UnitProperties.swift: ActiveState",
                "WorkerLaunch.swift: CREDENTIALS_DIRECTORY",
            ]
        ),
        (
            "reasons of failures, by this program's own names",
            ["Failure.swift: attempts", "SpoolInspection+Failed.swift: invalid-utf8"]
        ),
        (
            "fields of the journal",
            ["DaemonEvents.swift: inbox", "DocumentEvents.swift: document", "RetentionEvents.swift: folder"]
        ),
        (
            "tables and heads of columns",
            [
                "AlertCommand.swift: name", "DocumentsCommand.swift: path", "EntitiesCommand.swift: name",
                "EntityPages.swift: Name", "EntityPages.swift: Publisher",
                "LibraryReader+Dump.swift: number", "LibrarySchema.swift: document", "QuoteTable.swift: document",
                "QuotesCommand.swift: speaker",
                "SearchCommand.swift: path", "SourcesCommand.swift: month", "StanceCommand.swift: Documents",
            ]
        ),
        ("kinds of blocks", ["ArticleWriter.swift: byline"]),
        ("what HTML leaves as it is", ["ArticleWriter.swift: -"]),
        ("months as pages print them", ["Hold.swift: January"]),
        ("the forms of the pronouns that the library counts", ["ReportEntry.swift: they"]),
        (
            "fields of reports, which are read one by one",
            [
                "StoredReport+Gist.swift: path", "StoredReport+Gist.swift: title", "StoredReport+Gist.swift: bytes",
                "StoredReport+Gist.swift: id",
            ]
        ),
        ("texts for tests", ["HostileText.swift: ", "HostileText.swift: “"]),
    ]

    @Test func onlyListsWithAReasonStandInTheSources() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        let excepted = Set(Self.exceptions.flatMap(\.lists))
        var met: Set<String> = []
        for part in ["Plugins", "Sources"] {
            let folder = root.appending(path: part)
            let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
            for case let file as URL in files where file.pathExtension == "swift" {
                for list in Self.lists(in: try String(contentsOf: file, encoding: .utf8), file.lastPathComponent) {
                    let key = "\(file.lastPathComponent): \(list.words[0])"
                    met.insert(key)
                    #expect(excepted.contains(key), "\(list) is data, or an exception with its reason")
                }
            }
        }
        #expect(excepted.subtracting(met).sorted() == [], "these lists are there no more")
    }

    static func lists(in source: String, _ file: String) -> [List] {
        let string = #/"(?:[^"\\\n]|\\.)*"/#
        let array = #/\[\s*(?:(?:WordHash\()?"(?:[^"\\\n]|\\.)*"\)?\s*,?\s*){5,}\]/#
        let joined = #/"(?:[^"\\\n]|\\.)*"(?:\s*\+\s*"(?:[^"\\\n]|\\.)*")*/#
        let pattern = #/\bcase\s+(?:"(?:[^"\\\n]|\\.)*"\s*,\s*){4,}"(?:[^"\\\n]|\\.)*"/#
        let table = #/\[\s*(?:"(?:[^"\\\n]|\\.)*"\s*:[^"\[\]]*(?:"(?:[^"\\\n]|\\.)*"[^"\[\]]*)?){5,}\]/#
        let key = #/"((?:[^"\\\n]|\\.)*)"\s*:/#
        let block = #/"""\n(?:[^"]|"(?!""))*"""/#
        var lists: [List] = []
        func add(_ range: Range<String.Index>, _ words: [Substring]) {
            let before = source[..<range.lowerBound]
            let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
            guard !lines[lines.count - 1].contains("//") else { return }
            lists.append(List(place: "\(file):\(lines.count)", words: words))
        }
        for match in source.matches(of: table) { add(match.range, source[match.range].matches(of: key).map(\.1)) }
        for match in source.matches(of: array) + source.matches(of: pattern) {
            add(match.range, source[match.range].matches(of: string).map { source[$0.range].dropFirst().dropLast() })
        }
        for match in source.matches(of: joined) + source.matches(of: block) {
            let text = source[match.range]
            let words = text.split { "\"+ \n".contains($0) }
            let isList = words.allSatisfy { $0.wholeMatch(of: #/[\p{Ll}'’\/-]+\.?/#) != nil }
            if words.count >= 12, isList { add(match.range, words) }
        }
        return lists.sorted {
            Int($0.place.split(separator: ":")[1]) ?? 0 < Int($1.place.split(separator: ":")[1]) ?? 0
        }
    }
}
