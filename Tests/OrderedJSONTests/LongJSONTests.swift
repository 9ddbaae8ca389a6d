import OrderedJSON
import Testing

/// What is long is written in pieces, of which some may be given away before all is written.
@Suite struct LongJSONTests {
    /// A list of rows, one of which may have no JSON form.
    private struct Rows: Encodable {
        var count: Int
        var bad: Int?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            for row in 0..<count { try container.encode(Row(number: row == bad ? .nan : Double(row))) }
        }

        struct Row: Encodable {
            var number: Double
            var text = "a\"b\n"
        }
    }

    private struct Whole: Encodable {
        var before: Rows
        var guarded: GuardedJSON
        var after = "end"
    }

    private static func json(_ rows: Int) -> String {
        "[" + (0..<rows).map { #"{"number":\#($0),"text":"a\"b\n"}"# }.joined(separator: ",") + "]"
    }

    /// Sizes around those at which a buffer grows, a piece is full and pieces are given away.
    @Test(arguments: [0, 1, 100, 130, 140, 8_000, 8_200, 9_000, 50_000, 100_000])
    func piecesAreTheSameBytes(_ rows: Int) throws {
        let expected = Self.json(rows)
        let held = try OrderedJSONEncoder().pieces(of: Rows(count: rows))
        #expect(String(decoding: held.joined, as: UTF8.self) == expected)
        #expect(held.count == expected.utf8.count && held.pieces.allSatisfy { !$0.isEmpty && $0.count < 256 << 10 })
        var given: [[UInt8]] = []
        let rest = try OrderedJSONEncoder().pieces(of: Rows(count: rows), giving: { given.append($0) })
        #expect(String(decoding: given.joined() + rest.joined, as: UTF8.self) == expected)
        #expect(rest.count <= 3 << 19, "\(rest.count) bytes are held")
        #expect(given.isEmpty == (expected.utf8.count < 1 << 20))
    }

    /// Nothing of a value that fails is left, wherever in it that shows, and nothing of it was given away.
    @Test(arguments: [0, 7_000, 100_000], [0, 10, 8_100, 60_000])
    func whatHasNoFormLeavesNull(_ before: Int, _ bad: Int) throws {
        var (given, failures) = ([[UInt8]](), [any Error]())
        let value = Whole(
            before: Rows(count: before),
            guarded: GuardedJSON(["list": [Rows(count: bad + 1, bad: bad)]]) { failures.append($0) })
        let rest = try OrderedJSONEncoder().pieces(of: value, giving: { given.append($0) })
        let text = String(decoding: given.joined() + rest.joined, as: UTF8.self)
        #expect(text == #"{"before":\#(Self.json(before)),"guarded":null,"after":"end"}"#)
        guard case .invalidValue(_, let context)? = failures.first as? EncodingError else {
            Issue.record("\(failures)")
            return
        }
        // The path begins with the guarded value.
        #expect(context.codingPath.map(\.stringValue) == ["list", "number"])
    }

    @Test func aGuardedValueThatHasAFormIsWritten() throws {
        var failures = 0
        let value = Whole(before: Rows(count: 1), guarded: GuardedJSON(Rows(count: 2)) { _ in failures += 1 })
        let text = String(decoding: try OrderedJSONEncoder().encode(value), as: UTF8.self)
        #expect(text == #"{"before":\#(Self.json(1)),"guarded":\#(Self.json(2)),"after":"end"}"#)
        #expect(failures == 0)
    }

    @Test(arguments: ["", "a\"\\\n\u{1}", "Łódź"]) func textThatIsGivenAsBytesIsAString(_ text: String) throws {
        #expect(try OrderedJSONEncoder().encode([UTF8JSON(Array(text.utf8))]) == OrderedJSONEncoder().encode([text]))
    }
}
