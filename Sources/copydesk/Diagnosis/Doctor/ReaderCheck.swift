import Archives
import Glibc
import Ingest

/// What reading formats needs besides the program itself.
enum ReaderCheck: Check {
    static let area = "readers"

    static func look(at machine: Examination) -> [Finding] {
        [
            reader(
                of: "DOCX, ODT, EPUB, ZIP, tar and compressed files", by: "libarchive", isThere: Archive.isThere,
                package: "libarchive13"),
            reader(of: "PDF files", by: .pdfWords),
            // Asked for by ingest.ocr alone.
            reader(of: "PDF files that are pictures alone, where ingest.ocr is on,", by: .recogniser, isWanted: false),
            // Few have any.
            reader(of: "Files of Word before DOCX (.doc)", by: .antiword, .catdoc, isWanted: false),
        ]
    }

    /// What is to be said of a format that any of some programs reads.
    private static func reader(of files: String, by programs: ForeignProgram..., isWanted: Bool = true) -> Finding {
        let there = programs.first { access($0.path, X_OK) == 0 }
        let package = (there ?? programs[0]).package
        return reader(of: files, by: package, isThere: there != nil, package: package, isWanted: isWanted)
    }

    private static func reader(
        of files: String, by name: String, isThere: Bool, package: String, isWanted: Bool = true
    ) -> Finding {
        guard !isThere else { return finding(.fine, "\(files) are read: \(name) is there.") }
        return finding(
            isWanted ? .warning : .note, "\(files) are refused: \(name) is not installed. This installs it:",
            "sudo apt-get install \(package)")
    }
}
