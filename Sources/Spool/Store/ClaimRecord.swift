import FoundationEssentials
import Glibc
import SystemPackage

/// What stands beside a claimed document in `spool/active`: JSON Lines, only ever appended to.
///
/// The first line tells what was claimed, each further one an event. A line that a crash tore is no JSON and is passed
/// over; each line starts with a line feed of its own, so that it cannot spoil the next.
struct ClaimRecord: Hashable {
    /// A line of the record; which fields are there tells which event it is.
    struct Line: Codable, Hashable {
        // The claim.
        var version: Int?
        var path: String?
        /// The path's bytes in Base64: `path` is for people only.
        var pathBytes: String?
        var sha256: String?
        var bytes: Int?
        var modified: Int64?
        var claimed: String?
        /// Whether the document lay on another file system, so that a copy of it had to be made.
        var isCopied: Bool?
        /// The file that it is a copy of, where that stays in the inbox.
        var original: FileIdentity?
        /// The claim of the same file when that was shorter.
        var supersedes: Superseded?
        // An attempt: beginning, failure, handing back.
        var attempt: Int?
        var began: String?
        var failure: Failure?
        var handedBack: Bool?
        // A delivery, before its report has its name.
        var reportBytes: String?
        /// Of which document in the file; the first where it is missing.
        var number: Int?
        // A later document of the same path was delivered first.
        var isOutdated: Bool?
        // The end of a claim whose original is still in the inbox.
        var outcome: Places?
    }

    /// Where the parts of a claim lie that is over; the paths' bytes in Base64.
    struct Places: Codable, Hashable {
        var report: String?
        /// Of the further documents in the file.
        var further: [String]?
        var archived: String?
        var failed: String?

        init(_ outcome: Outcome) {
            func encoded(_ path: FilePath?) -> String? { path.map { Data($0.bytes).base64EncodedString() } }
            report = encoded(outcome.reports.first)
            further = outcome.reports.count > 1 ? outcome.reports.dropFirst().compactMap(encoded) : nil
            archived = encoded(outcome.archived)
            failed = encoded(outcome.failed)
        }

        var outcome: Outcome {
            func decoded(_ text: String?) -> FilePath? {
                text.flatMap { Data(base64Encoded: $0) }.map { FilePath(bytes: $0) }
            }
            return Outcome(
                reports: ([report] + (further ?? [])).compactMap(decoded), archived: decoded(archived),
                failed: decoded(failed))
        }
    }

    struct Superseded: Codable, Hashable {
        var claim: String
        var bytes: Int
        var sha256: String
        var places: Places
    }

    let claim: Claim

    /// Reads a record; nil when not even its first line is whole.
    init?(id: String, bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(Line.self, from: Data($0))
        }
        guard let first = lines.first, let encoded = first.pathBytes,
            let path = Data(base64Encoded: encoded),
            let byteCount = first.bytes, let sha256 = first.sha256, let claimed = first.claimed
        else { return nil }
        var claim = Claim(
            id: id, path: FilePath(bytes: path), byteCount: byteCount, sha256: sha256, claimed: claimed,
            modified: first.modified ?? 0)
        for line in lines.dropFirst() { claim.apply(line) }
        claim.isCopied = first.isCopied ?? false
        claim.original = first.original
        claim.superseded = first.supersedes.map {
            SupersededClaim(id: $0.claim, byteCount: $0.bytes, sha256: $0.sha256, outcome: $0.places.outcome)
        }
        self.claim = claim
    }

    static func firstLine(of claim: Claim) -> Line {
        Line(
            version: 1, path: claim.path.printable,
            pathBytes: Data(claim.path.bytes).base64EncodedString(),
            sha256: claim.sha256, bytes: claim.byteCount, modified: claim.modified,
            claimed: claim.claimed,
            isCopied: claim.isCopied ? true : nil, original: claim.original,
            supersedes: claim.superseded.map {
                Superseded(claim: $0.id, bytes: $0.byteCount, sha256: $0.sha256, places: Places($0.outcome))
            })
    }

    static func encode(_ line: Line) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // The line holds text, integers and flags only: all of that has a JSON form.
        guard let data = try? encoder.encode(line) else {
            preconditionFailure("a record line has no JSON form")
        }
        return [UInt8(ascii: "\n")] + data + [UInt8(ascii: "\n")]
    }

    /// The time now, as records have it.
    static var timestamp: String {
        Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

extension Claim {
    /// Takes over what a line of the record tells.
    mutating func apply(_ line: ClaimRecord.Line) {
        if let encoded = line.reportBytes, let path = Data(base64Encoded: encoded) {
            reports[line.number ?? 1] = FilePath(bytes: path)
        }
        if line.isOutdated == true { isOutdated = true }
        if let places = line.outcome { outcome = places.outcome }
        guard let number = line.attempt, number >= 1 else { return }
        if let began = line.began, number == attempts.count + 1 {
            attempts.append(Attempt(began: began))
        }
        guard number <= attempts.count else { return }
        if let failure = line.failure { attempts[number - 1].failure = failure }
        if line.handedBack == true { attempts[number - 1].isHandedBack = true }
    }
}
