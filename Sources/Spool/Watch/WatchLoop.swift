import CLinux
import Glibc
import Synchronization
import SystemPackage

/// The watching thread: takes events, scans what is due, and offers what is finished.
final class WatchLoop: @unchecked Sendable {  // made by one thread and from then on used by the loop's alone
    private var options: SpoolOptions
    private let exchange: WatchExchange
    private var rules: IgnoreRules
    private var finishing: FinishedFileRule
    private let inbox: FilePath
    private var inotify: WatchedFolders
    private var mounts: MountNews
    /// The reasons of polling, and of not reading, that were told and still hold.
    private var told: (polling: Set<PollingReason>, unreadable: Set<Errno>) = ([], [])
    private var unreadable: [FilePath: Errno] = [:]
    private var areTroublesNew = false
    /// What the process has no more of, when a look at the inbox failed for it.
    private var want: Errno?
    private var root: (descriptor: Descriptor, status: FileStatus)?
    private var schedule = ScanSchedule()
    /// In nanoseconds of `CLOCK_BOOTTIME`.
    private var nextRootCheck: UInt64 = 0

    init(inbox: FilePath, options: SpoolOptions, exchange: WatchExchange) throws(SpoolError) {
        self.inbox = inbox
        self.options = options
        self.exchange = exchange
        finishing = FinishedFileRule(options)
        inotify = WatchedFolders(tellsOfDeletions: exchange.vanished != nil)
        rules = IgnoreRules(patterns: options.ignoredPatterns)
        mounts = MountNews(of: inbox)
        do throws(Errno) {
            let root = try openRoot()
            // Watched before anybody is told that we are ready.
            try follow(root.descriptor, at: FilePath())
        } catch {
            throw error == .noSuchFileOrDirectory
                ? .missing(.inbox, inbox) : .unwritable(.inbox, inbox, error)
        }
    }

    func run() {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
        defer { buffer.deallocate() }
        while takeOrders() {
            step()
            checkRoot()
            scanWhatIsDue()
            publishTroubles()
            exchange.publish(settling: finishing.settlingCount(now: bootTime(), patience: Self.patience))
            exchange.looked(isQuiet: schedule.isQuiet)
            // What many files took lies scattered in the heaps of all threads, and would stay with the process.
            if finishing.takeGivenBackRoom() { copydesk_give_back_memory() }
            wait()
            // Bounded, so that a steady stream of events does not keep scans and orders waiting for ever.
            for _ in 0..<64 {
                let events = inotify.takeEvents(into: buffer)
                if events.isEmpty { break }
                for event in events {
                    step()
                    received(event)
                }
            }
        }
    }

    /// Shows that the thread comes on.
    private func step() { exchange.steps.add(1, ordering: .relaxed) }

    // Waiting

    private func takeOrders() -> Bool {
        let orders = exchange.takeOrders()
        if let newOptions = orders.options {
            options = newOptions
            rules = IgnoreRules(patterns: newOptions.ignoredPatterns)
            finishing.use(newOptions)
            nextRootCheck = 0
        }
        if orders.wantsScan { schedule.wantFullScan() }
        for path in orders.kept {
            finishing.keep(path)
            // Its folder may have opened before this was known, and its event found nothing to release.
            guard isOpen(path.folder), finishing.offerAgain(path) else { continue }
            rest(path.folder, for: options.settleTime)
        }
        for revisit in orders.revisits {
            switch revisit.delay {
            case .settling:
                finishing.forgetOffer(revisit.path)
                rest(revisit.path.folder, for: options.settleTime)
            case .resting: rest(revisit.path.folder, for: leisurely(options.restTime))
            case .other(let delay):
                finishing.forgetOffer(revisit.path)
                rest(revisit.path.folder, for: delay)
            }
        }
        return !orders.isStopped
    }

    /// Whether files may leave a folder.
    private func isOpen(_ folder: FilePath) -> Bool {
        guard let root, let folder = try? Kernel.open(folder, beneath: root.descriptor, flags: Self.forFolders) else {
            return false
        }
        return Kernel.barrier(toChanging: folder) == nil
    }

