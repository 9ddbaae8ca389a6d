import Testing

@testable import ReadingRoom

@Suite struct RequestTests {
    @Test(arguments: [("a=1&b=x+y", ["a": "1", "b": "x y"]), ("q=%E2%80%9Ca%22", ["q": "“a\""]), ("a", ["a": ""])])
    func fieldsAreDecoded(form: String, fields: [String: String]) throws {
        let found = try #require(RoomRequest.fields(of: form))
        #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0.value) }) == fields)
    }
}
