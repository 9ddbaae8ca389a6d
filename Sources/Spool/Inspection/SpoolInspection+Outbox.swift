import Glibc
package import SystemPackage

extension SpoolInspection {
    /// A report in an outbox.
    package struct FoundReport: Hashable, Sendable {
        /// Its path under the outbox.
        package let place: FilePath
        /// What it is of.
        package let head: ReportHead
    }

    /// A delivered document whose report lacks an analyzer's findings.
    package struct IncompleteReport: Hashable, Sendable {
        /// The document.
        package let head: ReportHead
        /// The analyzers without findings.
        package let analyzers: [String]
    }

    /// The reports in an outbox that are of certain documents, in no order; none where it cannot be read.
    package static func reports(in outbox: FilePath, where isWanted: (ReportHead) -> Bool) -> [FoundReport] {
        var found: [FoundReport] = []
        visitReports(in: outbox) { place, file in
            guard let head = head(of: file), isWanted(head) else { return }
            found.append(FoundReport(place: place, head: head))
        }
        return found
    }

    /// The delivered documents whose reports lack an analyzer's findings, by path; none where the outbox cannot be read.
    package static func incompleteReports(in outbox: FilePath) -> [IncompleteReport] {
        var found: [IncompleteReport] = []
        visitReports(in: outbox) { _, file in
            guard let bytes = try? ReportFile.tail(of: file), let tail = ReportTail(bytes), !tail.analyzers.isEmpty,
                let head = head(of: file)
            else { return }
            found.append(IncompleteReport(head: head, analyzers: tail.analyzers))
        }
        return found.sorted { $0.head.path < $1.head.path }
    }

    private static func head(of file: Descriptor) -> ReportHead? {
        (try? ReportFile.head(of: file)).flatMap { ReportHead($0) }
    }

    private static func visitReports(in outbox: FilePath, _ body: (FilePath, Descriptor) -> Void) {
        try? FolderWalk.visit(outbox) { path, step in
            guard case .entry(let name, let folder) = step, SpoolLayout.isReport(name.bytes),
                (try? Kernel.status(of: name, in: folder))?.kind == .regular,
                let file = try? Kernel.open(name, beneath: folder, flags: O_RDONLY | O_NONBLOCK)
            else { return }
            body(path, file)
        }
    }

    /// The hidden files in an outbox that are reports before they were whole, by their paths under it.
    ///
    /// - Throws: The system's error where the outbox itself cannot be read.
    package static func temporaryReports(in outbox: FilePath) throws(Errno) -> [FilePath] {
        var found: [FilePath] = []
        try FolderWalk.visit(outbox) { path, step in
            if case .entry(let name, _) = step, SpoolLayout.isHidden(name.bytes) { found.append(path) }
        }
        return found
    }
}
