import AnalyzerKit
import Corpora
import Discourse
import Entities
import Foundation
import Ingest
import Linguistics
import Quotes
import References
import TestSupport
import Testing

@Suite struct TranscriptTests {
    // MARK: All forms

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Transcripts").path

    private static let files: [TurnGold] = (try? TurnGold.files(at: folder)) ?? []

    @Test func allFormsAreThere() { #expect(Self.files.count == 41) }

    @Test(arguments: files) func turnsHaveTheirSpeakersAndWords(_ file: TurnGold) throws {
        let document = try Decoder.document(from: file.bytes, path: file.name)
        let pipeline = try Pipeline([Entities.self, References.self, Quotes.self])
        let section = try #require(pipeline.analyze(document).first { $0.name == Quotes.name })
        let findings = try #require(try section.outcome.get() as? Quotes.Findings)
        let turns = findings.quotes.filter { $0.kind == .turn }
        func folded(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
        #expect(turns.map { folded($0.text) } == file.turns.map { folded($0.text) })
        #expect(turns.map { folded($0.speaker?.text ?? "") } == file.turns.map { folded($0.speaker) })
    }

    /// Whatever is timed says when it is heard, in order.
    @Test(arguments: files.filter { !$0.name.hasPrefix("record") })
    func blocksHaveTheirTimes(_ file: TurnGold) throws {
        let blocks = try Decoder.document(from: file.bytes, path: file.name).blocks
        let times = zip(blocks.kinds, blocks.places).filter { $0.0 == .paragraph }.compactMap { $0.1?.time }
        #expect(times.count >= file.turns.count)
        #expect(times == times.sorted())
    }

    // MARK: Captions

    private func string(of document: Document) -> String { String(decoding: document.text.bytes, as: UTF8.self) }

    private func text(_ source: String, _ path: String) throws -> String {
        string(of: try Decoder.document(from: Array(source.utf8), path: path))
    }

    @Test(arguments: [
        // A number without a time or words is none of the words; one among them is.
        ("1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n2\n\n3\n00:00:02,100 --> 00:00:03,000\nTwo.\n\n4\n", "One. Two."),
        ("1\n00:00:01,000 --> 00:00:02,000\nWe have\n3\ndays.\n", "We have 3 days."),
    ])
    func countersAreNoWords(_ source: String, _ words: String) throws {
        #expect(try text(source, "a.srt") == words)
    }

    @Test(arguments: [
        "{\"transcription\":[{\"offsets\":{\"from\":0,\"to\":2470},\"text\":\" Hello there. [SPEAKER_TURN]\"},{\"offsets\":{\"from\":2470,\"to\":5000},\"text\":\" Thank you.\"}]}",
        "{\"transcription\":[{\"offsets\":{\"from\":0,\"to\":2470},\"text\":\" Hello there.\",\"speaker_turn_next\":true},{\"offsets\":{\"from\":2470,\"to\":5000},\"text\":\" Thank you.\"}]}",
    ])
    func aTurnWithoutANameIsAParagraph(_ source: String) throws {
        #expect(try text(source, "a.json") == "Hello there.\n\nThank you.")
    }

    @Test(arguments: [
        // Notes, styles and regions are no captions, whatever stands in them.
        ("NOTE\n00:01.000 --> 00:02.000\nno\n\n00:01.000 --> 00:02.000\nYes.", "Yes."),
        ("STYLE\n::cue { color: red }\n\nREGION\nid:a\n\n00:01.000 --> 00:02.000\nYes.", "Yes."),
        ("00:01.000 --> 00:02.000\n<i.a>Salt</i> <c.yellow>&amp;</c> <00:01.500>bread &lt;3", "Salt & bread <3"),
        ("00:01.000 --> 00:02.000\n<ruby>bread<rt>brεd</rt></ruby> here", "bread here"),
        ("00:01.000 --> 00:02.000\n<v Ann>One</v> two", "Ann: One\n\ntwo"),
        ("00:01.000 --> 00:02.000\n<v.loud  Ann   Lee >One", "Ann Lee: One"),
        ("00:01.000 --> 00:02.000\n<v Ann>One.\n\n00:02.000 --> 00:03.000\n<v Ann>Two.", "Ann: One. Two."),
        ("00:01.000 --> 00:02.000\nOne.\n\n00:09.000 --> 00:10.000\nTwo.", "One.\n\nTwo."),
        // Roll-up leaves its first line out with a blank; only an empty line ends a caption.
        (
            "00:01.000 --> 00:02.000\n \nHello there.\n \n\nNOTE no\n\n00:02.000 --> 00:03.000\nYes.",
            "Hello there. Yes."
        ),
        ("00:01.000 --> 00:02.000\nOne,\n\n00:05.000 --> 00:06.000\nand two.", "One, and two."),
        ("00:01.000 --> 00:02.000\n<v SPEAKER_01>One", "Speaker 1: One"),
        // A repeat in a file that does not roll up was said twice.
        (
            "00:01.000 --> 00:02.000\nNo.\n\n00:02.000 --> 00:03.000\nNo.\n\n00:03.000 --> 00:04.000\nOh yes.",
            "No. No. Oh yes."
        ),
        (
            "00:01.000 --> 00:02.000\nGood day\n\n00:02.000 --> 00:03.000\nGood day\nto you\n\n00:03.000 --> 00:04.000\nto you\nall",
            "Good day to you all"
        ),
        (
            "00:01.000 --> 00:02.000\nGood\n\n00:02.000 --> 00:03.000\nGood day\n\n00:03.000 --> 00:04.000\nGood day to you",
            "Good day to you"
        ),
    ])
    func webVTT(_ captions: String, _ words: String) throws {
        #expect(try text("WEBVTT\n\n" + captions + "\n", "a.vtt") == words)
    }

    @Test(arguments: [
        ("ANN: One.\nTOM: Two.", "ANN: One.\n\nTOM: Two."),
        ("ANN (laughing): One.\n[TOM]: Two.", "ANN: One.\n\nTOM: Two."),
        (">> One. >> Two.", "One.\n\nTwo."),
        (">> ANN LEE: One.\n>> Two.", "ANN LEE: One.\n\nTwo."),
        ("- One?\n- Two.", "One?\n\nTwo."),
        ("-One?\n-Two.", "One?\n\nTwo."),
        ("It was -5 degrees\n-- or less.", "It was -5 degrees -- or less."),
        ("Remember this: no.", "Remember this: no."),
        ("Note: no.\nWarning: no.", "Note: no. Warning: no."),
        ("At 12:30 we left.", "At 12:30 we left."),
        ("If a <n and n> d.", "If a <n and n> d."),
        ("{\\an8}<FONT color=\"red\">One.</FONT>", "One."),
        ("[APPLAUSE]\nThank you.", "[APPLAUSE]\n\nThank you."),
    ])
    func subRip(_ lines: String, _ words: String) throws {
        #expect(try text("1\n00:00:01,000 --> 00:00:02,000\n\(lines)\n", "a.srt") == words)
    }

    /// A turn of nobody known ends the one before.
    @Test func anUnknownVoiceIsNotThatOfTheLastSpeaker() throws {
        let source = "1\n00:00:01,000 --> 00:00:02,000\n>> ANN: One.\n>> Two.\n"
        let document = try Decoder.document(from: Array(source.utf8), path: "a.srt")
        #expect(document.blocks.labels.count == 1)
        #expect(document.blocks.turnEnds == [9])
    }

    @Test(arguments: [
        ("begin=\"00:00:01:12\"", 1.5), ("begin=\"36f\"", 1.5), ("begin=\"15t\"", 1.5), ("begin=\"1.5s\"", 1.5),
        ("begin=\"1500ms\"", 1.5), ("begin=\"0.5m\"", 30), ("begin=\"1h\"", 3600), ("begin=\"00:01:00.250\"", 60.25),
    ])
    func timedTextCountsFramesAndTicks(_ begin: String, _ seconds: Double) throws {
        let source =
            "<tt xmlns='http://www.w3.org/ns/ttml' xmlns:ttp='http://www.w3.org/ns/ttml#parameter' "
            + "ttp:frameRate='24' ttp:tickRate='10'><body><div><p \(begin)>One.</p></div></body></tt>"
        let document = try Decoder.document(from: Array(source.utf8), path: "a.ttml")
        #expect(document.blocks.places.first == Blocks.Place(time: seconds))
    }

    @Test func timesInTimedTextCountFromTheElementAround() throws {
        let source =
            "<tt xmlns='http://www.w3.org/ns/ttml'><body begin='10s'><div begin='5s'>"
            + "<p begin='1s'>One.</p></div></body></tt>"
        let document = try Decoder.document(from: Array(source.utf8), path: "a.ttml")
        #expect(document.blocks.places.first == Blocks.Place(time: 16))
    }

    // MARK: Recognisers

    @Test(arguments: [
        (
            #"{"text":"One. Two.","segments":[{"start":0,"end":1,"text":" One."},{"start":1,"end":NaN,"text":" Two."}]}"#,
            "One. Two."
        ),
        (#"{"transcription":[{"offsets":{"from":0,"to":900},"text":" One."}],"result":{"language":"en"}}"#, "One."),
        (#"{"text":"One.","chunks":[{"timestamp":[0.0,null],"text":" One."}]}"#, "One."),
        (#"[{"start":0,"end":1,"text":"One.","speaker":"Ann"}]"#, "Ann: One."),
        (#"{"segments":[{"start":0,"text":"One.","speaker":null}]}"#, "One."),
        (
            #"{"result":{"hypotheses":[{"transcript":"one two"}],"final":true},"segment-start":1.0,"segment-length":2.0}"#,
            "one two"
        ),
        (#"{"alternatives":[{"confidence":200.1,"text":"one two"}]}"#, "one two"),
        (#"{"response":{"results":[{"alternatives":[{"transcript":"One."}]}]}}"#, "One."),
        (#"{"results":{"transcripts":[{"transcript":"One."}],"items":[]}}"#, "One."),
    ])
    func recognizers(_ source: String, _ words: String) throws {
        let document = try Decoder.document(from: Array(source.utf8), path: "a.json")
        #expect(document.source.mediaType == "application/json")
        #expect(string(of: document) == words)
    }

    @Test(arguments: [
        #"{"results":[{"title":"One"}]}"#, #"{"segments":3}"#, #"{"title":"One"}"#, #"[1, 2]"#, "{", "[[[[",
    ])
    func otherJSONIsNoTranscript(_ source: String) throws {
        #expect(try Decoder.document(from: Array(source.utf8), path: "a.json").source.mediaType == "text/plain")
    }

    // MARK: Records of parliaments

    @Test(
        arguments: [
            ("Mr. SMITH of New Jersey. Yes.", "Mr. SMITH of New Jersey"),
            ("Ms. EDDIE BERNICE HOLM. Yes.", "Ms. EDDIE BERNICE HOLM"),
            ("Mr. DANNY K. HOLM of Illinois. Yes.", "Mr. DANNY K. HOLM of Illinois"),
            ("Mr. McHOLM. Yes.", "Mr. McHOLM"),
            ("The ACTING PRESIDENT pro tempore. Yes.", "The ACTING PRESIDENT pro tempore"),
            ("The SPEAKER pro tempore (Ms. Holm of Ohio). Yes.", "The SPEAKER pro tempore (Ms. Holm of Ohio)"),
            ("Mr. Manager HOLM. Yes.", "Mr. Manager HOLM"), ("Ms. HOLM-McQUIST. Yes.", "Ms. HOLM-McQUIST"),
            ("Mr. President, yes.", nil), ("Mr. Holm. Yes.", nil), ("The CIA. Yes.", nil), ("Mr. HOLM said. Yes.", nil),
        ] as [(String, String?)])
    func labelsOfTheRecord(_ paragraph: String, _ label: String?) throws {
        let source = "  Mr. ALDER. One.\n  Ms. BERG. Two.\n  \(paragraph)\n"
        let document = try Decoder.document(from: Array(source.utf8), path: "a.txt")
        let labels = document.blocks.labels.map { document.text.string(in: $0) }
        #expect(labels == ["Mr. ALDER", "Ms. BERG"] + [label].compactMap(\.self))
    }

    @Test(arguments: [
        "The motion was agreed to.", "The bill clerk called the roll.", "Mr. BERG changed his vote from nay to yea.",
        "There being no objection, the Senate proceeded to consider the resolution.",
        "(Mr. BERG asked and was given permission to revise his remarks.)", "The Senate adjourned.",
    ])
    func whatClerksTellIsNobodys(_ note: String) throws {
        let source = "  Mr. ALDER. One.\n  Ms. BERG. Two.\n  \(note)\n"
        let document = try Decoder.document(from: Array(source.utf8), path: "a.txt")
        #expect(document.blocks.turnEnds.last.map { Int($0) } == document.text.count - note.utf8.count - 2)
    }

    @Test func aSpeakersParagraphsGoOn() throws {
        let source = "  Mr. ALDER. One.\n  The motion to wait was wrong.\n  I said so.\n  Ms. BERG. Two.\n"
        let document = try Decoder.document(from: Array(source.utf8), path: "a.txt")
        #expect(document.blocks.turnEnds.count == 2)
        #expect(
            string(of: document) == "Mr. ALDER: One.\n\nThe motion to wait was wrong.\n\nI said so.\n\nMs. BERG: Two.")
    }

    // MARK: What is no whole file

    @Test(arguments: [
        ("WEBVTT\n", "a.vtt"), ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>\n", "a.vtt"),
        ("1\n00:00:01,000 --> 00:00:02,000\n\n", "a.srt"),
        ("<tt xmlns='http://www.w3.org/ns/ttml'><body/></tt>", "a.ttml"),
        (#"{"text":"","segments":[{"text":""}]}"#, "a.json"),
        (#"{"text":"One","segments":[{"start":0,"text":"One"#, "a.json"),
        (#"{"results":[{"alternatives":[{"transcript":{}}]}]}"#, "a.json"),
        ("<akomaNtoso><debate/></akomaNtoso>", "a.xml"),
        ("<tt xmlns='http://www.w3.org/ns/ttml'><body><div><p begin='1s'>One", "a.ttml"),
        (#"{"text":"x","segments":"# + String(repeating: "[", count: 10_000), "a.json"),
    ])
    func whatIsEmptyOrCutIsSaidSo(_ source: String, _ path: String) throws {
        let error = #expect(throws: DecodeError.self) { try Decoder.document(from: Array(source.utf8), path: path) }
        #expect(["empty", "malformed"].contains(error?.reason))
    }

    /// Time is linear: ten times the bytes take about ten times as long.
    @Test(arguments: [
        ("WEBVTT\n\n", "00:01.000 --> 00:02.000\n<v Ann>One two three four\n<v Tom>five\n\n", "a.vtt"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "<v", "a.vtt"), ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "a ", "a.vtt"),
        ("1\n00:00:01,000 --> 00:00:02,000\n", ">> A: {\\ <i &", "a.srt"),
        (#"{"text":"","segments":["#, #"{"start":0,"text":"One two."},"#, "a.json"), ("[{", "\"a\\\"", "a.json"),
        ("[Congressional Record Volume 1]\n", "  Mr. ALDER. One (\n", "a.txt"),
        ("[Congressional Record Volume 1]\n", "  Mr. ALDER of ", "a.txt"),
        ("<html><body><pre>[Congressional Record Volume 1]", "<pre &<", "a.html"),
    ])
    func hostileFilesTakeNoLongTime(_ head: String, _ part: String, _ path: String) {
        let bytes = Array((head + String(repeating: part, count: 400_000 / part.utf8.count)).utf8)
        let time = processorTime {
            let file = SourceFile(bytes, path: path)
            _ = try? SourceFormats.format(of: file).read(file)
        }
        #expect(time < .seconds(20), "\(time)")
    }
}

/// A run's log has the files' names, not their bytes.
extension TurnGold: CustomTestStringConvertible {
    /// The file's name.
    public var testDescription: String { name }
}
