import FoundationEssentials
import OrderedJSON

/// How the daemon is: what `status.json` in the state folder says, to `copydesk status` and to monitoring.
///
/// Times are RFC 3339, UTC. It says when it was written and by which process: a reader that finds no such process knows
/// that the daemon is gone. A daemon replaces what an earlier one wrote as soon as the folders are its own.
package struct DaemonStatus: Codable, Hashable, Sendable {
    /// The program's version.
    package var version: String
    /// The daemon's process id.
    package var pid: Int32
    /// When it started.
    package var started: String
    /// When this was written; before READY first, and at most half a minute ago while the daemon works.
    package var updated: String
    /// The sentence that `systemctl status` shows.
    package var status: String
    /// Whether it is not ready yet.
    package var starting: Bool
    /// Whether it is on its way out.
    package var stopping: Bool
    /// Documents in workers.
    package var analyzing: Int
    /// Documents claimed and not yet delivered: in workers, or on their way there and back.
    package var claimed: Int
    /// Documents found and not yet claimed, as far as is known.
    package var waiting: Int
    /// Documents found and not yet taken because somebody may still be writing to them; nil from an earlier version.
    package var settling: Int?
    /// When the document that waits the longest changed last; nil when none waits.
    package var oldestWaiting: String?
    /// Documents delivered since the start.
    package var delivered: Int
    /// Documents that went to `failed/` since the start.
    package var failed: Int
    /// Documents delivered in the last minute.
    package var deliveredLastMinute: Int
    /// Documents delivered in the last hour.
    package var deliveredLastHour: Int
    /// Why no document is claimed at the moment.
    package var paused: String?
    /// What does not work as it should while documents are still analysed, a sentence each.
    package var troubles: [String]
    /// Workers that are ready.
    package var workersReady: Int
    /// Workers at work.
    package var workersBusy: Int
    /// Workers that died since the start.
    package var workersLost: Int

    /// Reads the file's bytes.
    ///
    /// - Throws: `DecodingError` where they are something else.
    package init(json: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(json))
    }

    /// The file's bytes: one line of JSON.
    var json: [UInt8] {
        // Text, integers and flags only: all of that has a JSON form.
        guard let json = try? OrderedJSONEncoder().encode(self) else {
            preconditionFailure("a status has no JSON form")
        }
        return json + [UInt8(ascii: "\n")]
    }
}

extension DaemonStatus {
    init(
        version: String, pid: Int32, started: String, updated: String, tally: Tally, health: WorkerPool.Health,
        deliveredLastMinute: Int, deliveredLastHour: Int
    ) {
        self.version = version
        self.pid = pid
        self.started = started
        self.updated = updated
        status = tally.sentence
        starting = tally.isStarting
        stopping = tally.isStopping
        analyzing = min(tally.analyzing, tally.claimed)
        claimed = tally.claimed
        waiting = tally.waiting
        settling = tally.settling
        oldestWaiting = tally.oldestWaiting.map(Timestamp.text(second:))
        delivered = tally.delivered
        failed = tally.failed
        self.deliveredLastMinute = deliveredLastMinute
        self.deliveredLastHour = deliveredLastHour
        paused = tally.pause
        troubles = tally.allTroubles
        workersReady = health.ready
        workersBusy = health.busy
        workersLost = health.deaths
    }
}
