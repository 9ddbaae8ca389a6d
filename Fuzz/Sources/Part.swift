import AnalyzerKit
import Charsets
import Discourse
import English
import Entities
import Foundation
import Ingest
import Linguistics
import Quotes
import References
import Reporting
import Sentiment
import TestSupport
import Wire

/// What is fuzzed, and what must hold of it for any bytes.
enum Part: String, CaseIterable {
    case charsets, decode, html, tokenizer, entities, quotes, sentiment, wire
    // Formats of news agencies; each part reads its bytes as every format that it names.
    case nitf, newsml, ninjs, teleprinter, feed
    case message, outlook
    // Office documents: the bytes as a file, and as the part of one that holds its text.
    case docx, odt, rtf, epub, markdown, archive, jsonLines
    // What poppler writes of a PDF file.
    case pdf
    case webVTT, subRip, timedText, recognizedSpeech, akomaNtoso, congressionalRecord

    func run(_ bytes: [UInt8]) {
        switch self {
        case .charsets: decodeText(bytes)
        case .decode: decode(bytes)
        case .html: readPage(bytes)
        case .tokenizer: tokenize(bytes)
        case .entities: analyze(bytes, with: Self.upToEntities)
        case .quotes: analyze(bytes, with: Self.upToQuotes)
        case .sentiment: analyze(bytes, with: Self.upToSentiment)
        case .wire: talk(bytes)
        case .nitf: read(bytes, as: ["NITF"])
        case .newsml: read(bytes, as: ["NewsML-G2", "NewsML 1"])
        case .ninjs: read(bytes, as: ["ninjs"])
        case .teleprinter: read(bytes, as: ["IPTC 7901", "ANPA 1312"])
        case .feed: read(bytes, as: ["RSS or Atom", "WordPress export"])
        case .message: read(bytes, as: ["mail", "mbox", "MHTML"])
        case .outlook: read(bytes, as: ["Outlook message", "what Outlook packs for itself (winmail.dat, TNEF)"])
        case .docx:
            read(bytes, as: ["DOCX"])
            read(TestArchive.zip([(name: "word/document.xml", bytes: bytes)]), as: ["DOCX"])
        case .odt:
            read(bytes, as: ["ODT"])
            read(TestArchive.zip([(name: "content.xml", bytes: bytes)]), as: ["ODT"])
        case .rtf: read(bytes, as: ["RTF"])
        case .epub:
            read(bytes, as: ["EPUB"])
            read(Self.book(bytes), as: ["EPUB"])
        case .markdown: read(bytes, as: ["Markdown"])
        case .archive: read(bytes, as: ["ZIP", "tar", "compressed"])
        case .jsonLines: read(bytes, as: ["JSON lines"])
        case .pdf:
            // With an end, or it would be refused as cut off before anything is asked of poppler.
            read(Array("%PDF-1.4\nstartxref\n0\n%%EOF\n".utf8), as: ["PDF"], converter: Poppler(boxes: bytes))
        case .webVTT: read(bytes, as: ["WebVTT"])
        case .subRip: read(bytes, as: ["SubRip"])
        case .timedText: read(bytes, as: ["TTML"])
        case .recognizedSpeech: read(bytes, as: ["a recogniser's JSON"])
        case .akomaNtoso: read(bytes, as: ["Akoma Ntoso"])
        case .congressionalRecord: read(bytes, as: ["the Congressional Record"])
        }
    }

    /// Bytes become valid UTF-8 or are refused, at a place inside them, with each declaration; without one valid UTF-8 stays
    /// as it is.
    private func decodeText(_ bytes: [UInt8]) {
        for declared in [[], ["windows-1252"], ["shift_jis", "koi8-r"], ["utf-7"]] {
            do throws(UndecodableText) {
                let text = try TextDecoder.decode(bytes, declared: declared)
                precondition(UTF8Text(validating: text.utf8) != nil, "no UTF-8")
                for case .cut(let offset) in text.faults { check(offset, bytes) }
                for case .brokenUTF8(_, let offset) in text.faults { check(offset, bytes) }
                if declared.isEmpty, text.charset == "UTF-8", text.faults.isEmpty {
                    precondition(bytes.suffix(text.utf8.count).elementsEqual(text.utf8), "other bytes")
                    precondition(bytes.count - text.utf8.count <= 3, "more than a mark is gone")
                }
            } catch {
                switch error {
                case .notText(let offset), .unreadable(let offset), .undecodable(_, let offset): check(offset, bytes)
                }
            }
        }
    }

