/// What all versions of an agency's story share.
///
/// An identifier of the web's kind is the story's own everywhere. The short numbers of telegraph headers are an agency's,
/// and come again each day: which of those that have one belong together is told by their times.
enum StoryKey {
    /// Between a short number and its agency; in no key of another kind.
    private static let separator: Character = "\n"

    /// The key of a story; nil where it has no identifier.
    static func of(_ id: String?, agency: String?) -> String? {
        guard let id, !id.isEmpty else { return nil }
        let name = id.split(whereSeparator: \.isNewline).joined(separator: " ")
        guard name.utf8.count < 16, !name.contains(":") else { return name }
        return name + String(separator) + Folding.key(agency ?? "")
    }

    /// Whether the same key may be that of another story on another day.
    static func comesAgain(_ key: String) -> Bool { key.contains(separator) }
}
