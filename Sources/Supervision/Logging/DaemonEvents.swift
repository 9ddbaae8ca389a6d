package import Logging
package import Spool
import SystemPackage

/// The daemon is ready.
package struct DaemonStarted: JournalEvent {
    package static let messageID = "da585973420f4612a480fa55304c4ff4"
    package static let level = Logger.Level.notice

    let inbox: FilePath
    let outbox: FilePath
    let workers: Int
    let recovered: Int
    let duration: Duration

    package var message: String {
        let taken =
            recovered == 1 ? "1 document of an earlier run goes on." : "\(recovered) documents of an earlier run go on."
        let rest = recovered == 0 ? "" : " " + taken
        return
            "Watching '\(inbox.printable)' with \(workers) \(workers == 1 ? "worker" : "workers"); ready in \(duration.inMilliseconds) ms.\(rest)"
    }

    package var fields: Logger.Metadata {
        [
            "inbox": .path(inbox), "outbox": .path(outbox), "workers": .number(workers),
            "recovered": .number(recovered), "duration_usec": .microseconds(duration),
        ]
    }
}

/// The daemon was told to stop.
package struct DaemonStopping: JournalEvent {
    package static let messageID = "371e4416d2404398b961029d322aa684"
    package static let level = Logger.Level.notice

    let signal: String
    let underWay: Int

    package var message: String {
        underWay == 0
            ? "Stopping on \(signal)."
            : "Stopping on \(signal) once \(underWay == 1 ? "1 document is" : "\(underWay) documents are") finished."
    }
    package var fields: Logger.Metadata { ["signal": "\(signal)", "documents": .number(underWay)] }
}

/// The daemon has stopped in good order.
package struct DaemonStopped: JournalEvent {
    package static let messageID = "41c15d610cb24e7abb5e15e99197aa89"
    package static let level = Logger.Level.info

    let delivered: Int
    let failed: Int
    let returned: Int

    package var message: String {
        "Stopped: \(delivered) \(delivered == 1 ? "document" : "documents") delivered, \(failed) failed, \(returned) back in the queue."
    }
    package var fields: Logger.Metadata {
        ["delivered": .number(delivered), "failed": .number(failed), "returned": .number(returned)]
    }
}

/// The daemon cannot start.
package struct StartRefused: JournalEvent {
    package static let messageID = "fda245becead42d1a813613a83ad9896"
    package static let level = Logger.Level.error

    let explanation: String

    package var message: String { explanation }
    package var fields: Logger.Metadata { [:] }
}

/// A full disk or its like: no document is claimed until it is over.
package struct ClaimingPaused: JournalEvent {
    package static let messageID = "e050077c603146dcbf09dc940793c8ce"
    package static let level = Logger.Level.error

    let cause: String
    let errno: Errno

    package var message: String { "No new documents are taken: \(cause). They wait, and the daemon tries again." }
    package var fields: Logger.Metadata { ["errno": .number(Int(errno.rawValue))] }
}

/// What held up the documents is over.
package struct ClaimingResumed: JournalEvent {
    package static let messageID = "fc67398101bc402aba46107e03faec2c"
    package static let level = Logger.Level.notice

    let duration: Duration
    let tries: Int

    package var message: String { "Documents are taken again after \(duration.inSeconds) s." }
    package var fields: Logger.Metadata { ["duration_usec": .microseconds(duration), "tries": .number(tries)] }
}

/// Nothing can be put into one folder: its documents wait, others go on.
package struct FolderBarred: JournalEvent {
    package static let messageID = "6a1a4f0f2cf84d7c9a0c9c3a5d2b7e14"
    package static let level = Logger.Level.error

    let folder: FilePath
    let cause: String
    let errno: Errno

    package var message: String { "The documents of one folder wait, others go on: \(cause). The daemon tries again." }
    package var fields: Logger.Metadata { ["folder": .path(folder), "errno": .number(Int(errno.rawValue))] }
}

/// A folder takes files again.
package struct FolderFreed: JournalEvent {
    package static let messageID = "0e5f2d7b91c34b0e8c0b6f6a2f4d9c37"
    package static let level = Logger.Level.notice

    let folder: FilePath
    let duration: Duration

    package var message: String { "The documents of '\(folder.printable)' go on after \(duration.inSeconds) s." }
    package var fields: Logger.Metadata { ["folder": .path(folder), "duration_usec": .microseconds(duration)] }
}

