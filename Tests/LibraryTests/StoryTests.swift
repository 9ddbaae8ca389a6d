import Foundation
import Spool
import SystemPackage
import Testing

@testable import Library

/// Which version of an agency's story counts where the envelopes tell little.
@Suite struct StoryTests {
    /// The numbers of the documents that count; each is given as its version, its status and its time.
    private func current(_ versions: [String], id: String, isReversed: Bool) throws -> [Int] {
        let desk = try Desk()
        let keeper = try desk.keeper()
        for (number, version) in isReversed ? versions.enumerated().reversed() : Array(versions.enumerated()) {
            let parts = version.split(separator: " ").map(String.init)
            try desk.put(
                Story(
                    path: "\(number)", publisher: "Grid", published: "2026-01-\(parts[2]):00Z",
                    wire: (id, parts[0] == "-" ? nil : parts[0], parts[1])), at: FilePath("\(number).json"))
            try keeper.reconcile()
        }
        #expect(try desk.dump() == desk.rebuiltDump())
        try keeper.close()
        return try LibraryReader(desk.layout).documents(limit: 10).compactMap { Int($0.path) }.sorted()
    }

    @Test(
        arguments: [
            // A kill or a hold-back without a version is meant for what was sent until then.
            (["1 usable 10T09:00", "- canceled 10T10:00"], []), (["1 usable 10T09:00", "- canceled 10T09:00"], []),
            (["1 usable 10T09:00", "- withheld 10T10:00"], []), (["- usable 10T09:00", "- canceled 10T09:00"], []),
            (["1 usable 10T09:00", "2 usable 10T08:00", "- canceled 10T08:30"], []),
            (["1 canceled 10T09:00", "1 usable 10T09:00"], []),
            (["- canceled 10T08:00", "1 usable 10T09:00"], [1]),
            (["- withheld 10T08:00", "- usable 10T09:00"], [1]),
            // Else what has no version is no later than what has one.
            (["2 usable 10T09:00", "- usable 10T10:00"], [0]),
        ] as [([String], [Int])], [false, true])
    func aKillNeedsNoVersion(story: (versions: [String], current: [Int]), isReversed: Bool) throws {
        #expect(try current(story.versions, id: "urn:agency:story-1", isReversed: isReversed) == story.current)
    }

    @Test(
        arguments: [
            // Midnight is nothing to a story.
            (["- usable 10T23:50", "- canceled 11T00:10"], []), (["1 usable 10T23:50", "2 usable 11T00:10"], [1]),
            (["- usable 10T20:00", "- usable 11T06:00"], [1]), (["- usable 10T08:00", "- canceled 11T19:59"], []),
            (["- usable 10T08:00", "- canceled 11T20:01"], [0]), (["- usable 10T08:00", "- usable 11T08:00"], [0, 1]),
            // A late kill is meant for yesterday's.
            (["- usable 10T08:00", "- canceled 11T07:30", "- usable 11T08:00"], [2]),
            (["- usable 10T08:00", "- usable 11T08:00", "- canceled 11T08:30"], [0]),
        ] as [([String], [Int])], [false, true])
    func aShortNumberIsOneStorysForATime(story: (versions: [String], current: [Int]), isReversed: Bool) throws {
        #expect(try current(story.versions, id: "A0123", isReversed: isReversed) == story.current)
    }
}
