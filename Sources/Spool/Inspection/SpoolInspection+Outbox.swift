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

    /// The reports on a document of that path under the inbox, or of that name in whatever folder.
    ///
    /// Looked for where the report lies if nothing else had its name, then in the list of deliveries, and only where
    /// that tells nothing among the names of the whole outbox.
    ///
    /// - Parameters:
    ///   - document: A path under the inbox.
    ///   - isAnyFolderMeant: Whether documents of that name in other folders are meant too.
    ///   - folders: The daemon's folders.
    /// - Returns: The reports, by place.
    package static func reports(
        on document: FilePath, inAnyFolder isAnyFolderMeant: Bool, of folders: SpoolFolders
    ) -> [FoundReport] {
        guard document.staysBeneath, let outbox = try? Kernel.openFolder(folders.outbox) else { return [] }
        let name = document.nameBytes
        func isMeant(_ head: ReportHead) -> Bool {
            let path = FilePath(head.path)
            // A path that is not UTF-8 stands in a report as well as text can have it.
            return path == document || head.path == document.printable || isAnyFolderMeant && path.nameBytes == name
        }
        func found(_ places: [FilePath]) -> [FoundReport] {
            Set(places).sorted { $0.string < $1.string }.compactMap { place in
                guard place.staysBeneath,
                    let file = try? Kernel.open(place, beneath: outbox, flags: O_RDONLY | O_NONBLOCK),
                    (try? Kernel.status(of: file))?.kind == .regular, let head = head(of: file), isMeant(head)
                else { return nil }
                return FoundReport(place: place, head: head)
            }
        }
        let plain = OutputName.candidates(for: name, sha256: "", suffix: SpoolLayout.reportSuffix)[0]
        let listed = DeliveryList.reports(
            on: isAnyFolderMeant ? FilePath(bytes: name) : document, in: folders.state)
        let known = found([document.folder.pushing(plain)] + listed)
        guard known.isEmpty else { return known }
        let beginning = DeliveryList.beginning(of: FilePath(bytes: name))
        let suffix = Array(SpoolLayout.reportSuffix.utf8)
        return found(
            FolderWalk.paths(in: folders.outbox) {
                $0.starts(with: beginning) && $0.suffix(suffix.count).elementsEqual(suffix)
            })
    }

    /// The reports on documents whose SHA-256 begins with certain digits, in lower case.
    ///
    /// Looked for in the list of deliveries; where that tells nothing every report is opened.
    package static func reports(onDigest digits: String, of folders: SpoolFolders) -> [FoundReport] {
        let listed = DeliveryList.reports(onDigest: digits, in: folders.state)
        if !listed.isEmpty, let outbox = try? Kernel.openFolder(folders.outbox) {
            let found = listed.compactMap { place -> FoundReport? in
                guard place.staysBeneath,
                    let file = try? Kernel.open(place, beneath: outbox, flags: O_RDONLY | O_NONBLOCK),
                    let head = head(of: file), head.sha256.hasPrefix(digits)
                else { return nil }
                return FoundReport(place: place, head: head)
            }
            if !found.isEmpty { return found }
        }
        return reports(in: folders.outbox) { $0.sha256.hasPrefix(digits) }
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
