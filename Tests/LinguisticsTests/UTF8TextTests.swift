import Linguistics
import Testing

@Suite struct UTF8TextTests {
    @Test(arguments: [("", 1), ("plain", 1), ("Łódź – “curly”", 1), ("aé漢😀", 100)] as [(String, Int)])
    func byteAndCodePointOffsetsAgreeWithUnicodeScalars(_ part: String, _ count: Int) {
        let string = String(repeating: part, count: count)
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
