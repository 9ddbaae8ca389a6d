import AnalyzerKit
import Ingest
import Linguistics
import Testing

/// Speakers that captions and recognisers tell in less usual places.
@Suite struct TranscriptLabelTests {
    private func text(_ file: String, _ path: String) throws -> [String] {
        let document = try Decoder.document(from: Array(file.utf8), path: path)
        return String(decoding: document.text.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func captions(_ lines: [String]) -> String {
        lines.enumerated().map { number, line in
            "\(number + 1)\n00:00:\(10 + number * 2),000 --> 00:00:\(12 + number * 2),000\n\(line)\n\n"
        }.joined()
    }

    @Test("A name in capitals and brackets before words is who says them")
    func brackets() throws {
        let lines = [
            "[ADA REYES] When did it close?", "[TOM BECKER] In May, I think.", "[ADA REYES] And then?",
            "[SPEAKER 3] Nobody knows.",
        ]
        #expect(
            try text(captions(lines), "a.srt") == [
                "ADA REYES: When did it close?", "TOM BECKER: In May, I think.", "ADA REYES: And then?",
                "Speaker 3: Nobody knows.",
            ])
    }

    @Test(
        "Sounds in brackets are nobody's name",
        arguments: [
            ["[MUSIC PLAYING] Welcome back.", "[APPLAUSE] Thank you all.", "[MUSIC PLAYING] Good night."],
            ["[DOOR OPENS] Come in, both of you.", "It is cold.", "So it is."],
            ["[DOOR SLAMS] Who is there?", "[ADA REYES] Me.", "[DOOR SLAMS] Now?", "[ADA REYES] He left."],
            ["[PHONE RINGS] Hello?", "[TOM BECKER] It is me.", "[PHONE RINGS] Again?", "[TOM BECKER] Again."],
            [
                "[THEME MUSIC] Welcome back.", "[CROWD NOISE] Thank you.", "[THEME MUSIC] Good night.",
                "[CROWD NOISE] Bye.",
            ],
        ])
    func sounds(_ lines: [String]) throws {
        #expect(try !text(captions(lines), "a.srt").joined().contains("]:"))
        #expect(try !text(captions(lines), "a.srt").joined().contains("PLAYING:"))
        #expect(try !text(captions(lines), "a.srt").joined().contains("OPENS:"))
        for sound in ["SLAMS:", "RINGS:", "MUSIC:", "NOISE:"] {
            #expect(try !text(captions(lines), "a.srt").joined().contains(sound))
        }
    }

    @Test("Somebody heard among the crowd speaks all the same")
    func heardAndSeen() throws {
        let lines = ["[AUDIENCE MEMBER] When did it close?", "[TOM BECKER] In May.", "[AUDIENCE MEMBER] Why?"]
        #expect(
            try text(captions(lines), "a.srt") == [
                "AUDIENCE MEMBER: When did it close?", "TOM BECKER: In May.", "AUDIENCE MEMBER: Why?",
            ])
    }

    @Test(
        "A name on a line of its own above words is who says them, where two come again",
        arguments: [("ADA REYES", "TOM BECKER"), ("[ADA REYES]", "[TOM BECKER]"), ("REYES", "DR. BECKER")])
    func namesOnLines(_ first: String, _ second: String) throws {
        let lines = [
            "\(first)\nWhen did it close?", "\(second)\nIn May, I think.", "\(first)\nAnd then?",
            "\(second)\nNothing.",
        ]
        func bare(_ name: String) -> String { name.filter { !"[]".contains($0) } }
        let expected = [
            "\(bare(first)): When did it close?", "\(bare(second)): In May, I think.", "\(bare(first)): And then?",
            "\(bare(second)): Nothing.",
        ]
        #expect(try text(captions(lines), "a.srt") == expected)
        // Once each they may be what a sign says.
        let once = try text(captions(Array(lines.prefix(2))), "a.srt").joined(separator: "\n")
        #expect(!once.contains("\(bare(first)):"))
    }

