import Foundation
import GRDB

// Which version of an agency's story counts.

extension LibraryWriter {
    /// One version of a story.
    private struct Version {
        let document: Int64
        let standing: Int
        let status: String?
        /// The later a version, the greater.
        let rank: (version: String, time: Int, place: [UInt8])
    }

    /// Finds out which of a story's versions counts, and counts it.
    ///
    /// The latest version counts. Where that is canceled or withheld none does: a kill is meant for what was sent before.
    ///
    /// - Parameters:
    ///   - story: What the versions share; nil for a document that has no versions.
    ///   - document: That document; then it alone is judged.
    /// - Throws: What the database says.
    func judgeStory(_ story: String?, of document: Int64?) throws {
        let columns = "id, standing, wire, time, place"
        let found: [Row]
        if let story {
            found = try rows("SELECT \(columns) FROM document WHERE storyKey = ?", [story])
        } else {
            found = try rows("SELECT \(columns) FROM document WHERE id = ?", [document])
        }
        let versions = try found.map { row in
            let wire = try (row["wire"] as String?).map { try StoredText.envelope($0) }
            let place: Data = row["place"]
            return Version(
                document: row["id"], standing: row["standing"], status: wire?.status,
                rank: (Self.sortable(wire?.version), row["time"], [UInt8](place)))
        }
        guard let latest = versions.max(by: Self.isEarlier) else { return }
        for version in versions {
            let standing: Standing =
                switch latest.status {
                case "canceled": .canceled
                case "withheld": version.document == latest.document ? .withheld : .superseded
                default: version.document == latest.document ? .current : .superseded
                }
            guard standing.rawValue != version.standing else { continue }
            let wasCurrent = version.standing == Standing.current.rawValue
            if wasCurrent { try count(document: version.document, by: -1) }
            try run("UPDATE document SET standing = ? WHERE id = ?", [standing.rawValue, version.document])
            guard wasCurrent || standing == .current else { continue }
            try run(
                "UPDATE appearance SET isHidden = ? WHERE document = ?", [standing != .current, version.document])
            if standing == .current { try count(document: version.document, by: 1) }
        }
    }

    private static func isEarlier(_ one: Version, _ other: Version) -> Bool {
        if one.rank.version != other.rank.version { return one.rank.version < other.rank.version }
        if one.rank.time != other.rank.time { return one.rank.time < other.rank.time }
        return one.rank.place.lexicographicallyPrecedes(other.rank.place)
    }

    /// A version so that numbers sort as such: `10` behind `9`.
    private static func sortable(_ version: String?) -> String {
        guard let version else { return "" }
        let digits = version.drop { $0 == "0" }
        guard version.allSatisfy({ $0.isASCII && $0.isNumber }), digits.count < 1_000 else { return "z" + version }
        let length = String(digits.count)
        return String(repeating: "0", count: 3 - length.count) + length + digits
    }
}
