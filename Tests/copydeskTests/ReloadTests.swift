import SystemPackage
import Testing

@testable import Supervision
@testable import copydesk

/// Which settings a reload brings into use.
@Suite struct ReloadTests {
    /// Another value than the default for each setting, and whether it waits for a restart.
    private static let others: [String: (text: String, needsRestart: Bool)] = [
        "inbox": ("/srv/in", true), "outbox": ("/srv/out", true), "state": ("/srv/state", true),
        "workers": ("200", false),
        "limits.maxBytes": ("1 MiB", false), "limits.maxAttempts": ("7", false), "limits.deadline": ("7 s", false),
        "limits.bytesPerSecond": ("1 MiB", false), "limits.workerMemory": ("1 GiB", false),
        "limits.minFreeBytes": ("1 MiB", false), "watch.settle": ("7 s", false), "watch.settleEmpty": ("7 s", false),
        "watch.rescan": ("7 s", false), "watch.poll": ("7 s", false), "watch.ignore": ("*.bak", false),
        "analyzers.entities.pronouns": ("true", false), "archive": ("delete", false), "files.mode": ("0600", false),
        "files.folderMode": ("0700", false),
        "shutdown.drain": ("7 s", false), "log.level": ("debug", false), "log.format": ("json", true),
    ]

    @Test(arguments: SettingsTable.all.map(\.key)) func everySettingIsNamedWhenItChanges(_ key: String) throws {
        let other = try #require(Self.others[key], "say here what \(key) can be")
        let old = try Settings().daemonConfiguration
        let new = try Settings(flags: [SettingFlag(key: key, text: other.text, flag: key)]).daemonConfiguration
        let (live, needRestart) = new.changes(from: old)
        #expect(live == (other.needsRestart ? [] : [key]))
        #expect(needRestart == (other.needsRestart ? [key] : []))
        // A second reload says the same of what waits, and nothing of what is in use.
        let again = new.changes(from: new.keepingWhatNeedsRestart(of: old))
        #expect(again.live.isEmpty && again.needRestart == needRestart)
    }
}