    @Test("Where a recogniser tells of each word who says it, a segment of two is parted; a word of doubt parts none")
    func words() throws {
        func words(_ list: [(String, Int)]) -> String {
            list.map { "{\"word\": \"\($0.0)\", \"speaker\": \"SPEAKER_0\($0.1)\"}" }.joined(separator: ", ")
        }
        let first = words([
            ("When", 0), ("did", 0), ("it", 1), ("close?", 0), ("In", 1), ("May,", 1), ("I", 1), ("think.", 1),
        ])
        let second = words([("And", 0), ("then?", 0), ("Nothing.", 1)])
        let json = """
            {"segments": [{"start": 0.5, "end": 4, "text": " When did it close? In May, I think.", "words": [\(first)]},
            {"start": 5, "end": 7, "text": " And then? Nothing.", "words": [\(second)]}], "language": "en"}
            """
        #expect(
            try text(json, "a.json") == [
                "Speaker 0: When did it close?", "Speaker 1: In May, I think.", "Speaker 0: And then?",
                "Speaker 1: Nothing.",
            ])
    }

    @Test("Messages that a line sends without an end between them are two")
    func messages() throws {
        func message(_ number: Int, _ words: String) -> String {
            "\u{1}abc123\(number) 4 pol 20\r\n\u{2}\(words)\r\n\u{3}03101\(number) Mar 26\u{4}"
        }
        let file = message(4, "The council met on Monday.") + message(5, "It rained for hours on Tuesday.")
        let documents = try Decoder.documents(from: Array(file.utf8), path: "a.txt")
        #expect(
            documents.map { String(decoding: $0.text.bytes, as: UTF8.self) } == [
                "The council met on Monday.", "It rained for hours on Tuesday.",
            ])
        #expect(documents.map(\.metadata.wire?.id) == ["abc1234", "abc1235"])
    }

    @Test("A directory's name, the surname first, is turned as it is said")
    func surnames() throws {
        let captions = [
            ("Reyes, Ada", "Why?"), ("van der Berg, Maria (Board)", "We had no choice."), ("Ode, Jr.", "No."),
            ("Tom Ode, Chair", "Yes."),
        ].enumerated().map { "00:0\($0).000 --> 00:0\($0).900\n<v \($1.0)>\($1.1)</v>\n\n" }.joined()
        #expect(
            try text("WEBVTT\n\n" + captions, "a.vtt") == [
                "Ada Reyes: Why?", "Maria van der Berg: We had no choice.", "Ode, Jr.: No.", "Tom Ode, Chair: Yes.",
            ])
    }

    @Test(
        "A line of name and time above words says whose they are",
        arguments: [
            ("Ada Reyes  0:01  ", "Maria Olvera  0:05  ", "Ada Reyes  1:02:12  "),
            ("Ada Reyes (00:01):", "Maria Olvera (00:05):", "Ada Reyes (01:12):"),
            ("[00:00:01] Ada Reyes:", "[00:00:05] Maria Olvera:", "[00:01:12] Ada Reyes:"),
            ("00:01 Ada Reyes", "00:05 Maria Olvera", "01:12 Ada Reyes"),
            ("[00:00:01.12] - Ada Reyes", "[00:00:05.30] - Maria Olvera", "[00:01:12.00] - Ada Reyes"),
        ])
    func heads(_ first: String, _ second: String, _ third: String) throws {
        let file = """
            \(first)
            Why close the dock?

            \(second)
            We had no choice. It costs
            two million a year.

            I told them in May.

            \(third)
            And now?

            Transcribed by https://service.example
            """
        #expect(
            try text(file, "a.txt") == [
                "Ada Reyes: Why close the dock?", "Maria Olvera: We had no choice. It costs two million a year.",
                "I told them in May.", "Ada Reyes: And now?", "Transcribed by https://service.example",
            ])
    }

    @Test(
        "Timetables, results and texts with times are no transcripts",
        arguments: [
            "News 18:00\nThe day.\n\nWeather 18:30\nThe rain.\n\nNews 19:00\nThe night.\n",
            "Ada Reyes 0:01\nTom Ode 0:05\nAda Reyes 0:12\n",
            "Ada Reyes 0:12\nWhy?\n\nTom Ode 0:05\nNo.\n\nAda Reyes 0:01\nYes.\n",
            "Ada Reyes 0:01\nWhy?\n\nTom Ode 0:05\nNo.\n",
        ])
    func notHeads(_ file: String) throws {
        #expect(try text(file, "a.txt") == file.split(separator: "\n").map(String.init))
    }

    @Test("The time before a name and words is none of them")
    func times() throws {
        let file = """
            [00:00:01] Interviewer: Why close the dock?

            [00:00:05] Maria Olvera: We had no choice. [inaudible 00:00:15] So we voted.
            [00:01:12] Interviewer: And now?
            """
        #expect(
            try text(file, "a.txt") == [
                "Interviewer: Why close the dock?", "Maria Olvera: We had no choice. [inaudible 00:00:15] So we voted.",
                "Interviewer: And now?",
            ])
    }
}
