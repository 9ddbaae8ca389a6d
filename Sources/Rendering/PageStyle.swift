import CPageStyle
import Digest

/// The style of pages, compiled in: ASCII without `<` and `&`, so that what stands in `<style>` is the same in HTML and in XML.
package enum PageStyle {
    /// The colours and typefaces that all pages share.
    package static let colours: String = {
        var size = 0
        let bytes = copydesk_page_colours(&size)
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: size), as: UTF8.self)
    }()

    /// The rules of a report's page.
    static let text: String = {
        var size = 0
        let bytes = copydesk_page_style(&size)
        return colours + String(decoding: UnsafeRawBufferPointer(start: bytes, count: size), as: UTF8.self)
    }()

    /// How a content security policy allows the style of a report's page.
    static let source = source(of: text)

    /// How a content security policy allows a style: by its digest (Content Security Policy Level 3, section 2.3.1).
    package static func source(of style: String) -> String {
        "sha256-" + base64(hex: SHA256.hexDigest(of: Array(style.utf8)))
    }

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
