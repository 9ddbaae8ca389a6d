import AnalyzerKit
import Logging
import Spool
import Supervision
import SystemPackage
import Wire

/// All settings, in the order in which they are shown.
///
/// Another setting is: a value here and its name in `all`; a property of the part of the program that uses it
/// (`SpoolOptions`, `LiveSettings`, `WorkerOptions`); a line in `Settings+Daemon.swift`; its entry in the manual,
/// `copydesk.conf.5`. Tests name what is missing. A setting of an analyzer is declared by the analyzer alone, with its
/// entry in the manual.
enum SettingsTable {
    static let inbox = Setting<FilePath>.folder(
        "inbox", "/var/lib/copydesk/inbox", takesEffect: .atRestart,
        "Where documents are dropped, in subfolders or not.")
    static let outbox = Setting<FilePath>.folder(
        "outbox", "/var/lib/copydesk/outbox", takesEffect: .atRestart,
        "Where reports appear, under the documents' paths; made when it is new, waited for when it has vanished.")
    static let state = Setting<FilePath>.folder(
        "state", "/var/lib/copydesk/state", takesEffect: .atRestart,
        "Where the daemon keeps its spool, the archive and what failed.")
    static let workers = Setting<Int>.count(
        "workers", 0, in: 0...256, "How many documents are analyzed at once; 0 for one per processor core.")

    static let maxBytes = Setting<Int>.size(
        "limits.maxBytes", 32 << 20, in: 1...(1 << 30), "Larger documents go to failed/ unread.")
    static let maxAttempts = Setting<Int>.count(
        "limits.maxAttempts", 3, in: 1...100, "How often a document is tried before it goes to failed/.")
    static let deadline = Setting<Duration>.time(
        "limits.deadline", .seconds(30), in: .seconds(1)...(.seconds(3_600)),
        "How long one document may take, besides what its size allows.")
    static let bytesPerSecond = Setting<Int>.size(
        "limits.bytesPerSecond", 64 << 10, in: 1_024...(1 << 30),
        "The slowest speed that counts as work: each byte of a document adds its time to the deadline.")
    static let workerMemory = Setting<Int>.size(
        "limits.workerMemory", 10 << 30, in: 0...(1 << 40),
        "The address space that a worker may use, 256 MiB and 40 to 300 bytes for each of limits.maxBytes; 0 for no limit."
    )
    static let minFreeBytes = Setting<Int>.size(
        "limits.minFreeBytes", 64 << 20, in: 0...(1 << 40),
        "With less free space than this where state or outbox lie, nothing new is taken from the inbox.")

    static let settle = Setting<Duration>.time(
        "watch.settle", .seconds(2), in: .milliseconds(10)...(.seconds(3_600)),
        "How long a file that nobody was seen closing must have been unchanged.")
    static let settleOpen = Setting<Duration>.time(
        "watch.settleOpen", .seconds(600), in: .milliseconds(10)...(.seconds(86_400)),
        "How long a file must have been unchanged that somebody was seen writing to and not closing.")
    static let settleClosed = Setting<Duration>.time(
        "watch.settleClosed", .zero, in: .zero...(.seconds(3_600)),
        "How long a file must have been unchanged that somebody was seen closing; one that is renamed never waits.")
    static let rest = Setting<Duration>.time(
        "watch.rest", .seconds(30), in: .zero...(.seconds(86_400)),
        "How long a file stays in the inbox after its last change, so that what is added later belongs to it.")
    static let settleEmpty = Setting<Duration>.time(
        "watch.settleEmpty", .seconds(30), in: .milliseconds(10)...(.seconds(86_400)),
        "How long an empty file must have been unchanged: it may be a placeholder that is filled later.")
    static let rescan = Setting<Duration>.time(
        "watch.rescan", .seconds(300), in: .seconds(1)...(.seconds(86_400)),
        "How often the whole inbox is scanned for what events missed.")
    static let poll = Setting<Duration>.time(
        "watch.poll", .seconds(2), in: .milliseconds(100)...(.seconds(3_600)),
        "How often a folder is looked at whose file system reports no events (NFS, SMB, FUSE).")
    static let ignore = Setting<[String]>.list(
        "watch.ignore", [],
        allowed:
            "patterns as in fnmatch(3), each bracket closed or behind a backslash; one with a slash is matched against "
            + "the whole path, one behind ! names what is taken though it looks like litter",
        "Files and folders to leave alone, besides hidden ones and litter.",
        remarks: ["Hidden are names that begin with a dot. Litter is, in any case of letters:"]
            + TextLines.joined(IgnoreRules.litter, width: 100),
        isAllowed: IgnoreRules.isPattern)

