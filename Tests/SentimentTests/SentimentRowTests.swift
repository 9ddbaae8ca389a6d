import Corpora
import Foundation
import Testing

struct SentimentRowTests {
    private func rows(_ lines: String) throws(SentimentRow.Malformed) -> [SentimentRow] {
        try SentimentRow.rows(of: Data(lines.utf8), named: "file")
    }

    @Test func aRowWithoutAnIdIsNamedByItsLine() throws {
        let lines = #"{"text": "a"}"# + "\r\n\n" + #"{"id": 7, "text": "b"}"# + "\n" + #"{"text": "c"}"#
        #expect(try rows(lines).map(\.id) == ["file:0", "7", "file:3"])
    }

    @Test func aRowsOwnTargetStandsLast() throws {
        let line =
            #"{"text": "Ada left.", "start": 0, "end": 3, "label": "neutral", "targets": [{"start": 4, "end": 8}]}"#
        let spans = try #require(try rows(line).first).spans(inTextOf: 9)
        #expect(spans.map(\.span) == [4..<8, 0..<3])
        #expect(spans.map(\.target.label) == [nil, "neutral"])
    }

    @Test(arguments: [
        (0, 5, 0..<5), (3, 9, 3..<5), (4, 5, 4..<5), (5, 6, nil), (2, 2, nil), (3, 1, nil), (-1, 3, nil),
        (90, 95, nil), (0, Int.max, 0..<5),
    ])
    func aTargetIsCutToTheText(start: Int, end: Int, span: Range<Int>?) throws {
        let row = try #require(try rows(#"{"text": "Hello", "start": \#(start), "end": \#(end)}"#).first)
        #expect(row.spans(inTextOf: 5).map(\.span) == [span])
    }

    @Test(arguments: [
        (#"{"id": "x"}"#, "file, line 2: no “text”"),
        (#"{"text": 4}"#, "file, line 2: “text” is of another type"),
        (#"{"text": "a", "start": 0}"#, "file, line 2: no “end”"),
        (#"{"text": "a", "targets": "none"}"#, "file, line 2: “targets” is of another type"),
        ("{", "file, line 2: no JSON object"),
    ])
    func whatIsWrongIsSaid(line: String, message: String) throws {
        let error = #expect(throws: SentimentRow.Malformed.self) { try rows("{\"text\": \"a\"}\n" + line) }
        #expect(error?.description == message)
    }
}
