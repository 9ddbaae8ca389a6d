import Foundation
import Glibc
import Spool
import Supervision
import SystemPackage

/// Documents in the inbox: what they wait for.
extension DocumentTraces {
    func inboxPaths(_ query: Query) -> [FilePath] {
        var paths = query.paths
        for name in query.names { paths.formUnion(SpoolInspection.files(named: name, in: folder.inbox)) }
        return paths.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    func waiting(_ path: FilePath, _ closed: inout [FilePath]) -> DocumentFate? {
        let taken = SpoolInspection.TakenOriginals(in: folder.folders.state)
        let name = path.printable
        let file: SpoolInspection.InboxFile
        do throws(Errno) {
            file = try SpoolInspection.file(path, in: folder.inbox, besides: taken)
        } catch {
            guard error == .permissionDenied else { return nil }
            // Whether it is there at all, only who may read the folder knows; that it would not be taken is sure.
            guard let obstacle = DaemonAccess(to: folder)?.obstacle(to: path) else {
                closed.append(StateFolder.firstClosed(on: path, in: folder.inbox))
                return nil
            }
            return DocumentFate(
                path: name, state: "is left alone", style: .yellow, details: [obstacle.sentence],
                command: obstacle.command)
        }
        let options = settings.spoolOptions
        func leftAlone(_ why: String, _ command: String? = nil) -> DocumentFate {
            DocumentFate(path: name, state: "is left alone", style: .yellow, details: [why], command: command)
        }
        if let rule = IgnoreRules(patterns: options.ignoredPatterns).rule(for: path) {
            let isOwn = options.ignoredPatterns.contains(rule)
            return leftAlone(
                rule == "hidden"
                    ? "Its name, or a folder's above it, begins with a dot: hidden files are ignored. Rename it."
                    : "The rule '\(rule)' ignores it: rename it, or "
                        + (isOwn ? "take the rule from watch.ignore." : "put '!' and its name into watch.ignore.")
            )
        }
        if file.isFolder { return inboxFolder(path) }
        if let oddity = file.oddity, !oddity.isAboutAccess { return leftAlone("It \(oddity).") }
        let obstacle = DaemonAccess(to: folder)?.obstacle(to: path)
        if file.isTaken {
            return DocumentFate(
                path: name, state: "stays in the inbox", style: .green,
                details: [
                    "A copy of it was taken. "
                        + (obstacle?.sentence
                            ?? "It stays for \(TimeSpan.text(options.restTime)) after its last change, in case that more is "
                            + "written to it.")
                ], command: obstacle?.command)
        }
        if let obstacle { return leftAlone(obstacle.sentence, obstacle.command) }
        if let oddity = file.oddity, folder.daemonUser?.id == geteuid() { return leftAlone("It \(oddity).") }
        var fate = DocumentFate(path: name, state: "is still being written", style: .yellow)
        let settle = file.byteCount == 0 ? options.emptySettleTime : options.settleTime
        if file.hasWriter == true {
            fate.details = ["A program has it open for writing: it is taken when that closes it."]
        } else if file.byteCount > options.maxBytes {
            fate.state = "is too large"
            fate.details = [
                "It has \(file.byteCount) bytes, limits.maxBytes is \(ByteSize.text(options.maxBytes)): it goes to "
                    + "failed/ unread. To have it analyzed, \(SizeExcess.remedy)."
            ]
        } else if file.age < settle {
            fate.state = "settles"
            fate.details = [
                "It changed a moment ago: it is taken when it has not changed for \(TimeSpan.text(settle))."
            ]
        } else {
            fate.state = "waits"
            let isKnown = DaemonAccess(to: folder)?.isKnown(of: path) ?? false
            fate.details = [
                isKnown
                    ? "Nothing is wrong with it: it is taken when its turn comes."
                    : "It is taken when its turn comes, if the daemon may read it: whether it may cannot be known here."
            ]
        }
        if let closed = closedDestination(of: path) {
            fate.details = [closed.sentence]
            fate.command = closed.command
        } else if !folder.isDaemonKnown {
            // Who may not look at the lock is told so at the end.
        } else if !folder.isDaemonRunning() {
            fate.details.append("No daemon works on this inbox: start one.")
            fate.command = settings.invocation.start
        } else if let pause = (try? folder.daemonStatus())?.paused {
            fate.details.append("The daemon takes nothing now: \(pause).")
        }
        return fate
    }

    /// A folder of the inbox: what lies in it, and what keeps documents in it.
    private func inboxFolder(_ path: FilePath) -> DocumentFate {
        let access = DaemonAccess(to: folder)
        var fate = DocumentFate(path: path.printable, state: "is a folder", style: .green)
        if let backlog = try? SpoolInspection.backlog(
            of: folder.inbox.pushing(path), ignoring: IgnoreRules(patterns: settings[SettingsTable.ignore]),
            besides: SpoolInspection.TakenOriginals(in: folder.folders.state), for: nil)
        {
            let counts = [
                (backlog.documents, "waiting"), (backlog.taken, "taken and resting"), (backlog.leftAlone, "left alone"),
            ]
            fate.details.append(
                "Its files are documents: " + counts.map { "\($0) \($1)" }.joined(separator: ", ") + ".")
        } else {
            fate.details.append("Its files are documents; what lies in it is not for you to read.")
        }
        guard let obstacle = access?.obstacle(toFolder: path) ?? closedDestination(of: path.appending("x")) else {
            return fate
        }
        fate.details.append(obstacle.sentence)
        (fate.style, fate.command) = (.yellow, obstacle.command)
        return fate
    }

    /// The folder that a document's report or original belongs into and that is closed to the daemon's user; then it
    /// waits.
    ///
    /// - Parameters:
    ///   - document: Its path under the inbox.
    ///   - mayFail: Whether it may belong into `failed/` instead.
    /// - Returns: What keeps the daemon from the first such folder; nil where none is closed.
    func closedDestination(of document: FilePath, mayFail: Bool = false) -> DaemonAccess.Obstacle? {
        guard let user = folder.daemonUser else { return nil }
        let (folders, layout) = (folder.folders, folder.folders.layout)
        var bases = [(folders.outbox, "its report"), (layout.archive, "its original")]
        if mayFail { bases.append((layout.failed, "a document that fails")) }
        for (base, what) in bases {
            let access = DaemonAccess(inbox: base, user: user)
            let ways = SpoolInspection.outputFolders(document.folder, in: base)
            for (index, way) in ways.enumerated() {
                guard let bar = access.bar(in: way), bar == .reading || bar == .writing && index == ways.count - 1
                else { continue }
                let place = base.pushing(way)
                return DaemonAccess.Obstacle(
                    sentence:
                        "It waits: the daemon's user '\(user.name)' may not use '\(place.printable)', where \(what) belongs.",
                    command: AccessRemedy.line(opening: place, for: user))
            }
        }
        return nil
    }
}
