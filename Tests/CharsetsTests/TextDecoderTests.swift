import Testing

@testable import Charsets

@Suite struct TextDecoderTests {
    @Test func asciiIsUTF8() throws {
        #expect(try TextDecoder.decode(Array("plain".utf8)).charset == "UTF-8")
    }
}
