import Glibc
package import SystemPackage

extension SpoolInspection {
    /// A report in an outbox.
    package struct FoundReport: Hashable, Sendable {
        /// Its path under the outbox.
        package let place: FilePath
        /// What it is of.
        package let head: ReportHead
        /// The document's path under the inbox, with `#2` where it is the second in its file.
        package let document: FilePath
        /// The path under the inbox of the document's file.
        package let file: FilePath
        /// Which of the documents in its file it is, from 1.
        package let number: Int

        init(place: FilePath, head: ReportHead) {
            self.place = place
            self.head = head
            document = SpoolInspection.document(of: head, at: place)
            (file, number) = Self.further(head, at: place) ?? (document, 1)
        }

        /// The file and the number of a further document in it; nil for a first or only one, also of a file whose own name
        /// ends like that: the names of their reports differ.
        private static func further(_ head: ReportHead, at place: FilePath) -> (file: FilePath, number: Int)? {
            guard let (path, number) = numbered(head.path), number > 1 else { return nil }
            let file = FilePath(path)
            let name = ReportedPart(number: number).name(of: file)
            let isReportOfPart = SpoolLayout.reportSuffixes.contains { suffix in
                OutputName.candidates(for: name, sha256: head.sha256, suffix: suffix)
                    .contains { $0.bytes == place.nameBytes }
            }
            return isReportOfPart ? (file, number) : nil
        }
    }

    /// Takes `feed.xml#2`, the second document in a file, apart; nil for what ends otherwise.
    package static func numbered(_ path: String) -> (file: String, number: Int)? {
        guard let sign = path.lastIndex(of: "#"), sign > path.startIndex, let number = Int(path[sign...].dropFirst()),
            number > 0, path[sign...] == "#\(number)"
        else { return nil }
        return (String(path[..<sign]), number)
    }

