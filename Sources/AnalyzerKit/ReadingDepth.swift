/// How much of a text is read by the pretrained reader, which knows what words mean in their sentences and takes its time.
public enum ReadingDepth: String, CaseIterable, Codable, Hashable, Sendable {
    /// What the analyzers' own networks are in doubt of, and text without case.
    case auto
    /// Nothing.
    case fast
    /// Everything.
    case deep
}
