import Foundation
import Glibc
import Spool
import Supervision
import SystemPackage

/// Finds a document wherever it may be: in the inbox, claimed, failed, delivered.
struct DocumentTraces {
    let folder: StateFolder
    init(_ folder: StateFolder) { self.folder = folder }
    var settings: Settings { folder.settings }

    /// What is meant by what a person wrote.
    struct Query {
        /// Paths under the inbox that it may stand for.
        var paths: Set<FilePath> = []
        /// File names without folders that it may be.
        var names: Set<FilePath> = []
        /// Paths under the outbox of reports that it may stand for.
        var reports: Set<FilePath> = []
        /// The first digits of a SHA-256.
        var digest: String?

        func matches(_ path: FilePath, _ sha256: String?) -> Bool {
            if paths.contains(path) { return true }
            if let name = path.lastComponent, names.contains(FilePath(root: nil, [name])) { return true }
            if let digest, let sha256, sha256.hasPrefix(digest) { return true }
            return false
        }
    }

    /// The fewest digits of a SHA-256 that are taken for one.
    private static let fewestDigits = 8

    func query(_ text: String) -> Query {
        var query = Query()
        // As it is, and as the path that is printed like this.
        for given in Set([FilePath(text), FilePath(printed: text)]) {
            let given = given.lexicallyNormalized()
            query.paths.formUnion(paths(given, under: folder.inbox))
            query.reports.formUnion(paths(given, under: folder.folders.outbox).filter(SpoolInspection.isReport))
            if !text.contains("/"), let name = given.lastComponent { query.names.insert(FilePath(root: nil, [name])) }
        }
        let digits = text.lowercased()
        let isDigest = (Self.fewestDigits...64).contains(digits.utf8.count) && digits.utf8.allSatisfy(Self.isHexDigit)
        if isDigest { query.digest = digits }
        return query
    }

    /// What a path may stand for under a folder: itself, and what is left of it where it leads there.
    func paths(_ given: FilePath, under base: FilePath) -> Set<FilePath> {
        let root = base.resolved ?? base
        let here = FilePath(FileManager.default.currentDirectoryPath)
        let whole = here.pushing(given)
        // The last component is not resolved: it may be a symbolic link, which is what the answer is about.
        var paths: Set<FilePath> = given.isAbsolute ? [] : [given]
        let above = whole.removingLastComponent()
        var places = [whole]
        if let name = whole.lastComponent {
            places.append((above.resolved ?? above).pushing(FilePath(root: nil, [name])))
        }
        for place in places {
            for base in [root, here.pushing(base).lexicallyNormalized()] {
                var path = place
                if path.removePrefix(base), !path.isEmpty { paths.insert(path) }
            }
        }
        return paths
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// The most deliveries that are told of one question.
    static let mostDeliveries = 100

    /// All that is known of a document, what is newest in its life first, and what could not be read in the search.
    ///
    /// `feed.xml#2` is the second document in `feed.xml`, unless there is a file of that very name.
    func fates(of text: String) throws -> (fates: [DocumentFate], closed: [FilePath]) {
        let (fates, closed) = try self.fates(query(text), number: nil)
        guard fates.isEmpty, let (file, number) = SpoolInspection.numbered(text) else { return (fates, closed) }
        return try self.fates(query(file), number: number)
    }

    /// `number` says which of the documents in a file is meant; nil for all.
    func fates(_ query: Query, number: Int?) throws -> (fates: [DocumentFate], closed: [FilePath]) {
        let layout = folder.folders.layout
        var closed = folder.closedPlaces([.daemon, .claims, .failures, .reports])
        func unless<Value>(_ place: FilePath, _ value: () throws -> [Value]) rethrows -> [Value] {
            closed.contains { place.starts(with: $0) } ? [] : try value()
        }
        let inInbox = unless(folder.inbox) { inboxPaths(query).compactMap { waiting($0, &closed) } }
        let claimed = try unless(layout.active) { try claims(&closed) }.filter { query.matches($0.path, $0.sha256) }
            .map(claimed)
        let failed = try unless(layout.failed) { try failedDocuments(query, &closed) }.map(failed)
        let known = inInbox + claimed + failed
        return (known + delivered(query, number, isKnown: !known.isEmpty), closed)
    }

    /// The one of several closed places that is likeliest to hold what was asked for.
    func mostTelling(of closed: [FilePath]) -> FilePath? {
        let layout = folder.folders.layout
        return closed.first { $0.starts(with: folder.inbox) }
            ?? closed.first { ![layout.lock, layout.status].contains($0) } ?? closed.first
    }

    private func failedDocuments(_ query: Query, _ closed: inout [FilePath]) throws -> [FailedDocument] {
        // Only those are read whose names begin like the document's: another one may have had the name before.
        let beginnings = Set(query.paths.union(query.names).map(\.bytes))
        do throws(FailedListingError) {
            let documents = try SpoolInspection.failedDocuments(in: folder.folders.state) { place in
                let bytes = place.bytes
                let name =
                    query.names.isEmpty ? bytes[...] : bytes[((bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
                return query.digest != nil
                    || beginnings.contains { name.starts(with: $0.prefix(Self.surelyKept)) }
            }
            return documents.filter { query.matches($0.origin, $0.sha256) || query.matches($0.place, nil) }
        } catch {
            guard case .unreadable(let place, .permissionDenied) = error else { throw error }
            closed.append(place)
            return []
        }
    }

    /// How many bytes of a document's path its name in `failed/` keeps, however long it is.
    private static let surelyKept = 100

    private func claims(_ closed: inout [FilePath]) throws -> [Claim] {
        // The compiler (6.3.1) crashes on the same with `do` and `catch` beside an `inout`.
        let found = Result { () throws(Errno) in try SpoolInspection.claims(in: settings[SettingsTable.state]) }
        switch found {
        case .success(let claims): return claims
        case .failure(.permissionDenied):
            closed.append(folder.folders.layout.active)
            return []
        // No daemon ever worked here; what has a folder's place instead `doctor` tells.
        case .failure(.noSuchFileOrDirectory), .failure(.notDirectory): return []
        case .failure(let error): throw error
        }
    }
}
