import AnalyzerKit
import Ingest
import Testing

/// What a decoded document takes from the kinds of its lines: title and authors.
@Suite struct BlockDocumentTests {
    private static let prose = "Kestrel Foods opened a plant on Monday. It bakes bread."

    @Test(
        arguments: [
            ("KARLSTAD, SWEDEN\n\n\(prose)\n", nil),
            ("PRESS RELEASE\nFOR IMMEDIATE RELEASE\n\nKestrel opens plant\n\n\(prose)\n", "Kestrel opens plant"),
            ("By Petra Rowan\n\n\(prose)\n", nil),
            ("Photo: Jo Reed/The Courier\n\n\(prose)\n", nil),
            ("Team   P   W   D\nMerton   24   15   5\n\n\(prose)\n", nil),
            ("From: a@b.example\nSubject: bread\n\nHi Tim,\n\n\(prose)\n", nil),
            ("# Bread is back\n\n\(prose)\n", "Bread is back"),
            (
                "“Bread is back”: a talk with the baker who never left the town of Bergen\n\n\(prose)\n",
                "“Bread is back”: a talk with the baker who never left the town of Bergen"
            ),
            ("\(prose)\n\nA line below\n\n\(prose)\n", nil),
        ] as [(String, String?)])
    func theTitleIsTheHeadline(_ text: String, _ title: String?) throws {
        #expect(try Decoder.document(from: Array(text.utf8), path: "a.txt").title == title)
    }

    @Test(arguments: [
        ("By Petra Rowan", ["Petra Rowan"]), ("By MARGIT HOLLE and DEV ANAND", ["MARGIT HOLLE", "DEV ANAND"]),
        ("By Jean-Luc Moen, Staff Writer", ["Jean-Luc Moen"]), ("By Northline Staff", []), ("By Associated Press", []),
        ("Words by Asa Lindqvist", ["Asa Lindqvist"]),
    ])
    func theAuthorsAreTheBylinesPeople(_ byline: String, _ authors: [String]) throws {
        let text = "Bread is back\n\(byline)\n\n\(Self.prose)\n"
        #expect(try Decoder.document(from: Array(text.utf8), path: "a.txt").authors == authors)
    }
}