    private func check(_ offset: Int, _ bytes: [UInt8]) { precondition(bytes.indices.contains(offset), "\(offset)") }

    /// Bytes become a document whose title is no empty one, or are refused at a place inside them.
    private func decode(_ bytes: [UInt8]) {
        // Other formats make a text of their own.
        guard SourceFormats.format(of: SourceFile(bytes, path: "fuzz.txt")).name == "plain text" else { return }
        do throws(DecodeError) {
            let document = try Decoder.document(from: bytes, path: "fuzz.txt")
            if let title = document.title { precondition(!title.isEmpty, "an empty title") }
        } catch {
            if let offset = error.byteOffset { check(offset, bytes) }
        }
    }

    /// Whatever the bytes, a format gives items whose blocks cover their text in order, or a sentence.
    private func read(_ bytes: [UInt8], as names: [String], converter: (any FileConverter)? = nil) {
        let file = SourceFile(bytes, path: "fuzz", converter: converter)
        for format in SourceFormats.all where names.contains(format.name) {
            _ = format.matches(file)
            do throws(DecodeError) {
                let texts = try format.read(file)
                precondition(!texts.isEmpty, "no item and no error")
                for text in texts { check(text) }
            } catch {
                precondition(error.description.hasSuffix("."), error.description)
            }
        }
        // As the program does, by what the content looks like.
        if let documents = try? Decoder.documents(from: bytes, path: "fuzz") {
            precondition(!documents.isEmpty, "no document and no error")
        }
    }

    /// Stands for poppler, and says what is fuzzed.
    private struct Poppler: FileConverter {
        var boxes: [UInt8]

        func convert(_ bytes: [UInt8], by program: ForeignProgram, page: Int) throws(ConversionError) -> [UInt8] {
            boxes
        }
    }

    /// A book of one chapter.
    private static func book(_ chapter: [UInt8]) -> [UInt8] {
        TestArchive.zip([
            (
                name: "META-INF/container.xml",
                bytes: Array("<c><rootfiles><rootfile full-path='b.opf'/></rootfiles></c>".utf8)
            ),
            (
                name: "b.opf",
                bytes: Array(
                    "<p><manifest><item id='a' href='a.html'/></manifest><spine><itemref idref='a'/></spine></p>".utf8)
            ), (name: "a.html", bytes: chapter),
        ])
    }

    private func check(_ text: SourceText) {
        precondition(UTF8Text(validating: text.bytes) != nil, "no UTF-8")
        precondition(!text.isEmpty, "nothing to read")
        precondition(text.title != "", "an empty title")
        var end: Int32 = 0
        for block in text.blocks {
            precondition(block.range.lower >= end && block.range.upper > block.range.lower, "blocks")
            end = block.range.upper
            if let label = block.label {
                precondition(label.lower == block.range.lower && label.upper < block.range.upper, "label")
            }
            if let time = block.place?.time { precondition(time.isFinite && time >= 0, "time \(time)") }
        }
        precondition(Int(end) <= text.bytes.count, "beyond the end")
    }

    /// A page becomes a document whose blocks cover its words, or is refused; twice the same.
    private func readPage(_ bytes: [UInt8]) {
        do throws(DecodeError) {
            let page = Array("<html>".utf8) + bytes
            let document = try Decoder.document(from: page, path: "fuzz.html")
            precondition(document.source.mediaType == "text/html", "read as \(document.source.mediaType)")
            precondition(UTF8Text(validating: document.text.bytes) != nil, "no UTF-8")
            precondition(document.blocks.ofToken.count == document.tokens.count, "words without a block")
            for post in document.blocks.posts {
                precondition(post.block.contains(post.name), "a post without its name")
            }
            let again = try Decoder.document(from: page, path: "fuzz.html")
            precondition(
                again.text.bytes == document.text.bytes && again.metadata == document.metadata, "two runs differ")
        } catch {
            precondition(!error.description.isEmpty, "refused without a word")
        }
    }