    private func wait() {
        let next = min(schedule.next, nextRootCheck)
        let now = bootTime()
        let milliseconds = next <= now ? 0 : Int32(clamping: (next - now) / 1_000_000 + 1)
        exchange.alarm.descriptor.withRaw { alarm in
            var polls = [pollfd(fd: alarm, events: Int16(POLLIN), revents: 0)]
            if let raw = inotify.raw { polls.append(pollfd(fd: raw, events: Int16(POLLIN), revents: 0)) }
            if let raw = mounts.raw { polls.append(pollfd(fd: raw, events: Int16(POLLPRI), revents: 0)) }
            _ = poll(&polls, nfds_t(polls.count), milliseconds)
            if let last = polls.last, last.fd == mounts.raw, last.revents != 0, mounts.haveChanged() {
                // Whoever mounts over a folder, or unmounts it, makes no event in it.
                nextRootCheck = 0
                schedule.wantFullScan()
            }
        }
        exchange.alarm.clear()
    }

    /// Looks again at a folder with a file that is not finished.
    private func rest(_ folder: FilePath, for delay: Duration) { schedule.rest(folder, for: delay, now: bootTime()) }

    // The inbox itself

    private func openRoot() throws(Errno) -> (descriptor: Descriptor, status: FileStatus) {
        let descriptor = try Kernel.openFolder(inbox)
        let opened = (descriptor, try Kernel.status(of: descriptor))
        root = opened
        return opened
    }

    /// Notices when the inbox was unmounted, removed or replaced, and when it is there again.
    private func checkRoot() {
        guard bootTime() >= nextRootCheck else { return }
        nextRootCheck = bootTime() + options.pollInterval.nanoseconds
        let now = try? Kernel.status(of: inbox)
        if let now, let root, root.status.isSameFile(as: now) { return }
        let wasThere = root != nil
        root = nil
        inotify.forgetAll()
        schedule.forgetFolders()
        finishing.forgetOffers()
        unreadable = [:]
        told = ([], [])
        areTroublesNew = true
        let isBack = now != nil && (try? openRoot()) != nil
        exchange.publish(isInboxThere: isBack)
        if isBack {
            schedule.beginAnew()
            exchange.tellAgain(.inboxBack(inbox))
        } else if wasThere {
            exchange.tellAgain(.inboxGone(inbox))
        }
    }

    // Events

    private func received(_ event: Inotify.Event) {
        if event.has(Int(IN_Q_OVERFLOW)) {
            exchange.tellAgain(.eventsLost)
            return schedule.wantFullScan()
        }
        guard let folder = inotify.path(of: event.watch) else { return }
        if event.has(Int(IN_IGNORED)) { return inotify.forget(event.watch) }
        guard !event.name.isEmpty else {
            // The inbox's own access: that of folders below is told of by what they lie in.
            if event.has(Int(IN_ATTRIB)), folder.isEmpty { accessChanged(folder) }
            return
        }
        let path = folder.pushing(event.name)
        guard rules.rule(name: event.name.bytes, path: path) == nil else { return }
        if event.has(Int(IN_MOVED_FROM) | Int(IN_DELETE)) { exchange.vanished?(path, event.isFolder) }
        if event.has(Int(IN_DELETE)) {
            if event.isFolder { forget(path) } else { finishing.forget(path) }
            return
        }
        if event.isFolder {
            if event.has(Int(IN_MOVED_FROM)) { inotify.forgetAll(under: path) }
            if event.has(Int(IN_CREATE) | Int(IN_MOVED_TO)) { scan(path, isRecursive: true, isNews: true) }
            if event.has(Int(IN_ATTRIB)) { accessChanged(path) }
            return
        }
        if event.has(Int(IN_MOVED_FROM)) {
            finishing.forget(path)
        } else if event.has(Int(IN_CLOSE_WRITE)) {
            finishing.closed(path, now: bootTime())
            look(at: path, named: event.name, in: folder, evidence: .closed)
        } else if event.has(Int(IN_MOVED_TO)) {
            finishing.forget(path)
            look(at: path, named: event.name, in: folder, evidence: .renamed)
        } else if event.has(Int(IN_CREATE)) {
            // Somebody begins to write, or links a whole file into place.
            finishing.created(path, isEmpty: isEmpty(event.name, in: folder))
            // More are unfinished than are known.
            if !finishing.isSettling(path) { exchange.arrivals?(.anything) }
            rest(folder, for: options.settleTime)
        } else if event.has(Int(IN_MODIFY)) {
            // It may never be closed while we look.
            if finishing.wrote(path) { rest(folder, for: options.openSettleTime) }
        } else if event.has(Int(IN_ATTRIB)) {
            rest(folder, for: options.settleTime)
        }
    }

