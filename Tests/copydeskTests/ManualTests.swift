import FoundationEssentials
import Testing

@testable import copydesk

@Suite struct ManualTests {
    @Test(arguments: SettingsTable.all.map(\.key)) func manualHasEverySetting(_ key: String) throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let manual = try String(
            decoding: Data(contentsOf: URL(filePath: "/\(root)/docs/man/copydesk.conf.5")), as: UTF8.self)
        #expect(manual.contains(".BR \(key) "), "docs/man/copydesk.conf.5 does not say what \(key) is")
    }
}
