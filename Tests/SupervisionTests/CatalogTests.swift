import Foundation
import Library
import Testing

@testable import Supervision

@Suite struct CatalogTests {
    /// Those of the daemon and those of the library.
    private static let events = JournalEvents.all + LibraryEvents.all

    /// The catalog's entries: text by id.
    private func entries() throws -> [String: String] {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let catalog = try String(contentsOf: package.appendingPathComponent("deploy/copydesk.catalog"), encoding: .utf8)
        let parts = catalog.components(separatedBy: "\n-- ").dropFirst()
        let pairs = parts.map { (String($0.prefix(32)), String($0.dropFirst(32))) }
        return Dictionary(pairs) { _, _ in "" }
    }

    @Test func everyEventIsExplainedAndEveryExplanationHasItsEvent() throws {
        let ids = Self.events.map { $0.messageID }
        #expect(Set(ids).count == ids.count)
        #expect(try Set(entries().keys) == Set(ids))
    }

    @Test func idsAreOnesThatJournaldTakes() {
        for event in Self.events {
            #expect(event.messageID.count == 32)
            #expect(event.messageID.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        }
    }

    @Test func everyExplanationHasASubjectAndSaysWhatToDo() throws {
        for (id, text) in try entries() {
            #expect(text.contains("\nSubject: "), "\(id)")
            #expect(text.contains("\nDefined-By: copydesk\n"), "\(id)")
            #expect(text.components(separatedBy: "\n\n").count >= 2, "\(id)")
        }
    }
}