    /// A folder may be open to us by now, or let go of what lies in it.
    private func accessChanged(_ folder: FilePath) {
        finishing.release(folder)
        scan(folder, isRecursive: false, isNews: true)
    }

    private func isEmpty(_ name: FilePath, in folder: FilePath) -> Bool {
        guard let root, let parent = try? Kernel.open(folder, beneath: root.descriptor, flags: Self.forFolders) else {
            return true
        }
        return (try? Kernel.status(of: name, in: parent))?.byteCount == 0
    }

    /// Looks at a file that an event was about.
    private func look(
        at path: FilePath, named name: FilePath, in folder: FilePath, evidence: FinishedFileRule.Evidence
    ) {
        guard let root else { return }
        guard let parent = try? Kernel.open(folder, beneath: root.descriptor, flags: Self.forFolders) else {
            // Gone, which a look at it tells as well, or out of reach for now.
            return rest(folder, for: options.settleTime)
        }
        if let wait = consider(path, named: name, in: parent, evidence: evidence, isPolled: false) {
            rest(folder, for: wait)
        }
    }

    /// Offers a file if it is finished; gives how long it must rest before it is looked at again.
    private func consider(
        _ path: FilePath, named name: FilePath, in folder: Descriptor, evidence: FinishedFileRule.Evidence,
        isPolled: Bool
    ) -> Duration? {
        guard let status = try? Kernel.status(of: name, in: folder), status.kind != .folder else {
            finishing.forget(path)
            return nil
        }
        let verdict = finishing.judge(path, status, evidence: evidence, isPolled: isPolled) {
            (try? Kernel.open(name, beneath: folder, flags: O_RDONLY | O_NONBLOCK)).flatMap(Kernel.hasWriter)
        }
        switch verdict {
        case .finished(let isWhole, let again):
            if let arrivals = exchange.arrivals {
                arrivals(.file(path))
                return nil
            }
            exchange.offer(FoundFile(path, isWhole: isWhole), changed: status.changed)
            return again.map(leisurely)
        case .offered(let whole): return leisurely(whole)
        case .stays: return nil
        // A second link may have been there for a moment only, as in link(2) and unlink(2) of a temporary name.
        case .leftAlone(let oddity): exchange.tell(.leftAlone(path, oddity))
        case .rests(let duration): return duration
        }
        return nil
    }

    /// A little longer than a file has to rest before it leaves the inbox, so that one look is for many of them.
    private func leisurely(_ rest: Duration) -> Duration { rest + options.restTime / 16 }

    // Scans

    private static let forFolders = O_RDONLY | O_DIRECTORY
    /// How long a folder that cannot be read is left alone.
    private static let patience = Duration.seconds(5)

    private func scanWhatIsDue() {
        let now = bootTime()
        if schedule.beginFullScan(now: now) {
            // Before it, so that what does not fit asks for the next scan.
            exchange.beginScan()
            // Begun anew, for who tells that one of these folders has gone?
            inotify.forgetPolled()
            unreadable = [:]
            inotify.tryAgain()
            scan(FilePath(), isRecursive: true, isNews: false)
            exchange.arrivals?(.anything)
            schedule.endFullScan(begun: now, now: bootTime(), interval: options.rescanInterval)
            // Causes that no folder has any more are told again when they come back.
            told.polling.formIntersection(inotify.polled.values)
            told.unreadable.formIntersection(unreadable.values)
            areTroublesNew = true
        } else {
            for folder in schedule.takeDue(now: now) {
                scan(folder, isRecursive: false, isNews: !inotify.knows(folder))
            }
        }
        if let want {
            self.want = nil
            schedule.wantFullScan(after: Self.patience, now: bootTime())
            exchange.block(Blockage(want, inbox))
        }
    }

