import English
import Foundation
import Linguistics
import Testing

/// The tables of `Sentences/`: a text a line with `|` where a sentence begins and `\n` for a line end, under `# KIND`.
@Suite struct SentenceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let kind: String
        let number: Int
        let marked: String
        var testDescription: String { "\(kind), line \(number)" }

        var text: UTF8Text { UTF8Text(marked.replacing("|", with: "")) }

        var expected: [String] {
            marked.split(separator: "|").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        }

        var found: [String] {
            let text = text
            let structure = LinguisticStructure(text, rules: .english)
            return structure.sentences.map { text.string(in: structure.tokens.range($0)) }
        }
    }

    static func rows(_ name: String) throws -> [Row] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Sentences/\(name)")
        let lines = try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        var kind = ""
        var rows: [Row] = []
        for (index, line) in lines.enumerated() where !line.isEmpty {
            if line.hasPrefix("# ") {
                kind = String(line.dropFirst(2))
            } else {
                rows.append(Row(kind: kind, number: index + 1, marked: String(line.replacing("\\n", with: "\n"))))
            }
        }
        return rows
    }

    private static let development = (try? rows("development.txt")) ?? []

    @Test(arguments: development.filter { $0.kind != "Known gaps" })
    func splitsWhereASentenceEnds(_ row: Row) { #expect(row.found == row.expected) }

    @Test(arguments: development.filter { $0.kind == "Known gaps" })
    func doesNotYetSplit(_ row: Row) { withKnownIssue { #expect(row.found == row.expected) } }

    @Test func heldOutTextsStaySplitAsTheyWereWhenTheyWereScored() throws {
        let rows = try Self.rows("held-out.txt")
        let wrong = rows.filter { $0.found != $0.expected }
        #expect(rows.count == 155)
        #expect(wrong.count <= 1, "\(wrong.map(\.testDescription))")
    }

    @Test func theTablesHoldTextsOfEveryKind() throws {
        let heldOut = try Self.rows("held-out.txt")
        let kinds = Set(heldOut.map(\.kind))
        #expect(Self.development.count + heldOut.count >= 200)
        #expect(kinds.isSubset(of: Set(Self.development.map(\.kind))))
        // None was worked with and held out.
        #expect(Set(Self.development.map(\.marked)).isDisjoint(with: heldOut.map(\.marked)))
    }

    /// What stands on both sides of the stop decides: the same abbreviation with other words behind it.
    @Test(arguments: [
        ("He met Hale Jr.", "Thousands cheered.", 2), ("He met Hale Jr.", "Boulevard by night.", 1),
        ("She left Orr Inc.", "Nobody knew.", 2), ("She left Orr Inc.", "Chairman Holt.", 1),
        ("It shut at 9 a.m.", "Customers waited.", 2), ("It shut at 9 a.m.", "Monday.", 1),
        ("They saw the U.S.", "Tourists do.", 2), ("They saw the U.S.", "Special Forces.", 1),
        ("They saw the U.S.", "Centers for Disease Control.", 1), ("At 9 a.m.", "Customers waited.", 1),
        ("They saw the U.S.", "Mara Holt does.", 2), ("They saw the U.S.", "Senate vote.", 1),
        ("They saw the U.S.", "President Holt is back.", 2), ("They saw the U.S.", "President.", 1),
        ("The seller is U.S.", "Bancorp of Leeds.", 1), ("She left Orr Inc.", "Mara Holt stayed.", 2),
    ])
    func aDotIsReadByBothSides(before: String, after: String, count: Int) {
        #expect(LinguisticStructure(UTF8Text("\(before) \(after)"), rules: .english).sentences.count == count)
    }

    @Test func aRunWithoutEndIsCut() {
        let structure = LinguisticStructure(
            UTF8Text(String(repeating: "word ", count: 2500)), rules: .english)
        #expect(structure.sentences.map(\.count) == [1000, 1000, 500])
    }

    @Test(arguments: [
        "", " ", ".", "?!", "(", "•", "1.", "a.", "I.", "“", "—”", "...", "• 1.", "(i)", "\n", "a\n", "\n\na", "A.\nB",
        "°.1", "...A ...A", "A ...No ...A", "A. . . . B", "x . . . . B", "?” A", "U.S. (", "a.bc.", "*", "_.",
    ])
    func shortTextsKeepTheirTokens(_ string: String) {
        let structure = LinguisticStructure(UTF8Text(string), rules: .english)
        #expect(structure.sentences.flatMap { Array($0) } == Array(0..<structure.tokens.count))
        #expect(structure.paragraphs.flatMap { Array($0) } == Array(0..<structure.tokens.count))
    }

    /// Thousands of bullets in a row, as a rule of dashes is, are no list of lists.
    @Test(arguments: ["- ", "* ", "• ", "– 1. ", "1. ", "( ", "… ", "…", "“ … ", ". ( ", "...A ", "So. 1. ", "“ …A "])
    func aRowOfMarkersIsRead(_ piece: String) {
        let text = UTF8Text(String(repeating: piece, count: 20_000))
        let structure = LinguisticStructure(text, rules: .english)
        #expect(structure.sentences.last?.upperBound == structure.tokens.count)
    }
}
