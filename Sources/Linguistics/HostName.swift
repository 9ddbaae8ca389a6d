/// Names of hosts, files and news groups: `example.org`, `stocks.pdf`, `alt.animals.cat`.
package enum HostName {
    /// Where such a name that begins at `start` ends, if one does.
    static func end(in text: Span<UInt8>, from start: Int) -> Int? {
        guard text[start].isASCIILetter else { return nil }
        var index = start
        var lastDot = -1
        var dots = 0
        var isLowercase = true
        var shortest = Int.max
        while index < text.count, index - start < maximumLength {
            let byte = text[index]
            if byte == UInt8(ascii: ".") {
                guard index + 1 < text.count, text[index + 1].isASCIILetter || text[index + 1].isASCIIDigit else {
                    break
                }
                shortest = min(shortest, index - 1 - max(lastDot, start - 1))
                lastDot = index
                dots += 1
            } else if byte.isASCIIUppercase {
                isLowercase = false
            } else if !byte.isASCIILowercase && !byte.isASCIIDigit && byte != UInt8(ascii: "_")
                && byte != UInt8(ascii: "-")
            {
                break
            }
            index += 1
        }
        guard lastDot > start, index - lastDot > 1, index == text.count || text[index] < 0x80 else { return nil }
        let ending = lastDot + 1..<index
        let word = WordHash(folding: text, ending)
        if domains.contains(word) || fileEndings.contains(word) { return index }
        return dots > 1 && isLowercase && min(shortest, ending.count) > 1 ? index : nil
    }

    private static let maximumLength = 100
    /// Domains, which are of no language.
    private static let domains: WordSet = [
        "com", "net", "org", "edu", "gov", "mil", "info", "io", "uk", "de", "fr", "eu", "tv", "biz",
    ]
    /// Endings of files' names, which are of no language.
    package static let fileEndings: WordSet = [
        "csv", "doc", "docx", "exe", "gif", "htm", "html", "jpeg", "jpg", "mp3", "pdf", "png", "ppt", "pptx", "txt",
        "xls", "xlsx", "zip",
    ]
}
