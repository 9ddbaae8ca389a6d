/// What Outlook packs a mail's form and attachments in where it takes the reader for Outlook, too (`winmail.dat`; [MS-OXTNEF]):
/// named, and refused.
enum OutlookPack: SourceFormat {
    static let mediaType = "application/ms-tnef"
    static let name = "what Outlook packs for itself (winmail.dat, TNEF)"
    static let pathExtensions: [String] = []

    /// The format's signature, 0x223E9F78.
    private static let signature: [UInt8] = [0x78, 0x9F, 0x3E, 0x22]

    static func matches(_ file: SourceFile) -> Bool { file.bytes.starts(with: signature) }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        throw .unsupported(
            format: name,
            advice: "Unpack it, as by: tnef FILE, and drop what is in it; or ask for the mail in HTML or plain text.")
    }
}
