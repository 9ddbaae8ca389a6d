import Spool
import Synchronization
import SystemPackage

/// The next document: found by the watch, claimed, or why it is not.
extension SpoolStore {
    package func next(_ turn: inout ClaimTurn) async throws(StoreError) -> Claimed<Document>? {
        if turn.file == nil, let claim = state.withLock({ $0.recovered.popLast() }) {
            return .document(Document(claim: claim))
        }
        guard let watch = state.withLock({ $0.watch }) else { return nil }
        let spool = spool
        while true {
            do throws(Blockage) {
                try await calls { () throws(Blockage) in try spool.checkRoom() }
            } catch {
                turn.isBlocked = true
                throw blocked(error)
            }
            if turn.isBlocked, turn.file == nil { return .nothing }
            let held = turn.file
            turn = ClaimTurn()
            var next = held
            if next == nil {
                do throws(Blockage) { next = try await nextPath(watch) } catch {
                    turn.isBlocked = true
                    throw blocked(error)
                }
            }
            guard let file = next else {
                guard isDrainedOnce, await waitForHidden(watch) else { return nil }
                continue
            }
            if isBarred(file.path) {
                // Not given out again to the last moment of a run that ends when the inbox is empty.
                if !isDrainedOnce { watch.revisit(file.path, after: Self.barredPatience) }
                if held != nil { return .nothing }
                continue
            }
            do throws(ClaimError) {
                let claim = try await calls { () throws(ClaimError) in try spool.claim(file) }
                // It may have been found whole while it waited for this.
                if claim.isCopyOfKept { watch.rest(claim.path) }
                noteBarrier(of: claim, watch)
                return .document(Document(claim: claim))
            } catch {
                if case .blocked(let blockage) = error {
                    // Kept for the next try: given back, another turn would take it and this one wait in vain.
                    turn.isBlocked = true
                    turn.file = file
                    throw blocked(blockage)
                }
                if let claimed = handle(error, watch) { return claimed }
                // One that waits less.
                announceNews()
                if held != nil { return .nothing }
            }
        }
    }

    private func nextPath(_ watch: Watch) async throws(Blockage) -> FoundFile? {
        isDrainedOnce ? try await watch.nextUnlessDrained() : try await watch.next()
    }

    /// Waits for originals that are watched under hidden names before they go; false when there are none, or when the
    /// task was cancelled.
    private func waitForHidden(_ watch: Watch) async -> Bool {
        let spool = spool
        await calls { spool.tendOriginals() }
        guard let time = spool.hiddenTime, (try? await Task.sleep(for: time)) != nil else { return false }
        await calls { spool.tendOriginals() }
        // One that somebody wrote to has its name again.
        watch.rescan()
        return true
    }

    /// What a refused claim means: nothing, or a document set aside.
    private func handle(_ error: ClaimError, _ watch: Watch) -> Claimed<Document>? {
        switch error {
        case .gone, .blocked: return nil
        case .resting(let path):
            watch.rest(path)
            return nil
        case .retired: return nil
        case .stays(let path, let errno):
            watch.keep(path)
            tellUnwritable(path.folder, errno, watch)
            return nil
        case .unfinished(let path):
            watch.revisit(path)
            return nil
        case .tooLarge(let path, _, let failed):
            let failure = Failure(reason: "too-large", message: "\(error)")
            return .setAside(path, because: failure, quarantine: failed)
        case .leftAlone(let path, .unreadable(let errno)) where errno == .permissionDenied:
            state.withLock { state in
                if state.unreadable.count < Self.mostUnreadable { state.unreadable.insert(path) }
            }
            watch.tellOnce(of: path.folder, .leftAlone(path, .unreadable(errno)))
            return nil
        case .leftAlone(let path, let oddity):
            watch.tell(.leftAlone(path, oddity))
            return nil
        case .system(let call):
            watch.tell(.leftAlone(call.path, .unreadable(call.errno)))
            return nil
        }
    }

    /// How long a file stays in the inbox whose report could not be put anywhere.
    private static let barredPatience = Duration.seconds(5)

    private func isBarred(_ path: FilePath) -> Bool {
        let barred = state.withLock { $0.barred }
        return barred.keys.contains { spool.belongs(path, below: $0) }
    }

    /// Makes known that a claimed document's original cannot leave its folder.
    private func noteBarrier(of claim: Claim, _ watch: Watch) {
        guard let barrier = claim.barrier else { return }
        watch.keep(claim.path)
        tellUnwritable(claim.path.folder, barrier, watch)
    }

    private func tellUnwritable(_ folder: FilePath, _ errno: Errno, _ watch: Watch) {
        let place = spool.folders.inbox.pushing(folder)
        let remedy = AccessRemedy.line(opening: place, for: .current, refusedBy: errno)
        watch.tellOnce(of: place, .unwritableFolder(folder, errno, remedy: remedy))
    }
}
