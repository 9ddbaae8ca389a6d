import Foundation
import GRDB

// Which version of an agency's story counts.

extension LibraryWriter {
    /// One version of a story.
    private struct Version {
        let document: Int64
        let standing: Int
        let status: String?
        /// Sorts as numbers do; nil where the envelope has none.
        let version: String?
        let time: Int
        let place: [UInt8]

        var isCanceled: Bool { status == "canceled" }
        /// Whether it says that the story is not to be used, and not which version it is meant for.
        var isOpenStop: Bool { version == nil && isStop }
        var isStop: Bool { isCanceled || status == "withheld" }
        /// Whether it may begin a story under a number that was used before.
        var isBeginning: Bool { version == nil && !isStop }
    }

    /// How long after a version, in seconds, the same short number goes on with its story: half of the day after which the
    /// number comes again.
    private static let storyPause = 12 * 3_600
    /// The same for what only makes sense of something sent before: a kill, a hold-back, a numbered version.
    static let sequelPause = 36 * 3_600

    /// Finds out which of a story's versions counts, and counts it.
    ///
    /// The latest version counts. Where that is canceled or withheld none does: a kill is meant for what was sent before.
    /// Under a short number of an agency there may be several stories, one after another; each is judged by itself.
    ///
    /// - Parameter story: What the versions share.
    /// - Throws: What the database says.
    func judgeStory(_ story: String) throws {
        let columns =
            "id, standing, json_extract(wire, '$.status') AS status, json_extract(wire, '$.version') AS version, "
            + "time, place"
        let found = try rows("SELECT \(columns) FROM document WHERE storyKey = ?", [story])
        let versions = found.map { row in
            let place: Data = row["place"]
            return Version(
                document: row["id"], standing: row["standing"], status: row["status"],
                version: (row["version"] as String?).map(Self.sortable), time: row["time"], place: [UInt8](place))
        }
        guard StoryKey.comesAgain(story) else { return try judge(versions) }
        for one in Self.stories(versions) { try judge(one) }
    }

    /// The stories that were told under one short number.
    private static func stories(_ versions: [Version]) -> [[Version]] {
        var stories: [[Version]] = []
        for version in versions.sorted(by: isSentBefore) {
            let isBeginning = version.isBeginning
            // A late kill of one story is not what the next one goes on with.
            let last = isBeginning ? stories.last?.last { !$0.isStop } : nil
            if let last = last ?? stories.last?.last,
                version.time - last.time <= (isBeginning ? storyPause : sequelPause)
            {
                stories[stories.count - 1].append(version)
            } else {
                stories.append([version])
            }
        }
        return stories
    }

    private func judge(_ versions: [Version]) throws {
        guard let latest = Self.latest(of: versions) else { return }
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
            if standing == .current { try count(document: version.document, by: 1) }
        }
    }

    /// The version that decides: the greatest number, but for a kill or a hold-back without one, which is meant for
    /// whatever was sent until then.
    private static func latest(of versions: [Version]) -> Version? {
        let stop = versions.filter(\.isOpenStop).max(by: isSentBefore)
        let story = versions.filter { !$0.isOpenStop }.max(by: isEarlier)
        guard let stop, let story else { return stop ?? story }
        return stop.time >= story.time ? stop : story
    }

    private static func isEarlier(_ one: Version, _ other: Version) -> Bool {
        // What has no number comes before all that have one.
        if one.version != other.version { return (one.version ?? "") < (other.version ?? "") }
        return isSentBefore(one, other)
    }

    /// By time; of one moment a kill is the last.
    private static func isSentBefore(_ one: Version, _ other: Version) -> Bool {
        if one.time != other.time { return one.time < other.time }
        if one.isCanceled != other.isCanceled { return other.isCanceled }
        return one.place.lexicographicallyPrecedes(other.place)
    }

    /// A version so that numbers sort as such: `10` behind `9`.
    private static func sortable(_ version: String) -> String {
        let digits = version.drop { $0 == "0" }
        guard version.allSatisfy({ $0.isASCII && $0.isNumber }), digits.count < 1_000 else { return "z" + version }
        let length = String(digits.count)
        return String(repeating: "0", count: 3 - length.count) + length + digits
    }
}