/// The inbox cannot be watched as it should; documents are found more slowly.
package struct WatchDegraded: JournalEvent {
    package static let messageID = "dc6ee8fcba864607a96a294f5eba4318"
    package static let level = Logger.Level.warning

    let explanation: String

    package var message: String { explanation }
    package var fields: Logger.Metadata { [:] }
}

/// The limits that were taken up may be more than the memory is enough for.
package struct LimitsDoubtful: JournalEvent {
    package static let messageID = "5d1c2f6a7b0e4c8fa3d94e61b8270c93"
    package static let level = Logger.Level.warning

    let explanation: String

    package var message: String { explanation }
    package var fields: Logger.Metadata { [:] }
}

/// New settings are in use.
package struct ConfigurationReloaded: JournalEvent {
    package static let messageID = "a8ef52833452485bbb8d24eb0e5cd4b2"
    package static let level = Logger.Level.notice

    /// The settings that changed and are in use.
    let changed: [String]
    /// The settings that changed and wait for a restart.
    let needRestart: [String]

    package var message: String {
        var sentences: [String] = []
        sentences.append(
            changed.isEmpty
                ? "The configuration was read again; nothing in use changed."
                : "New settings are in use: \(changed.joined(separator: ", ")).")
        if !needRestart.isEmpty {
            sentences.append("These wait for a restart: \(needRestart.joined(separator: ", ")).")
        }
        return sentences.joined(separator: " ")
    }
    package var fields: Logger.Metadata {
        ["changed": "\(changed.joined(separator: " "))", "need_restart": "\(needRestart.joined(separator: " "))"]
    }
}

/// New settings were refused; the old ones stay in use.
package struct ConfigurationRejected: JournalEvent {
    package static let messageID = "34fe7565d5dd4fc29ab731b3736004c2"
    package static let level = Logger.Level.error

    let explanation: String

    package var message: String { "The configuration stays as it was: \(explanation)" }
    package var fields: Logger.Metadata { [:] }
}

/// The daemon found itself in a state that it cannot mend and asked to be restarted.
package struct DaemonStuck: JournalEvent {
    package static let messageID = "c330a89831314f0aa0d739269f454655"
    package static let level = Logger.Level.critical

    let explanation: String

    package var message: String { explanation }
    package var fields: Logger.Metadata { [:] }
}

extension Logger {
    /// Logs what the spool has to say of the inbox.
    package func record(_ notice: SpoolNotice) {
        switch notice {
        case .leftAlone(let path, _): record(EntryIgnored(path: path, explanation: "\(notice)"))
        case .uselessFile(let part, _): record(StateFileUseless(file: part.path, explanation: "\(notice)"))
        case .eventsLost, .polling, .unreadableFolder, .unwritableFolder:
            record(WatchDegraded(explanation: "\(notice)"))
        case .inboxGone(let path): record(InboxGone(inbox: path, explanation: "\(notice)"))
        case .inboxBack(let path): record(InboxBack(inbox: path, explanation: "\(notice)"))
        }
    }
}

/// A file of the state folder cannot be used, and the daemon goes on without what it says.
package struct StateFileUseless: JournalEvent {
    package static let messageID = "f79e694b496a431494d0c0e02dd33796"
    package static let level = Logger.Level.warning

    let file: FilePath
    let explanation: String

    package var message: String { explanation }
    package var fields: Logger.Metadata { ["file": .path(file)] }
}

/// A file system in the inbox hangs, and with it the watching; it may come on again.
package struct InboxHangs: JournalEvent {
    package static let messageID = "69fb01c4c86f49d5bfe635aeb108cce4"
    package static let level = Logger.Level.error

    package var message: String {
        "The inbox does not answer: a file system in it hangs, so that no new documents are found. Look after its server."
    }
    package var fields: Logger.Metadata { [:] }
}

/// The inbox is not there any more.
package struct InboxGone: JournalEvent {
    package static let messageID = "f45f236faeef4f9b9824a4aa4458dd4b"
    package static let level = Logger.Level.error

    let inbox: FilePath
    let explanation: String

    package var message: String { explanation }
    package var fields: Logger.Metadata { ["inbox": .path(inbox)] }
}

/// The inbox is there again.
package struct InboxBack: JournalEvent {
    package static let messageID = "bf45068593dc4715905d7e633553b8b6"
    package static let level = Logger.Level.notice

    let inbox: FilePath
    let explanation: String

    package var message: String { explanation }
    package var fields: Logger.Metadata { ["inbox": .path(inbox)] }
}
