import Linguistics
import Testing

@Suite struct UTF8TextTests {
    @Test(arguments: ["", "plain", "Łódź – “curly”", String(repeating: "aé漢😀", count: 100)])
    func byteAndCodePointOffsetsAgreeWithUnicodeScalars(_ string: String) {
        let text = UTF8Text(string)
        var byte: Int32 = 0
        for (index, scalar) in string.unicodeScalars.enumerated() {
            #expect(text.codePointOffset(ofByte: byte) == index)
            #expect(text.byteOffset(ofCodePoint: index) == byte)
            byte += Int32(String(scalar).utf8.count)
        }
        #expect(text.codePointOffset(ofByte: byte) == text.codePointCount)
        #expect(text.codePointCount == string.unicodeScalars.count)
    }
}