    /// The path of a report's document: what is no UTF-8 in it the report cannot tell, but its own name has it, where it is
    /// the plain one.
    private static func document(of head: ReportHead, at place: FilePath) -> FilePath {
        let bytes = place.bytes
        for suffix in SpoolLayout.reportSuffixes
        where bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) {
            let path = FilePath(bytes: bytes.dropLast(suffix.utf8.count))
            if path.string == head.path { return path }
        }
        return FilePath(head.path)
    }

    /// A delivered document whose report lacks an analyzer's findings.
    package struct IncompleteReport: Hashable, Sendable {
        /// The document.
        package let head: ReportHead
        /// The document's path under the inbox.
        package let document: FilePath
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

    /// Where reports are looked for.
    package enum OutboxSearch: Sendable {
        /// Where a report lies if nothing else had its name, and in the list of deliveries: at once, however many there are.
        case list
        /// Among all names of the outbox, or in all reports; nothing is, where the list is known to have all.
        case outbox
    }

    /// The reports on the documents in a file of that path under the inbox, or of that name in whatever folder.
    ///
    /// - Parameters:
    ///   - document: A path under the inbox.
    ///   - isAnyFolderMeant: Whether documents of that name in other folders are meant too.
    ///   - folders: The daemon's folders.
    ///   - search: Where they are looked for.
    /// - Returns: The reports, by place.
    package static func reports(
        on document: FilePath, inAnyFolder isAnyFolderMeant: Bool, of folders: SpoolFolders,
        searching search: OutboxSearch
    ) -> [FoundReport] {
        guard document.staysBeneath else { return [] }
        let name = document.nameBytes
        let folder = outputFolder(of: document, in: folders.outbox)
        let places =
            switch search {
            case .list:
                plainPlaces(of: name, in: folder)
                    // The list has them all, if it is whole.
                    + (DeliveryList.isWhole(in: folders.state)
                        ? [] : furtherPlaces(of: document, in: folder, of: folders.outbox))
                    + DeliveryList.reports(
                        on: isAnyFolderMeant ? FilePath(bytes: name) : folder.pushing(FilePath(bytes: name)),
                        in: folders.state)
            case .outbox where DeliveryList.isWhole(in: folders.state): [FilePath]()
            case .outbox: names(of: document, inAnyFolder: isAnyFolderMeant, in: folders.outbox)
            }
        return found(at: places, in: folders.outbox) { report in
            let path = report.number > 1 ? report.file : FilePath(report.head.path)
            // A path that is not UTF-8 stands in a report as well as text can have it.
            return path == document || path.string == document.string
                || isAnyFolderMeant
                    && (path.nameBytes == name || path.lastComponent?.string == document.lastComponent?.string)
        }
    }

    /// Where a report lies if nothing else had its name.
    private static func plainPlaces(of name: [UInt8], in folder: FilePath) -> [FilePath] {
        SpoolLayout.reportSuffixes.map { suffix in
            folder.pushing(OutputName.candidates(for: name, sha256: "", suffix: suffix)[0])
        }
    }

    /// Where the reports on a file's second and further documents lie, as far as they follow each other there.
    private static func furtherPlaces(
        of file: FilePath, in folder: FilePath, of outbox: FilePath
    ) -> [FilePath] {
        var places: [FilePath] = []
        var number = 2
        while true {
            let there = plainPlaces(of: ReportedPart(number: number).name(of: file), in: folder).filter {
                outbox.pushing($0).withPlatformString { access($0, F_OK) } == 0
            }
            guard !there.isEmpty else { return places }
            places += there
            number += 1
        }
    }

    /// Where reports on documents of the same folder lie, under the outbox.
    private static func outputFolder(of document: FilePath, in outbox: FilePath) -> FilePath {
        (try? Kernel.openFolder(outbox)).flatMap { try? Kernel.openOutput(document.folder, beneath: $0).1 }
            ?? document.folder
    }

    /// The paths under an outbox of what may be reports on a document, by their names.
    private static func names(
        of document: FilePath, inAnyFolder isAnyFolderMeant: Bool, in outbox: FilePath
    ) -> [FilePath] {
        let beginning = DeliveryList.beginning(of: FilePath(bytes: document.nameBytes))
        func mayBeMeant(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
            name.starts(with: beginning) && SpoolLayout.isReport(name)
        }
        guard !isAnyFolderMeant else { return FolderWalk.paths(in: outbox, where: mayBeMeant) }
        var places: [FilePath] = []
        guard let outbox = try? Kernel.openFolder(outbox),
            let (folder, way) = try? Kernel.openOutput(document.folder, beneath: outbox)
        else { return [] }
        try? FolderReader.forEachEntry(of: folder) { name, isFolder throws(Errno) in
            if !isFolder, mayBeMeant(name) { places.append(way.pushing(FilePath(bytes: name))) }
            return true
        }
        return places
    }

    /// The reports on documents whose SHA-256 begins with certain digits, in lower case.
    package static func reports(
        onDigest digits: String, of folders: SpoolFolders, searching search: OutboxSearch
    ) -> [FoundReport] {
        switch search {
        case .list:
            found(at: DeliveryList.reports(onDigest: digits, in: folders.state), in: folders.outbox) {
                $0.head.sha256.hasPrefix(digits)
            }
        case .outbox where DeliveryList.isWhole(in: folders.state): []
        case .outbox: reports(in: folders.outbox) { $0.sha256.hasPrefix(digits) }
        }
    }

    /// Whether a path is named as reports are.
    package static func isReport(_ path: FilePath) -> Bool { SpoolLayout.isReport(path.nameBytes) }

    /// The reports that lie at some places under the outbox.
    package static func reports(at places: Set<FilePath>, of folders: SpoolFolders) -> [FoundReport] {
        found(at: Array(places), in: folders.outbox) { _ in true }
    }

    /// Those of some places under an outbox where reports of certain documents lie.
    private static func found(
        at places: [FilePath], in outbox: FilePath, where isMeant: (FoundReport) -> Bool
    ) -> [FoundReport] {
        guard !places.isEmpty, let outbox = try? Kernel.openFolder(outbox) else { return [] }
        return Set(places).sorted { $0.string < $1.string }.compactMap { place in
            guard place.staysBeneath,
                let file = try? Kernel.open(place, beneath: outbox, flags: O_RDONLY | O_NONBLOCK),
                (try? Kernel.status(of: file))?.kind == .regular, let head = head(of: file)
            else { return nil }
            let report = FoundReport(place: place, head: head)
            return isMeant(report) ? report : nil
        }
    }

    /// The delivered documents whose reports lack an analyzer's findings, by path; none where the outbox cannot be read.
    package static func incompleteReports(in outbox: FilePath) -> [IncompleteReport] {
        var found: [IncompleteReport] = []
        visitReports(in: outbox) { place, file in
            guard let bytes = try? ReportFile.tail(of: file), let tail = ReportTail(bytes), !tail.analyzers.isEmpty,
                let head = head(of: file)
            else { return }
            found.append(
                IncompleteReport(head: head, document: document(of: head, at: place), analyzers: tail.analyzers))
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

    /// What of the program's own output a file is, compressed or not; nil for everything else, and where it cannot be read.
    package static func ownOutput(_ path: FilePath) -> OwnOutput? {
        guard
            let folder = try? Kernel.openFolder(
                path.removingLastComponent().isEmpty ? "." : path.removingLastComponent()),
            let file = try? Kernel.open(FilePath(bytes: path.nameBytes), beneath: folder, flags: O_RDONLY | O_NONBLOCK),
            (try? Kernel.status(of: file))?.kind == .regular, let head = try? ReportFile.head(of: file)
        else { return nil }
        return OwnOutput(head)
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
