/// A format that documents come in: how a file in it is known, and how it is read.
///
/// The content decides; the ending of a name only breaks ties. A reader runs in the worker, under its limits of memory
/// and time and in its sandbox: it opens no file and no connection, takes time linear in the bytes, and throws rather than
/// trap on anything. To add a format, write a type that conforms, in a file or folder of its own in `Formats`, and
/// name it in `SourceFormats.all`.
package protocol SourceFormat: SendableMetatype {
    /// The media type that reports give, as `text/html`.
    static var mediaType: String { get }
    /// The name for people, as *HTML*.
    static var name: String { get }
    /// Endings of names that promise the format, in lower case without dots.
    static var pathExtensions: [String] { get }

    /// Whether a file is in this format, judged by its beginning.
    static func matches(_ file: SourceFile) -> Bool

    /// Reads a file.
    ///
    /// - Returns: The documents in it in order, at least one.
    /// - Throws: Why there is none.
    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText]
}

/// The formats in the order in which they are tried.
package enum SourceFormats {
    /// All of them; plain text, which takes whatever is text, comes last.
    package static let all: [any SourceFormat.Type] = [
        NITF.self, NewsMLG2.self, NewsML1.self, WordPressExport.self, Feed.self, NinJS.self, TimedText.self,
        AkomaNtoso.self, WebVTT.self, SubRip.self, HeadedTranscript.self, RecognizedSpeech.self, JSONLines.self,
        JSONDocument.self,
        IPTC7901.self, ANPA1312.self,
        CongressionalRecord.self, Mailbox.self, MHTML.self, Mail.self, OutlookMessage.self, OutlookPack.self,
        WordDocument.self,
        ElectronicBook.self, OpenDocumentText.self, OtherOffice.self, OldOffice.self, PDFFile.self, ZIPArchive.self,
        TarArchive.self,
        CompressedFile.self, RichText.self, Markdown.self,
        HTMLPages.self, OtherXML.self, PlainText.self,
    ]

    /// The format of a file.
    package static func format(of file: SourceFile) -> any SourceFormat.Type {
        all.first { $0.matches(file) } ?? PlainText.self
    }

    /// What to say where the ending of a name promises another format than the content is in; nil where they agree, or
    /// where the ending promises nothing.
    static func disagreement(of file: SourceFile, with format: any SourceFormat.Type) -> String? {
        guard !format.pathExtensions.contains(file.pathExtension),
            let promised = all.first(where: { $0.pathExtensions.contains(file.pathExtension) })
        else { return nil }
        return "The name ends in .\(file.pathExtension) as that of \(promised.name) does, but the content is "
            + "\(format.name) and was read as such."
    }
}
