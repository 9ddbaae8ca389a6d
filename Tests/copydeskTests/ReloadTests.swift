import SystemPackage
import Testing

@testable import Supervision
@testable import copydesk

/// Which settings a reload brings into use.
@Suite struct ReloadTests {
    /// Values of every kind; each setting takes at least one that is not its default.
    private static let texts = [
        "7", "1 MiB", "4 GiB", "7 s", "/srv/other", "0600", "*.bak", "true", "delete", "debug", "json", "replace",
        "zstd", "deep", "[::1]:80", "0.75", "on",
    ]

    private static func another(than setting: any AnySetting) -> String? {
        let standard = setting.standardValue.text
        return texts.first { text in
            guard let value = setting.value(of: [text]), value.text != standard else { return false }
            // With the others at their defaults it must be allowed, too.
            return (try? Settings(flags: [SettingFlag(key: setting.key, text: text, flag: setting.key)])) != nil
        }
    }

    @Test(arguments: SettingsTable.all.map(\.key)) func everySettingReachesTheDaemonWhereItSays(_ key: String) throws {
        let setting = try #require(SettingsTable.all.first { $0.key == key })
        let text = try #require(Self.another(than: setting), "add to `texts` what \(key) can be")
        let old = try Settings().daemonConfiguration
        let new = try Settings(flags: [SettingFlag(key: key, text: text, flag: key)]).daemonConfiguration
        guard setting.takesEffect != .elsewhere else {
            let (live, needRestart) = new.changes(from: old)
            #expect(live.isEmpty && needRestart.isEmpty && new.live == old.live && new.folders == old.folders)
            return
        }
        let isLive = setting.takesEffect == .atOnce
        let (live, needRestart) = new.changes(from: old)
        #expect(live == (isLive ? [key] : []))
        #expect(needRestart == (isLive ? [] : [key]))
        #expect((new.live != old.live) == isLive, "Settings+Daemon.swift does not hand on \(key)")
        #expect((new.folders != old.folders || new.logFormat != old.logFormat) == !isLive, "\(key)")
        // A second reload says the same of what waits, and nothing of what is in use.
        let again = new.changes(from: old.reloaded(as: new))
        #expect(again.live.isEmpty && again.needRestart == needRestart)
    }
}