    /// Reads a folder; those below it too when asked to, or when they are new.
    ///
    /// Where files stay, and what comes is told of, only those are looked at of which that is to be told still: all in a
    /// folder that is news, or polled, and what was not finished yet.
    private func scan(_ start: FilePath, isRecursive: Bool, isNews: Bool) {
        guard let root else { return }
        let tellsArrivals = exchange.arrivals != nil
        var folders = [(start, isNews)]
        while let (folder, isNews) = folders.popLast() {
            let began = bootTime()
            schedule.began(folder)
            do throws(Errno) {
                step()
                let descriptor = try Kernel.open(folder, beneath: root.descriptor, flags: Self.forFolders)
                // Watched first, read then: what comes in between is seen twice rather than never.
                let isPolled = try follow(descriptor, at: folder)
                var rest: Duration?
                try FolderReader.forEachEntry(of: descriptor) { name, isFolder throws(Errno) in
                    step()
                    let component = FilePath(bytes: name)
                    let path = folder.pushing(component)
                    guard rules.rule(name: name, path: path) == nil else { return true }
                    if isFolder {
                        let isKnown = inotify.knows(path)
                        if isRecursive || !isKnown { folders.append((path, isNews || !isRecursive && !isKnown)) }
                        return true
                    }
                    if tellsArrivals, !isNews, !(isPolled && !isRecursive), !finishing.isSettling(path) { return true }
                    let wait = consider(
                        path, named: component, in: descriptor, evidence: .found, isPolled: isPolled)
                    if let wait { rest = min(rest ?? wait, wait) }
                    return true
                }
                if unreadable.removeValue(forKey: folder) != nil { areTroublesNew = true }
                // Never busier than a fifth of the time, however large the folder.
                let pause = Duration.nanoseconds(Int64(clamping: 4 * (bootTime() - began)))
                if let rest { self.rest(folder, for: max(rest, pause)) }
                if isPolled { schedule.visit(folder, after: max(options.pollInterval, pause), now: bootTime()) }
            } catch  where error == .noSuchFileOrDirectory || error == .notDirectory {
                // Moved or removed meanwhile.
                forget(folder)
            } catch .tooManySymbolicLinkLevels {
                // Replaced by a link meanwhile, which is nothing of ours.
                forget(folder)
            } catch  where error.isWant {
                // Nothing can be opened at all: that is not this folder's fault.
                want = error
            } catch {
                if unreadable.updateValue(error, forKey: folder) != error { areTroublesNew = true }
                if told.unreadable.insert(error).inserted {
                    let remedy = AccessRemedy.line(opening: inbox.pushing(folder), for: .current, refusedBy: error)
                    exchange.tellAgain(.unreadableFolder(folder, error, remedy: remedy))
                }
                schedule.visit(folder, after: max(options.pollInterval, Self.patience), now: bootTime())
            }
        }
    }

    /// Sees to it that changes in a folder are noticed; true when that is by polling.
    @discardableResult
    private func follow(_ folder: Descriptor, at path: FilePath) throws(Errno) -> Bool {
        let reason = try NetworkFileSystem.name(of: folder).map(PollingReason.fileSystem)
        let isNews = inotify.follow(folder, at: path, pollingBecause: reason)
        if isNews { areTroublesNew = true }
        guard let why = inotify.polled[path] else { return false }
        // One line for a cause, not one for a folder.
        if isNews, told.polling.insert(why).inserted { exchange.tellAgain(.polling(path, why)) }
        return true
    }

    /// A folder is not there any more; another of its name is a new one.
    private func forget(_ folder: FilePath) {
        let wasPolled = inotify.forget(folder)
        if unreadable.removeValue(forKey: folder) != nil || wasPolled { areTroublesNew = true }
    }

    /// Not for each folder, since that copies them all.
    private func publishTroubles() {
        guard areTroublesNew else { return }
        areTroublesNew = false
        exchange.publish(polled: inotify.polled, unreadable: unreadable)
    }
}
