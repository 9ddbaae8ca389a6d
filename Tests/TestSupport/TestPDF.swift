/// PDF files for tests, as plain as they can be: Helvetica, a line of words at a time, nothing packed.
public enum TestPDF {
    /// A file of pages.
    ///
    /// - Parameters:
    ///   - pages: The lines of each. An empty line parts paragraphs; one behind `# ` is twice as large as the others.
    ///   - title: What the properties give as its title.
    /// - Returns: Its bytes.
    public static func file(_ pages: [[String]], title: String? = nil) -> [UInt8] {
        let streams = pages.map { lines in
            var y = 640
            var words = "BT\n"
            for line in lines {
                let isLarge = line.hasPrefix("# ")
                let shown = escaped(isLarge ? String(line.dropFirst(2)) : line)
                if !line.isEmpty { words += "/F1 \(isLarge ? 24 : 12) Tf 1 0 0 1 72 \(y) Tm (\(shown)) Tj\n" }
                y -= line.isEmpty ? 30 : 14
            }
            return words + "ET"
        }
        return file(streams: streams, title: title)
    }

    /// A file of pages by what draws each.
    public static func file(streams: [String], title: String? = nil) -> [UInt8] {
        let first = 5
        let kids = streams.indices.map { "\(first + 2 * $0) 0 R" }.joined(separator: " ")
        var objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[\(kids)]/Count \(streams.count)>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            "<<\(title.map { "/Title(\(escaped($0)))" } ?? "")>>",
        ]
        for (index, stream) in streams.enumerated() {
            objects.append(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
                    + "/Contents \(first + 2 * index + 1) 0 R>>")
            objects.append("<</Length \(stream.utf8.count)>>\nstream\n\(stream)\nendstream")
        }
        return file(objects: objects)
    }

    /// A file of pages of 612 by 792 points that are nothing but a picture each, as scanners make them.
    ///
    /// - Parameter pictures: Grey pictures as pdftoppm writes them (PGM, `P5`); what is none makes no page.
    /// - Returns: Its bytes.
    public static func scan(_ pictures: [[UInt8]]) -> [UInt8] {
        let pages = pictures.compactMap { picture -> (width: Int, height: Int, dots: String)? in
            let head = picture.prefix(64).split(
                maxSplits: 4, omittingEmptySubsequences: true, whereSeparator: { $0 == 0x0A || $0 == 0x20 })
            let numbers = head.dropFirst().prefix(3).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
            guard numbers.count == 3, picture.count > numbers[0] * numbers[1] else { return nil }
            let digits = Array("0123456789ABCDEF".utf8)
            let dots = picture.suffix(numbers[0] * numbers[1]).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
            return (numbers[0], numbers[1], String(decoding: dots, as: UTF8.self) + ">")
        }
        let first = 5
        let kids = pages.indices.map { "\(first + 3 * $0) 0 R" }.joined(separator: " ")
        var objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[\(kids)]/Count \(pages.count)>>", "<<>>", "<<>>",
        ]
        for (index, page) in pages.enumerated() {
            let number = first + 3 * index
            objects.append(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</XObject<</I \(number + 1) 0 R>>>>"
                    + "/Contents \(number + 2) 0 R>>")
            objects.append(
                "<</Type/XObject/Subtype/Image/Width \(page.width)/Height \(page.height)/ColorSpace/DeviceGray"
                    + "/BitsPerComponent 8/Filter/ASCIIHexDecode/Length \(page.dots.utf8.count)>>\nstream\n\(page.dots)\nendstream"
            )
            objects.append("<</Length 30>>\nstream\nq 612 0 0 792 0 0 cm /I Do Q \nendstream")
        }
        return file(objects: objects)
    }

    /// A file of objects, the first its catalogue and the fourth its properties.
    public static func file(objects: [String]) -> [UInt8] {
        var bytes = Array("%PDF-1.4\n".utf8)
        var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let offset = String(bytes.count)
            table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
            bytes += "\(index + 1) 0 obj\n\(object)\nendobj\n".utf8
        }
        let start = bytes.count
        bytes += table.utf8
        bytes += "trailer\n<</Size \(objects.count + 1)/Root 1 0 R/Info 4 0 R>>\nstartxref\n\(start)\n%%EOF\n".utf8
        return bytes
    }

    /// Words in a string of PDF, quotation marks and dashes as WinAnsiEncoding has them.
    private static func escaped(_ words: String) -> String {
        let marks: [Character: String] = [
            "(": "\\(", ")": "\\)", "\\": "\\\\", "‘": "\\221", "’": "\\222", "“": "\\223", "”": "\\224", "–": "\\226",
            "—": "\\227",
        ]
        return words.map { marks[$0] ?? String($0) }.joined()
    }
}
