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

    @Test(arguments: [
        0, 1, 2, 3, Sysexits.usage, Sysexits.data, Sysexits.noInput, Sysexits.software, 71, Sysexits.cannotCreate,
        Sysexits.inputOutput, Sysexits.temporaryFailure, Sysexits.noPermission, Sysexits.configuration,
    ]) func manualHasEveryExitStatus(_ status: Int32) throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let manual = try String(
            decoding: Data(contentsOf: URL(filePath: "/\(root)/docs/man/copydesk.1")), as: UTF8.self)
        #expect(manual.contains("\n\(status)\t"), "docs/man/copydesk.1 does not say what \(status) is")
    }
}