    /// Tokens stand in order, whole scalars, each in one sentence of one paragraph.
    private func tokenize(_ bytes: [UInt8]) {
        guard let text = UTF8Text(validating: bytes) else { return }
        let structure = LinguisticStructure(text, rules: .english)
        let tokens = structure.tokens
        var end: Int32 = 0
        for index in 0..<tokens.count {
            precondition(tokens.starts[index] >= end && tokens.ends[index] > tokens.starts[index], "token \(index)")
            end = tokens.ends[index]
            precondition(isBoundary(tokens.starts[index], bytes) && isBoundary(end, bytes), "token \(index) cut")
        }
        precondition(Int(end) <= bytes.count, "beyond the end")
        precondition(structure.sentences.flatMap { Array($0) } == Array(0..<tokens.count), "sentences")
        precondition(structure.paragraphs.flatMap { Array($0) } == Array(0..<tokens.count), "paragraphs")
    }

    private func isBoundary(_ offset: Int32, _ bytes: [UInt8]) -> Bool {
        Int(offset) == bytes.count || bytes[Int(offset)] & 0xC0 != 0x80
    }

    /// No analyzer throws, each span is its text, and a second run finds the same.
    private func analyze(_ bytes: [UInt8], with pipeline: Pipeline?) {
        guard let pipeline, let text = UTF8Text(validating: bytes) else { return }
        let document = Document(text)
        let json = report(of: document, by: pipeline)
        precondition(json == report(of: document, by: pipeline), "two runs differ")
        guard let report = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any] else {
            preconditionFailure("no JSON")
        }
        let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        check(report["analyzers"], scalars)
    }

    private func report(of document: Document, by pipeline: Pipeline) -> [UInt8] {
        let sections = pipeline.analyze(document)
        for section in sections {
            if case .failure(let error) = section.outcome { preconditionFailure("\(section.name): \(error)") }
        }
        return Report(of: document, version: "0.0.0", sections: sections).json()
    }

    private func check(_ value: Any?, _ scalars: [Unicode.Scalar]) {
        if let list = value as? [Any] {
            for element in list { check(element, scalars) }
        } else if let object = value as? [String: Any] {
            for element in object.values { check(element, scalars) }
            guard let start = object["start"] as? Int, let end = object["end"] as? Int else { return }
            precondition(0 <= start && start <= end && end <= scalars.count, "\(start)..<\(end)")
            guard let words = object["text"] as? String else { return }
            // Byte order marks aside: Foundation's reader drops some.
            let mark: Unicode.Scalar = "\u{FEFF}"
            let (found, expected) = (
                words.unicodeScalars.filter { $0 != mark }, scalars[start..<end].filter { $0 != mark }
            )
            precondition(found.elementsEqual(expected), "\(start)..<\(end) is not its text")
        }
    }

    /// However a stream is cut, it gives the same messages or the same error; a message is read as it was written.
    private func talk(_ bytes: [UInt8]) {
        let whole = messages(of: bytes, pieceCount: max(1, bytes.count))
        precondition(whole == messages(of: bytes, pieceCount: 3), "the cut matters")
        for message in whole.messages {
            precondition(messages(of: message.frame, pieceCount: 64).messages == [message], "not as it was written")
        }
    }

    private struct Received: Equatable {
        var messages: [WireMessage] = []
        var error: WireError?
    }

    private func messages(of bytes: [UInt8], pieceCount: Int) -> Received {
        var decoder = FrameDecoder(maxBytes: 1 << 16)
        var received = Received()
        var start = 0
        do throws(WireError) {
            while start < bytes.count {
                let end = min(start + pieceCount, bytes.count)
                decoder.append(bytes[start..<end])
                while let message = try decoder.next() { received.messages.append(message) }
                start = end
            }
        } catch {
            received.error = error
        }
        return received
    }

    // A list that is known to be in order; the tests of the program load it too.
    private static let upToEntities = try? Pipeline([Entities.self])
    private static let upToQuotes = try? Pipeline([Entities.self, References.self, Quotes.self])
    private static let upToSentiment = try? Pipeline([
        Entities.self, References.self, Quotes.self, Sentiment.self,
    ])
}
