import AnalyzerKit
import XML

/// Reads the XML that transcripts come in.
enum TranscriptXML {
    /// A file's tree, and how its bytes were decoded; what had to be mended is a notice.
    static func read(
        _ file: SourceFile, format: String
    ) throws(DecodeError) -> (tree: XMLTree, decoded: TextDecoding.Decoded) {
        var decoded = try TextDecoding.decode(file.bytes, declared: declaredCharset(of: file))
        do throws(XMLError) {
            let tree = try XMLTree.read(decoded.bytes)
            if let repair = tree.repair {
                decoded.notices.append(
                    .init(reason: "format", message: "The \(format) is not well-formed and was mended: \(repair)."))
            }
            return (tree, decoded)
        } catch {
            throw .malformed(format: format, byteOffset: nil, reason: error.description)
        }
    }

    /// The charset that the XML declaration names.
    private static func declaredCharset(of file: SourceFile) -> String? {
        guard file.head.hasPrefix("<?xml"), let end = file.head.byteRange(of: "?>"),
            let name = file.head[..<end.lowerBound].byteRange(of: "encoding=")
        else { return nil }
        let value = file.head[name.upperBound..<end.lowerBound]
        guard let mark = value.first, mark == "\"" || mark == "'" else { return nil }
        return String(value.dropFirst().prefix { $0 != mark })
    }
}
