/// Tells the notices that lawyers, scanners and laws have set below mails, and warnings above those from outside.
///
/// They differ in their words from house to house, but all speak of the mail itself and say one of a few things of it.
enum MailNotice {
    /// A longer line is a paragraph of its own matter.
    private static let longestRegistration = 60
    /// So many figures are a number that a register gave.
    private static let fewestFigures = 5

    private static let words = MailWords.shared

    /// Whether a line is a notice on who may read a mail, who answers for it, what it was searched for, or whether to print it.
    ///
    /// - Parameters:
    ///   - found: The line's first words.
    ///   - line: The line.
    ///   - next: The first words of the line below.
    /// - Returns: Whether it is one.
    static func isDisclaimer(_ found: [Substring], line: String, before next: [Substring]) -> Bool {
        guard !found.isEmpty else { return false }
        if says(found, line) { return true }
        let head = words.length(.notice, at: found[...])
        guard head > 0 else { return false }
        // *Disclaimer*, alone above it.
        if head == found.count { return says(next, "") }
        let isHead = line.contains(":") || line.contains("–") || line.contains(" - ")
        return isHead && says(Array(found[head...]), line)
    }

    private static func says(_ found: [Substring], _ line: String) -> Bool {
        let length = words.length(.disclaimer, at: found[...])
        if length > 0, found.count >= 5 || line.last == ":" || found.count == length { return true }
        // Whoever tells of a mail quotes it.
        guard found.count >= 5, !line.contains("“"), !line.contains("\"") else { return false }
        return words.occurs(.itself, in: found) && words.occurs(.disclaimed, in: found)
    }

    /// Whether a line says where a house is registered and who runs it.
    static func isRegistration(_ found: [Substring], line: String) -> Bool {
        guard found.count <= longestRegistration, !line.contains("“"), !line.contains("\"") else { return false }
        let count = words.count(.registered, in: found)
        return count >= 2 || count == 1 && found.contains { $0.filter(\.isNumber).count >= fewestFigures }
    }

    /// Whether a line warns of a mail that came from outside.
    static func isFromOutside(_ found: [Substring], line: String) -> Bool {
        if found == ["external"] { return true }
        let count = words.count(.outside, in: found)
        guard count < 2 else { return true }
        let isShouted = line.first { !$0.isWhitespace }.map { "[*!<⚠".contains($0) } ?? false
        return count == 1 && (isShouted || words.length(.notice, at: found[...]) > 0)
    }
}
