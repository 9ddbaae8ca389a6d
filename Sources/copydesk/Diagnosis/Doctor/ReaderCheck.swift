import Archives

/// What reading formats needs besides the program itself.
enum ReaderCheck: Check {
    static let area = "readers"

    static func look(at machine: Examination) -> [Finding] {
        guard !Archive.isThere else {
            return [finding(.fine, "DOCX, ODT, EPUB, ZIP, tar and compressed files are read: libarchive is there.")]
        }
        return [
            Finding(
                severity: .warning, area: area,
                message: "DOCX, ODT, EPUB, ZIP, tar and compressed files are refused: libarchive is not installed. "
                    + "This installs it:",
                commands: ["sudo apt-get install libarchive13"])
        ]
    }
}
