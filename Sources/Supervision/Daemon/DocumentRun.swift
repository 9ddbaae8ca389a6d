import CLinux
import FoundationEssentials
import Logging
import Spool
import SystemPackage
import Wire

/// One claimed document's way through the workers to its end.
struct DocumentRun<Store: DocumentStore>: Sendable {
    /// How a document's run ended.
    enum Ending: Sendable {
        case delivered
        case failed
        /// It is in the queue again.
        case returned
        /// It lies in the spool as it is; the next start goes on with it.
        case left
        /// Somebody goes on writing to it: it is in the inbox and comes again.
        case withdrawn
        /// It lies in the spool until its folder is mended.
        case parked(Store.Document, FolderTrouble)
    }

    let store: Store
    let pool: WorkerPool
    let blockade: Blockade
    let maxAttempts: Int
    let logger: Logger

    func callAsFunction(_ claimed: Store.Document) async -> Ending {
        let clock = ContinuousClock()
        let start = clock.now
        var document = claimed
        do throws(StepFailure) {
            guard document.attempts < maxAttempts else { throw .document(exhausted(document)) }
            guard
                let bytes = try await blockade.repeating({ () async throws(StoreError) in
                    try await store.bytes(of: document)
                })
            else { return .left }
            while true {
                guard try await begin(&document) else { return .left }
                let path = document.path.bytes
                let leftOut = AnalyzerProblem.causes(of: document.failures)
                let draft = store.newDraft()
                let outcome = await pool.analyze(
                    path: path, sha256: document.sha256, bytes: bytes, leavingOut: leftOut,
                    storing: { await store.append($0, to: draft) })
                switch outcome {
                case .answered(.report) where !draft.isWhole:
                    // A disk was full, or failed: once it takes that much again the report is made anew, uncounted.
                    try? await store.giveBack(document)
                    let isThereRoom: Void? = try await blockade.repeating { () async throws(StoreError) in
                        try await store.checkRoom(for: draft)
                    }
                    guard isThereRoom != nil else { return .left }
                case .answered(.report(let report)):
                    return try await deliver(report, begunIn: draft, for: document, took: clock.now - start)
                case .answered(.refusal(let refusal)):
                    throw .document(
                        Failure(reason: refusal.reason, message: refusal.message, byteOffset: refusal.byteOffset))
                case .failed(let failure, let analyzer):
                    let recorded = Failure(
                        reason: failure.reason, message: "\(failure)", analyzer: analyzer)
                    guard try await record(recorded, of: &document) else { return .left }
                    guard document.attempts < maxAttempts else { throw .document(recorded) }
                    logger.record(
                        DocumentRetried(
                            document: document.path, attempt: document.attempts, maxAttempts: maxAttempts,
                            failure: recorded))
                case .interrupted:
                    return try await giveBack(document)
                }
            }
        } catch {
            guard case .document(let failure) = error else { return await end(document, error) }
            return await quarantine(document, because: failure)
        }
    }

    /// Ends the run of a document that is not to blame.
    private func end(_ document: Store.Document, _ reason: StepFailure) async -> Ending {
        switch reason {
        case .folder(let trouble):
            // The attempt does not count; should even this fail, a third of one does.
            try? await store.giveBack(document)
            return .parked(document, trouble)
        case .changed:
            logger.record(DocumentWithdrawn(document: document.path))
            return .withdrawn
        case .document(let failure):
            logger.error("'\(document.path.printable)' stays in the spool: \(failure.message)")
            return .left
        }
    }

    private func exhausted(_ document: Store.Document) -> Failure {
        Failure(
            reason: "attempts",
            message: "\(document.attempts) attempts began and none ended: the daemon or the machine stopped each time.")
    }

    private func begin(_ document: inout Store.Document) async throws(StepFailure) -> Bool {
        var current = document
        let isDone: Void? = try await blockade.repeating { () async throws(StoreError) in
            try await store.beginAttempt(at: &current)
        }
        document = current
        return isDone != nil
    }

    private func record(
        _ failure: Failure, of document: inout Store.Document
    ) async throws(StepFailure) -> Bool {
        var current = document
        let isDone: Void? = try await blockade.repeating { () async throws(StoreError) in
            try await store.recordFailure(failure, of: &current)
        }
        document = current
        return isDone != nil
    }

    private func deliver(
        _ report: AnalysisReport, begunIn draft: ReportDraft, for document: Store.Document,
        took duration: Duration
    ) async throws(StepFailure) -> Ending {
        let reports = [report] + report.further
        let contents =
            [ReportContents(draft, rest: report.bytes)] + report.further.map { ReportContents(rest: $0.bytes) }
        let delivered = try await blockade.repeating { () async throws(StoreError) in
            try await store.deliver(contents, for: document)
        }
        guard let delivered else { return .left }
        if document.byteCount >= Self.largeBytes { copydesk_give_back_memory() }
        for (number, (report, path)) in zip(1..., zip(reports, delivered)) {
            tell(of: report, at: path, number: number, of: document, took: duration)
        }
        return .delivered
    }

    /// Journals the delivery of a document, or of one of several in a file.
    private func tell(
        of report: AnalysisReport, at path: FilePath, number: Int, of document: Store.Document, took duration: Duration
    ) {
        let name = number == 1 ? document.path : FilePath(bytes: document.path.bytes + Array("#\(number)".utf8))
        let unread = report.problems.filter { $0.reason == AnalyzerProblem.languageReason }
        if let first = unread.first {
            logger.record(
                DocumentNotRead(
                    document: name, analyzers: unread.map(\.analyzer), explanation: first.message))
        }
        for problem in report.problems where problem.reason != AnalyzerProblem.languageReason {
            logger.record(
                AnalyzerFailed(
                    document: name, analyzer: problem.analyzer, reason: problem.reason,
                    explanation: problem.message))
        }
        if let hold = report.hold.inForce(at: Date()) {
            logger.record(DocumentHeldBack(document: name, hold: hold))
        }
        logger.record(
            DocumentDelivered(
                document: name, sha256: document.sha256, report: path, duration: duration,
                words: report.words, attempt: document.attempts + 1))
    }

    /// What a document of this size took of the daemon's memory is given back to the system at once.
    private static var largeBytes: Int { 1 << 20 }

    private func giveBack(_ document: Store.Document) async throws(StepFailure) -> Ending {
        // Once: when even this fails the document stays where the next start finds it.
        do {
            try await store.giveBack(document)
        } catch {
            return .left
        }
        logger.record(DocumentReturned(document: document.path))
        return .returned
    }

    private func quarantine(_ document: Store.Document, because failure: Failure) async -> Ending {
        do {
            let path = try await blockade.repeating { () async throws(StoreError) in
                try await store.quarantine(document, because: failure)
            }
            guard let path else { return .left }
            logger.record(
                DocumentFailed(
                    document: document.path, sha256: document.sha256, reason: failure.reason,
                    explanation: failure.message, quarantine: path))
            return .failed
        } catch {
            return await end(document, error)
        }
    }
}
