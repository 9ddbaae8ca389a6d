/// A charset of a byte a character, with the languages that are written in it.
struct SingleByteCharset: Sendable {
    let charset: Charset
    /// ISO 639-1 codes; empty for all of Western Europe's.
    let languages: Set<String>
    /// The natural logarithm of how much likelier a text is in it than in windows-1252, before its bytes are looked at.
    let prior: Float
    /// The scalar of each byte; U+FFFD for those that are none.
    let scalars: [UInt32]

    /// Whether it is of DOS, whose programs wrote no no-break spaces.
    var isOfDOS: Bool { charset.name.hasPrefix("IBM") }

    private init(_ name: String, _ converter: String, _ languages: Set<String>, _ prior: Float) {
        charset = Charset(name, converter: converter)
        self.languages = languages
        self.prior = prior
        scalars = Converter.table(of: charset)
    }

    private static let cyrillic: Set<String> = ["be", "bg", "kk", "mk", "mn", "ru", "sr", "uk"]
    private static let central: Set<String> = ["bs", "cs", "de", "hr", "hu", "pl", "ro", "sk", "sl", "sq", "sr"]
    private static let baltic: Set<String> = ["et", "lt", "lv"]
    private static let nordic: Set<String> = ["da", "et", "fi", "is", "lt", "lv", "nb", "nn", "sv"]

    /// The one that bytes out of place are read as: the first of all.
    static let windows1252 = SingleByteCharset("windows-1252", "CP1252", [], 0)

    /// All that texts are tried in.
    ///
    /// Rare ones have low priors: they win where nothing else reads.
    static let all: [SingleByteCharset] = [
        windows1252, .init("windows-1250", "CP1250", central, -1),
        .init("windows-1251", "CP1251", cyrillic, 0), .init("windows-1253", "CP1253", ["el"], -0.5),
        .init("windows-1254", "CP1254", ["az", "tr"], -0.5), .init("windows-1255", "CP1255", ["he"], -0.5),
        .init("windows-1256", "CP1256", ["ar", "fa", "ur"], -0.5), .init("windows-1257", "CP1257", baltic, -1),
        .init("windows-1258", "CP1258", ["vi"], -2), .init("windows-874", "CP874", ["th"], -0.5),
        .init("ISO-8859-2", "ISO-8859-2", central, -1.5), .init("ISO-8859-3", "ISO-8859-3", ["eo", "tr"], -3),
        .init("ISO-8859-4", "ISO-8859-4", baltic, -6), .init("ISO-8859-5", "ISO-8859-5", cyrillic, -1.5),
        .init("ISO-8859-6", "ISO-8859-6", ["ar", "fa", "ur"], -1.5), .init("ISO-8859-7", "ISO-8859-7", ["el"], -1.5),
        .init("ISO-8859-8", "ISO-8859-8", ["he"], -1.5), .init("ISO-8859-10", "ISO-8859-10", nordic, -7),
        .init("ISO-8859-13", "ISO-8859-13", baltic, -7.5),
        .init("ISO-8859-14", "ISO-8859-14", ["cy", "ga"], -1.5), .init("ISO-8859-15", "ISO-8859-15", [], -2),
        .init("ISO-8859-16", "ISO-8859-16", ["ro", "sq"], -4),
        .init("KOI8-R", "KOI8-R", cyrillic, -1.5), .init("KOI8-U", "KOI8-U", cyrillic, -1.6),
        .init("IBM437", "IBM437", [], -4.1), .init("IBM737", "CP737", ["el"], -4), .init("IBM850", "IBM850", [], -4),
        .init("IBM852", "IBM852", central, -4), .init("IBM855", "IBM855", cyrillic, -4),
        .init("IBM857", "IBM857", ["az", "tr"], -4), .init("IBM862", "IBM862", ["he"], -4),
        .init("IBM866", "IBM866", cyrillic, -2), .init("macintosh", "MACINTOSH", [], -3),
        .init("x-mac-ce", "MAC-CENTRALEUROPE", central, -6), .init("x-mac-cyrillic", "MAC-UK", cyrillic, -4),
    ]
}
