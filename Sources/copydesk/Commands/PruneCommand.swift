import ArgumentParser
import Spool
import SystemPackage

/// `copydesk prune`: removes finished work that need not be kept any more.
struct PruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove originals, reports and failed documents that need not be kept any more.",
        usage: "copydesk prune [--dry-run] [--json] [<settings>]",
        discussion: """
            What is kept is said by archive.keep, outbox.keep and failed.keep, which keep all unless they are set; a \
            running daemon applies them by itself every ten minutes. This does it now, beside a daemon or without one. \
            The exit status is 0 when all of it is done or nothing is to do, 66 where the folders cannot be read, 74 \
            where something could not be removed, 75 where a daemon works on folders without locks, 77 where that is not \
            for you to do.
            """)

    @OptionGroup(title: "Settings") var settings: SettingsOptions

    @OptionGroup var output: OutputOptions

    @Flag(help: "List what would be removed, and remove nothing.")
    var dryRun = false

    func run() throws {
        let settings = try settings.load()
        let folder = try StateFolder(readable: settings)
        let policy = settings.spoolOptions.retention
        var items: [PrunedItem] = []
        let isText = output.format == .text
        let folders: [PrunedFolder]
        do throws(PruningError) {
            folders = try Pruner(folder.folders, policy).run(isDryRun: dryRun) { item in
                // Text comes at once, and only where it is asked for: there may be hundreds of thousands.
                if !isText { items.append(item) } else if dryRun { print(Self.line(item)) }
            }
        } catch {
            StandardError.say("copydesk: \(error)")
            throw ExitCode(error.exitCode)
        }
        if isText {
            print(Self.summary(folders, policy, isDryRun: dryRun))
        } else {
            try output.printJSON(
                Outcome(
                    isDryRun: dryRun, folders: folders.map(Outcome.Folder.init), items: items.map(Outcome.Item.init)))
        }
        try report(folders)
    }

    /// Says what could not be removed.
    private func report(_ folders: [PrunedFolder]) throws {
        var status: Int32 = 0
        for folder in folders {
            guard let failure = folder.failure else { continue }
            let isForbidden = [.permissionDenied, .notPermitted].contains(failure.errno)
            let more = folder.refused > 1 ? " So it is with \(folder.refused - 1) more." : ""
            let advice = isForbidden ? " \(Administrators.advice)" : ""
            StandardError.say("copydesk: \(failure)\(more)\(advice)")
            status = isForbidden ? Sysexits.noPermission : max(status, Sysexits.inputOutput)
        }
        if status != 0 { throw ExitCode(status) }
    }

    // MARK: Text

    private static func line(_ item: PrunedItem) -> String {
        let days = Int(item.age.components.seconds) / 86_400
        let path = Terminal.printable("\(item.role.name)/\(item.path.printable)")
        return "\(path)  \(size(item.bytes)), \(days) \(days == 1 ? "day" : "days") old"
    }

    static func summary(_ folders: [PrunedFolder], _ policy: RetentionPolicy, isDryRun: Bool) -> String {
        guard !policy.isUnlimited else {
            return "All is kept: none of archive.keep, outbox.keep and failed.keep is set."
        }
        let verb = isDryRun ? "would be removed" : "removed"
        let lines = folders.map { folder in
            "\(folder.role.name): \(folder.removed.things) \(verb), \(size(folder.removed.bytes)); "
                + "\(folder.kept.things) kept, \(size(folder.kept.bytes))"
        }
        return lines.isEmpty ? "There is nothing to remove." : lines.joined(separator: "\n")
    }

    /// The space that something takes, in the unit that fits.
    static func size(_ bytes: Int) -> String {
        let units = [("GiB", 30), ("MiB", 20)]
        for (name, shift) in units where bytes >= 10 << shift { return "\(bytes >> shift) \(name)" }
        return "\((bytes + 1_023) >> 10) KiB"
    }

    // MARK: For programs

    private struct Outcome: Encodable {
        struct Folder: Encodable {
            let folder: String
            let removed: Int
            let removedBytes: Int
            let kept: Int
            let keptBytes: Int
            let refused: Int

            init(_ folder: PrunedFolder) {
                self.folder = folder.role.name
                (removed, removedBytes) = (folder.removed.things, folder.removed.bytes)
                (kept, keptBytes) = (folder.kept.things, folder.kept.bytes)
                refused = folder.refused
            }
        }

        struct Item: Encodable {
            let folder: String
            let path: String
            let bytes: Int
            let ageSeconds: Int

            init(_ item: PrunedItem) {
                folder = item.role.name
                path = item.path.printable
                bytes = item.bytes
                ageSeconds = Int(item.age.components.seconds)
            }
        }

        let isDryRun: Bool
        let folders: [Folder]
        let items: [Item]
    }
}

extension PruningError {
    /// The exit status that fits.
    fileprivate var exitCode: Int32 {
        switch self {
        case .unreadable(_, let errno):
            [.permissionDenied, .notPermitted].contains(errno) ? Sysexits.noPermission : Sysexits.noInput
        case .noLocks: Sysexits.temporaryFailure
        }
    }
}
