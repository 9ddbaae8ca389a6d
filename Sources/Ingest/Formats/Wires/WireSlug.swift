/// The status of an item in the words of the report.
enum WireStatus {
    /// `usable`, `withheld` or `canceled` for a code such as `stat:usable`; the code's own word for any other.
    static func status(_ code: String) -> String? {
        guard let last = code.split(whereSeparator: { $0 == ":" || $0 == "/" || $0 == "#" }).last else { return nil }
        let word = last.trimmingBlanks().lowercased()
        return word.isEmpty ? nil : WireWords.all.statuses[word] ?? word
    }
}

/// Lines of wires that are no text.
enum WireSlug {
    /// Whether a line is a slug: *BC-US--Harbor Strike, 1st Ld-Writethru,0412*.
    static func isSlug(_ line: String) -> Bool {
        let cycle = line.prefix(3).uppercased()
        guard !line.hasSuffix(".") else { return false }
        // US--Town Flood-1stLd-Writethru
        if line.dropFirst(2).hasPrefix("--"), line.prefix(2).allSatisfy(\.isUppercase) { return true }
        guard ["BC-", "AM-", "PM-", "AP-"].contains(cycle) else { return false }
        return line.dropFirst(3).first.map { $0.isLetter || $0 == "-" } ?? false
    }

    /// Whether a line only says that the item ends: *-30-*, *###*, *ENDS*.
    static func isEnd(_ line: String) -> Bool {
        guard line.utf8.count <= 24 else { return false }
        // Codes of desks: *jd/rk/mt*.
        let codes = line.split(separator: "/" as Character, omittingEmptySubsequences: false)
        if codes.count > 1,
            codes.allSatisfy({
                (1...5).contains($0.count) && $0.allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber }
            })
        {
            return true
        }
        // *AAP jd/so*
        let parts = line.split(separator: " " as Character)
        if parts.count == 2, WireByline.isOutlet(parts[0]), parts[1].contains("/"),
            parts[1].allSatisfy({ $0.isLowercase || $0 == "/" })
        {
            return true
        }
        guard line.utf8.count <= 12 else { return false }
        let words = line.filter { $0.isLetter || $0.isNumber }
        return words.isEmpty
            ? line.contains("#") || line.contains("*") || line.contains("=")
            : words == "30" || words == "ENDS" || words == "END"
    }
}
