/// What was delivered since a time, on a page.
package struct FoundDigest: Encodable, Hashable, Sendable {
    /// RFC 3339.
    package let since: String
    package let documents: [FoundDocument]
    /// Killed or held back, of those.
    package let withdrawn: [FoundDocument]
    package let named: [FoundEntity]
    package let quoted: [FoundEntity]
}

extension LibraryReader {
    /// What was delivered since a time.
    ///
    /// - Parameters:
    ///   - begin: The time, in seconds since 1970.
    ///   - limit: How many who are named or quoted most.
    /// - Returns: The digest.
    /// - Throws: What keeps the library from being read.
    package func digest(since begin: Int, limit: Int) throws(LibraryError) -> FoundDigest {
        let filter = LibraryFilter(deliveredSince: begin)
        let all = try documents(LibraryFilter(deliveredSince: begin, includesHidden: true), limit: Int.max)
        let withdrawn = [Standing.canceled.name, Standing.withheld.name]
        return FoundDigest(
            since: PublishedTime.text(begin), documents: all.filter { $0.standing == Standing.current.name },
            withdrawn: all.filter { withdrawn.contains($0.standing) }, named: try entities(nil, filter, limit: limit),
            quoted: try entities(by: .quotes, filter, limit: limit))
    }
}

extension FoundDigest {
    /// Who published its documents, those with most first; the name is nil for those of which it is not known.
    package var publishers: [(name: String?, documents: Int)] {
        let counts = Dictionary(grouping: documents, by: \.publisher).mapValues(\.count)
        return counts.map { (name: $0.key, documents: $0.value) }
            .sorted { ($1.documents, $0.name ?? "") < ($0.documents, $1.name ?? "") }
    }
}
