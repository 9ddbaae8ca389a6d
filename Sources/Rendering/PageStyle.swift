import CPageStyle
import Digest

/// The style of a page, compiled in.
enum PageStyle {
    /// The rules, ASCII without `<` and `&`: what stands in `<style>` is the same in HTML and in XML.
    static let text: String = {
        var size = 0
        let bytes = copydesk_page_style(&size)
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: size), as: UTF8.self)
    }()

    /// How a content security policy allows it: by its digest (Content Security Policy Level 3, section 2.3.1).
    static let source = "sha256-" + base64(hex: SHA256.hexDigest(of: Array(text.utf8)))

    /// Hexadecimal digits in base 64 (RFC 4648, section 4).
    private static func base64(hex: String) -> String {
        let digits = hex.compactMap(\.hexDigitValue)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start...].prefix(3)
            let bits = group.reduce(0) { $0 << 8 | $1 } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=")
            }
        }
        return text
    }
}