    static let ocr = Setting<PageRecognition>.choice(
        "ingest.ocr", .off,
        "Whether PDF files that are pictures alone are read by tesseract, a page in a few seconds, or refused.")

    static let reading = Setting<ReadingDepth>.choice(
        "analysis.reading", .auto,
        "How much of a text a pretrained network reads, which finds more names and takes longer: nothing, what the "
            + "analyzers are in doubt of, or everything.")

    /// What the analyzers compiled in declare, each with its name among them.
    static let ofAnalyzers: [(key: String, setting: Setting<String>)] = Analyzers.all.flatMap { analyzer in
        analyzer.settings.map { setting in
            (AnalyzerSettings.key(of: setting, analyzer), .analyzer(setting, of: analyzer))
        }
    }

    static let archive = Setting<ArchivePolicy>.choice(
        "archive", .keep, "Whether a document is kept in archive/ after its report is delivered.")
    static let archiveKeep = Setting<Retention>.retention(
        "archive.keep", "How long, and how much of, the originals of delivered documents are kept.")
    static let outboxKeep = Setting<Retention>.retention(
        "outbox.keep", "How long, and how much of, the reports are kept, and the matches of alerts.")
    static let failedKeep = Setting<Retention>.retention(
        "failed.keep", "How long, and how much of, what failed is kept, each document with its error file.")
    static let onConflict = Setting<ConflictPolicy>.choice(
        "outbox.onConflict", .version,
        "Whether the report of a corrected document takes the place of the earlier one's, or gets a name of its own.")
    static let compress = Setting<ReportCompression>.choice(
        "outbox.compress", .none, "Whether reports are compressed: zstd writes NAME.json.zst.")
    static let fileMode = Setting<UInt32>.mode("files.mode", 0o640, "The access bits of new files, before the umask.")
    static let folderMode = Setting<UInt32>.mode(
        "files.folderMode", 0o770, "The access bits of new folders, before the umask.")

    static let drain = Setting<Duration>.time(
        "shutdown.drain", .seconds(30), in: .zero...(.seconds(600)),
        "How long documents under way may take to finish after SIGTERM; the rest goes back to the queue.")

    static let serveListen = Setting<RoomAddress>.address(
        "serve.listen", RoomAddress("127.0.0.1:8437") ?? .unix("/run/copydesk/room"), takesEffect: .elsewhere,
        "Where the reading room listens, unless systemd hands it a socket.")
    static let serveTokenFile = Setting<FilePath?>.file(
        "serve.tokenFile", takesEffect: .elsewhere,
        "The file with the token that readers must have; required where others than this machine can ask.")
    static let serveSocketMode = Setting<UInt32>.mode(
        "serve.socketMode", 0o660, takesEffect: .elsewhere, "The access bits of the reading room's Unix socket.")
    static let serveHosts = Setting<[String]>.list(
        "serve.hosts", [], allowed: "names of hosts", takesEffect: .elsewhere,
        "Names besides localhost under which browsers of this machine ask the reading room.")

    static let logLevel = Setting<Logger.Level>.choice(
        "log.level", .info, "The least important messages that are logged.")
    static let logFormat = Setting<LogFormat>.choice(
        "log.format", .automatic, takesEffect: .atRestart,
        "Where and how to log: to the journal under systemd, else as text to standard error.")

    static let all: [any AnySetting] =
        [
            inbox, outbox, state, workers, maxBytes, maxAttempts, deadline, bytesPerSecond, workerMemory, minFreeBytes,
            settle, settleOpen, settleClosed, settleEmpty, rest, rescan, poll, ignore, ocr,
            reading,
        ] + ofAnalyzers.map(\.setting) + [
            archive, archiveKeep, outboxKeep, onConflict, compress, failedKeep, fileMode, folderMode, drain,
            serveListen, serveTokenFile, serveSocketMode, serveHosts, logLevel, logFormat,
        ]
}
