import Foundation
import OrderedJSON
import Testing

@Suite struct OrderedJSONEncoderTests {
    private func json(_ value: some Encodable) throws -> String {
        String(decoding: try OrderedJSONEncoder().encode(value), as: UTF8.self)
    }

    private struct Unsorted: Encodable {
        var zebra = 1
        var apple: String?
        var middle: [Int?] = [1, nil, 3]
        var inner = Inner()

        struct Inner: Encodable {
            var flag: Bool?
            var number: Double? = 0.1
            var empty: [String] = []
        }
    }

    @Test func keysStandInTheOrderOfTheirEncodingAndAbsentValuesAreNull() throws {
        #expect(
            try json(Unsorted())
                == #"{"zebra":1,"apple":null,"middle":[1,null,3],"inner":{"flag":null,"number":0.1,"empty":[]}}"#)
    }

    private static let escaped = ["\"", "\\", "\n", "\u{0}", "\u{1F}"]
    private static let plain = [" ", "!", "#", "[", "]", "\u{7F}", "\u{80}", "ü", "\u{2028}"]

    @Test(arguments: 0...40)
    func whatNeedsAnEscapeHasOneWhereverItStands(_ length: Int) throws {
        for special in Self.escaped + Self.plain {
            for place in 0...length {
                let before = String(repeating: "x", count: place)
                let text = before + special + String(repeating: "é", count: length - place)
                let encoded = try OrderedJSONEncoder().encode([text])
                #expect(try JSONDecoder().decode([String].self, from: Data(encoded)) == [text])
                #expect(encoded.contains(UInt8(ascii: "\\")) == Self.escaped.contains(special))
            }
        }
    }

    @Test func dictionariesAreSorted() throws {
        let codes = Dictionary(uniqueKeysWithValues: (0..<50).map { ("key\($0)", "\($0)") })
        let keys = try json(codes).split(separator: "\"").filter { $0.hasPrefix("key") }
        #expect(keys == keys.sorted() && keys.count == 50)
    }

    @Test(arguments: [
        (0, "0"), (-0.0, "0"), (1, "1"), (-3, "-3"), (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"), (-0.12, "-0.12"),
        (1e-7, "1e-07"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"), (123_456_789, "123456789"),
    ])
    func numbersAreTheShortestThatReadBackTheSame(_ number: Double, _ text: String) throws {
        #expect(try json([number]) == "[\(text)]")
        #expect(Double(text) == number)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func numbersThatJSONCannotHoldAreErrors(_ number: Double) {
        #expect(throws: EncodingError.self) { try json([number]) }
    }

    @Test func anErrorNamesTheKeysThatLeadToTheValue() throws {
        struct Outer: Encodable {
            var before = ["a": "b"]
            var list = [Inner(), Inner(number: .nan)]
            struct Inner: Encodable {
                var text = "c"
                var number = 0.5
            }
        }
        let error = #expect(throws: EncodingError.self) { try json(Outer()) }
        guard case .invalidValue(_, let context) = try #require(error) else { return }
        #expect(context.codingPath.map(\.stringValue) == ["list", "number"])
    }

    @Test func integersOfEveryWidthKeepTheirValue() throws {
        #expect(try json([Int64.min, Int64.max]) == "[-9223372036854775808,9223372036854775807]")
        #expect(try json([UInt64.max]) == "[18446744073709551615]")
        #expect(try json([Int8.min]) == "[-128]")
    }

    @Test func valuesThatEncodeNothingAreEmptyObjects() throws {
        struct Nothing: Encodable { func encode(to encoder: any Encoder) {} }
        #expect(try json([Nothing(), Nothing()]) == "[{},{}]")
        #expect(try json([[Int]](repeating: [], count: 2)) == "[[],[]]")
    }

    @Test func containersMayBeNestedByHand() throws {
        struct Tree: Encodable {
            enum Key: String, CodingKey { case list, last }
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Key.self)
                var list = container.nestedUnkeyedContainer(forKey: .list)
                try list.encode(1)
                var inner = list.nestedContainer(keyedBy: Key.self)
                try inner.encode("deep", forKey: .last)
                try list.encode(2)
                try container.encode("end", forKey: .last)
            }
        }
        #expect(try json(Tree()) == #"{"list":[1,{"last":"deep"},2],"last":"end"}"#)
    }

    /// The parser is Foundation's, which shares no code with the encoder.
    @Test func aParserReadsBackEveryString() throws {
        var random = SystemRandomNumberGenerator()
        let hostile: [UInt32] = [0, 1, 8, 9, 10, 12, 13, 0x1F, 0x22, 0x2F, 0x5C, 0x7F, 0x85, 0x2028, 0x2029]
        for _ in 0..<2_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                let value =
                    Bool.random(using: &random)
                    ? hostile.randomElement(using: &random) ?? 0 : UInt32.random(in: 0...0x10_FFFF, using: &random)
                // Foundation's parser drops a byte order mark at some places inside a string.
                if let scalar = Unicode.Scalar(value), value != 0xFEFF { text.append(scalar) }
            }
            let string = String(text)
            let bytes = try OrderedJSONEncoder().encode([string])
            let parsed = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String]
            #expect(parsed?.first?.unicodeScalars.map(\.value) == string.unicodeScalars.map(\.value))
            #expect(!bytes.contains { $0 < 0x20 })
        }
    }

    @Test func itAgreesWithFoundationOnNestedValues() throws {
        struct Node: Codable, Equatable {
            var name: String
            var weight: Double
            var children: [Node]
        }
        func grow(_ depth: Int) -> Node {
            Node(
                name: "n\"\(depth)\n", weight: 1 / Double(depth + 3),
                children: depth == 0 ? [] : [grow(depth - 1), grow(depth - 1)])
        }
        let tree = grow(6)
        #expect(try JSONDecoder().decode(Node.self, from: Data(OrderedJSONEncoder().encode(tree))) == tree)
    }
}
