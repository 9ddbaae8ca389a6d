import AnalyzerKit

/// Markdown as CommonMark and GitHub have it, with front matter in YAML or TOML.
///
/// Any text is Markdown, so only what is named so, or begins with front matter and has headings, is read as such.
enum Markdown: SourceFormat {
    static let mediaType = "text/markdown"
    static let name = "Markdown"
    static let pathExtensions = ["md", "markdown", "mdown", "mkd"]

    static func matches(_ file: SourceFile) -> Bool {
        guard file.root.map({ $0.name != "html" && !$0.hasDeclaration }) ?? true, !file.head.isEmpty else {
            return false
        }
        if pathExtensions.contains(file.pathExtension) { return true }
        // Under another name that promises a format it is that.
        guard file.head.hasPrefix("---\n"), FrontMatter(Array(file.bytes.prefix(SourceFile.headBytes))[...]) != nil
        else {
            return false
        }
        return file.head.holds("\n# ") || file.head.holds("\n## ")
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let decoded = try TextDecoding.decode(file.bytes)
        let bytes = Array(String(decoding: decoded.bytes, as: UTF8.self).withLineFeeds().utf8)
        let matter = FrontMatter(bytes[...])
        let body = bytes[(matter?.end ?? 0)...]
        var reader = MarkdownReader()
        reader.read(body)
        var properties = OfficeProperties(path: file.path)
        properties.areAuthored = true
        properties.title = matter?.values["title"]?.first
        properties.creators = matter?.values["author"] ?? matter?.values["authors"] ?? []
        properties.created = matter?.values["date"]?.first ?? matter?.values["published"]?.first
        properties.modified =
            matter?.values["lastmod"]?.first ?? matter?.values["modified"]?.first ?? matter?.values["updated"]?.first
        properties.language = matter?.values["lang"]?.first ?? matter?.values["language"]?.first
        var text = reader.writer.sourceText(properties)
        text.charset = decoded.charset
        text.notices = decoded.notices + text.notices
        if !text.creators.isEmpty { text.authors = text.creators }
        guard !text.isEmpty else { throw .empty(format: name) }
        return [text]
    }
}

/// What stands before a Markdown text between lines of `---` or `+++`: keys and their values.
struct FrontMatter {
    /// The values by keys in small letters.
    private(set) var values: [String: [String]] = [:]
    /// Where the text begins.
    private(set) var end = 0

    /// Nil where a text does not begin with any.
    init?(_ bytes: ArraySlice<UInt8>) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst() else { return nil }
        let mark = String(decoding: first, as: UTF8.self).trimmingBlanks()
        guard mark == "---" || mark == "+++" else { return nil }
        let sign: Character = mark == "---" ? ":" : "="
        var key = ""
        var hasKey = false
        for line in lines {
            let text = String(decoding: line, as: UTF8.self)
            let trimmed = text.trimmingBlanks()
            if trimmed == mark || mark == "---" && trimmed == "..." {
                guard hasKey else { return nil }
                end = min(line.endIndex + 1, bytes.endIndex)
                return
            }
            if trimmed.isEmpty || trimmed.first == "#" { continue }
            if trimmed.hasPrefix("- ") {
                add(String(trimmed.dropFirst(2)), to: key)
            } else if text.first?.isWhitespace == false, let place = trimmed.firstIndex(of: sign) {
                key = trimmed[..<place].trimmingBlanks().lowercased()
                guard !key.contains(" ") else { return nil }
                hasKey = true
                add(trimmed[trimmed.index(after: place)...].trimmingBlanks(), to: key)
            } else if text.first?.isWhitespace == false {
                // A rule and a paragraph behind it.
                return nil
            }
        }
        return nil
    }

    private mutating func add(_ value: String, to key: String) {
        let parts =
            value.first == "[" && value.last == "]"
            ? value.dropFirst().dropLast().split(separator: ",").map { $0.trimmingBlanks() } : [value]
        for part in parts {
            var part = part[...]
            if let quote = part.first, quote == "\"" || quote == "'", part.count > 1, part.last == quote {
                part = part.dropFirst().dropLast()
            }
            // Of a mapping the name.
            if part.hasPrefix("name:") { part = part.dropFirst(5) }
            let word = part.foldingBlanks()
            if !word.isEmpty { values[key, default: []].append(word) }
        }
    }
}
