// Charsets turns bytes in any encoding that texts come in into UTF-8. What the bytes are is told by their byte order
// mark, else by their form (UTF-8, UTF-16 and UTF-32 without a mark), else by which encoding makes them read like a
// language: `CharsetDetector`. A charset that a document declares is one that must read nearly as well, since
// declarations lie. iconv(3) converts.

/// An encoding of text, by the names that it has.
public struct Charset: Hashable, Sendable {
    /// The name in reports: the preferred one for MIME in IANA's list, as `windows-1252` or `Shift_JIS`.
    public let name: String
    /// What iconv(3) calls it.
    let converterName: String

    init(_ name: String, converter: String? = nil) {
        self.name = name
        converterName = converter ?? name
    }

    /// UTF-8.
    public static let utf8 = Charset("UTF-8")
    static let utf16LE = Charset("UTF-16LE")
    static let utf16BE = Charset("UTF-16BE")
    static let utf32LE = Charset("UTF-32LE")
    static let utf32BE = Charset("UTF-32BE")
    static let windows1252 = Charset("windows-1252", converter: "CP1252")
    static let shiftJIS = Charset("Shift_JIS", converter: "CP932")
    static let eucJP = Charset("EUC-JP", converter: "EUC-JP-MS")
    static let eucKR = Charset("EUC-KR", converter: "CP949")
    static let gb18030 = Charset("GB18030")
    static let big5 = Charset("Big5", converter: "BIG5-HKSCS")
    static let iso2022JP = Charset("ISO-2022-JP", converter: "ISO-2022-JP-3")
    static let iso2022KR = Charset("ISO-2022-KR")
    static let iso2022CN = Charset("ISO-2022-CN")
    /// GB 2312 in seven bits (RFC 1843), which iconv(3) does not know: `Escapes` reads it.
    static let hz = Charset("HZ-GB-2312", converter: "GB18030")
    static let utf7 = Charset("UTF-7")

    /// Whether bytes below 80 mean what they mean in ASCII.
    var hasASCII: Bool { ![.utf16LE, .utf16BE, .utf32LE, .utf32BE, .utf7, .hz].contains(self) }

    /// Whether two charsets differ in the order of bytes only, which a byte order mark tells.
    func isReordered(_ other: Charset) -> Bool {
        [[.utf16LE, .utf16BE], [.utf32LE, .utf32BE]].contains { $0.contains(self) && $0.contains(other) }
    }

    /// A charset by a name that a document gives it.
    ///
    /// Names mean what the WHATWG's Encoding Standard says that they mean in pages: `latin1` and `us-ascii` are
    /// windows-1252, `gb2312` is GB18030, `iso-8859-9` is windows-1254.
    ///
    /// - Returns: `nil` for a name that is not known.
    public static func named(_ label: String) -> Charset? {
        let label = normalized(label[...])
        // What most say; the others' tables take a while to make.
        return label == "utf8" ? .utf8 : byLabel[label]
    }

    /// A label without what its spellings differ in: `Windows 1252`, `windows_1252` and `WINDOWS-1252` are one.
    private static func normalized(_ label: Substring) -> String {
        String(
            decoding: label.utf8.filter {
                $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") && $0 > UInt8(ascii: " ")
            },
            as: UTF8.self
        ).lowercased()
    }

    /// All that are known.
    static let all: [Charset] =
        [
            .utf8, .utf16LE, .utf16BE, .utf32LE, .utf32BE, .shiftJIS, .eucJP, .eucKR, .gb18030, .big5, .iso2022JP,
            .iso2022KR, .iso2022CN, .hz, .utf7,
        ] + SingleByteCharset.all.map(\.charset)

    private static let byLabel: [String: Charset] = {
        var charsets: [String: Charset] = [:]
        for charset in all {
            charsets[normalized(charset.name[...])] = charset
        }
        for line in aliases.split(separator: "\n") {
            let names = line.split(separator: " ")
            guard let charset = names.first.flatMap({ charsets[normalized($0)] }) else { continue }
            for name in names.dropFirst() { charsets[normalized(name)] = charset }
        }
        return charsets
    }()

    /// A charset, then other names of it: from the table of labels in the WHATWG's Encoding Standard, without those that
    /// differ in hyphens only, and what mail and word processors write beside them.
    private static let aliases = """
        UTF-8 unicode11utf8 unicode20utf8 xunicode20utf8 utf8mb4
        UTF-16LE utf16 ucs2 iso10646ucs2 csunicode unicode unicodefeff
        UTF-16BE unicodefffe
        UTF-32LE utf32 ucs4
        windows-1252 ascii usascii ansix341968 csisolatin1 iso88591 iso885911987 isoir100 l1 latin1 cp819 ibm819 xcp1252 \
        cp1252 ansi
        windows-1250 cp1250 xcp1250
        windows-1251 cp1251 xcp1251
        windows-1253 cp1253 xcp1253
        windows-1254 cp1254 xcp1254 csisolatin5 iso88599 iso885991989 isoir148 l5 latin5
        windows-1255 cp1255 xcp1255
        windows-1256 cp1256 xcp1256
        windows-1257 cp1257 xcp1257
        windows-1258 cp1258 xcp1258
        windows-874 tis620 iso885911 dos874 cp874
        ISO-8859-2 csisolatin2 iso885921987 isoir101 l2 latin2
        ISO-8859-3 csisolatin3 iso885931988 isoir109 l3 latin3
        ISO-8859-4 csisolatin4 iso885941988 isoir110 l4 latin4
        ISO-8859-5 csisolatincyrillic cyrillic iso885951988 isoir144
        ISO-8859-6 arabic asmo708 csiso88596e csiso88596i csisolatinarabic ecma114 iso88596e iso88596i iso885961987 isoir127
        ISO-8859-7 csisolatingreek ecma118 elot928 greek greek8 iso885971987 isoir126 suneugreek
        ISO-8859-8 csiso88598e csiso88598i csisolatinhebrew hebrew iso88598e iso88598i iso885981988 isoir138 logical visual
        ISO-8859-10 csisolatin6 isoir157 l6 latin6
        ISO-8859-13 latin7
        ISO-8859-14 latin8
        ISO-8859-15 csisolatin9 l9 latin9
        ISO-8859-16 latin10
        KOI8-R cskoi8r koi koi8
        KOI8-U koi8ru
        IBM437 cp437 437 cspc8codepage437
        IBM850 cp850 850
        IBM852 cp852 852
        IBM855 cp855 855
        IBM857 cp857 857
        IBM862 cp862 862
        IBM866 cp866 866 csibm866
        macintosh csmacintosh mac xmacroman macroman
        x-mac-cyrillic xmacukrainian maccyrillic
        x-mac-ce maccentraleurope xmaccentraleurroman
        Shift_JIS csshiftjis ms932 cp932 mskanji sjis windows31j xsjis
        EUC-JP cseucpkdfmtjapanese xeucjp eucjpms
        EUC-KR cseuckr csksc56011987 isoir149 korean ksc56011987 ksc56011989 ksc5601 windows949 cp949 uhc
        GB18030 chinese csgb2312 csiso58gb231280 gb2312 gb231280 gbk isoir58 xgbk cp936 euccn
        Big5 big5hkscs cnbig5 csbig5 xxbig5 cp950
        ISO-2022-JP csiso2022jp iso2022jp3
        ISO-2022-KR csiso2022kr
        UTF-7 unicode11utf7 csunicode11utf7
        """
}
