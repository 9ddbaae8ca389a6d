import Compression
import FoundationEssentials
import Glibc
import SystemPackage

/// The way of a report to its name in the outbox.
extension Spool {
    func placeReport(
        _ report: ReportContents, _ part: ReportedPart, for claim: Claim, in active: Descriptor
    ) throws(Blockage) -> FilePath {
        try inFolder(claim.path.folder, of: outbox) { (folder, way) throws(Errno) in
            let temporary = SpoolLayout.hidden(claim.id)
            try write(report, to: temporary, in: folder)
            do throws(Errno) {
                for name in try reportNames(report, part, for: claim, in: folder, way) {
                    // Before it is there: should the document turn out to be a part of a longer one, it has to give way.
                    try? noteReport(way.pushing(name.own), part, for: claim, in: active)
                    guard
                        try settle(temporary, as: name, part, of: claim, in: folder, holding: report, active: active)
                    else {
                        continue
                    }
                    try Kernel.syncNames(of: folder)
                    return way.pushing(name.own)
                }
                throw .fileExists
            } catch {
                try? Kernel.remove(temporary, in: folder)
                throw error
            }
        }
    }

    /// Removes what an earlier version of the file had more documents in, where a later version takes its place.
    func removeOutdatedReports(
        beyond count: Int, of claim: Claim, in active: Descriptor
    ) throws(Blockage) {
        guard options.onConflict == .replace else { return }
        try inFolder(claim.path.folder, of: outbox) { (folder, _) throws(Errno) in
            try successions.inOrder(
                claim,
                outdating: { (older) throws(Errno) in
                    try noteOutdated(older, in: active)
                }
            ) { (isOutdated) throws(Errno) in
                guard !isOutdated else { return }
                try retentionLock.holding { () throws(Errno) in
                    var part = ReportedPart(number: count + 1)
                    while true {
                        var isRemoved = false
                        for suffix in [SpoolLayout.reportSuffix, SpoolLayout.compressedReportSuffix] {
                            let names = OutputName.candidates(
                                for: part.name(of: claim.path), sha256: claim.sha256, suffix: suffix)
                            let there = try occupant(
                                of: names[0], in: folder, comparedWith: ReportContents(rest: []), of: claim, part)
                            guard there == .otherVersion else { continue }
                            try Kernel.remove(names[0], in: folder)
                            isRemoved = true
                        }
                        guard isRemoved else { return }
                        part = ReportedPart(number: part.number + 1)
                    }
                }
            }
        }
    }

    /// A name that a report may get, with what it would be called if it were compressed otherwise.
    private struct ReportName {
        var own: FilePath
        var other: FilePath
        /// Whether it is not the plain name, so that no other document's report is replaced under it.
        var isDistinguished: Bool
    }

    /// The names that a report may get, in order of preference.
    private func reportNames(
        _ report: ReportContents, _ part: ReportedPart, for claim: Claim, in folder: Descriptor, _ way: FilePath
    ) throws(Errno) -> [ReportName] {
        let isCompressed = Zstandard.isFrame(try report.head())
        func candidates(_ suffix: String) -> [FilePath] {
            OutputName.candidates(for: part.name(of: claim.path), sha256: claim.sha256, suffix: suffix)
        }
        let (plain, compressed) = (
            candidates(SpoolLayout.reportSuffix), candidates(SpoolLayout.compressedReportSuffix)
        )
        var names = zip(plain, compressed).enumerated().map { rank, pair in
            ReportName(
                own: isCompressed ? pair.1 : pair.0, other: isCompressed ? pair.0 : pair.1, isDistinguished: rank > 0)
        }
        // A document that is tried again must not push a later one's report from the plain name, if it has one of its own.
        if options.onConflict == .replace {
            for rank in names.indices.dropFirst() {
                let isThere = try holds(names[rank].own, reportOf: claim, part, in: folder)
                let isBeside = try holds(names[rank].other, reportOf: claim, part, in: folder)
                guard isThere || isBeside else { continue }
                names.insert(names.remove(at: rank), at: 0)
                break
            }
        }
        // What was reported of a part of the document gives way; an earlier run of this delivery decided already.
        let superseded = claim.superseded?.outcome.reports.dropFirst(part.number - 1).first
        for earlier in [superseded, claim.reports[part.number]] {
            guard let earlier, earlier.folder == way else { continue }
            let rank = names.firstIndex { $0.own.bytes == earlier.nameBytes || $0.other.bytes == earlier.nameBytes }
            if let rank {
                names.insert(names.remove(at: rank), at: 0)
            } else {
                names.insert(Self.reportName(like: earlier.nameBytes, isCompressed: isCompressed), at: 0)
            }
        }
        return names
    }

    /// The name of a report that another claim's has, compressed or not.
    private static func reportName(like name: [UInt8], isCompressed: Bool) -> ReportName {
        let suffixes = (Array(SpoolLayout.reportSuffix.utf8), Array(SpoolLayout.compressedReportSuffix.utf8))
        let suffix = name.suffix(suffixes.1.count).elementsEqual(suffixes.1) ? suffixes.1 : suffixes.0
        let stem = Array(name.dropLast(suffix.count))
        let (plain, compressed) = (FilePath(bytes: stem + suffixes.0), FilePath(bytes: stem + suffixes.1))
        return ReportName(
            own: isCompressed ? compressed : plain, other: isCompressed ? plain : compressed, isDistinguished: true)
    }

    /// Whether a report of the claim's document lies under a name.
    private func holds(
        _ name: FilePath, reportOf claim: Claim, _ part: ReportedPart, in folder: Descriptor
    ) throws(Errno) -> Bool {
        let occupant = try occupant(
            of: name, in: folder, comparedWith: ReportContents(rest: []), of: claim, part)
        return occupant == .sameDocument
    }

    /// Gives a whole temporary file its name, unless that is another document's.
    private func settle(
        _ temporary: FilePath, as name: ReportName, _ part: ReportedPart, of claim: Claim, in folder: Descriptor,
        holding report: ReportContents, active: Descriptor
    ) throws(Errno) -> Bool {
        let isReplacing = options.onConflict == .replace && !name.isDistinguished
        guard isReplacing else {
            return try settle(temporary, as: name, part, of: claim, in: folder, holding: report, mayReplace: false)
        }
        return try successions.inOrder(
            claim,
            outdating: { (older) throws(Errno) in
                try noteOutdated(older, in: active)
            }
        ) { (isOutdated) throws(Errno) in
            try settle(
                temporary, as: name, part, of: claim, in: folder, holding: report, mayReplace: !isOutdated)
        }
    }

    private func settle(
        _ temporary: FilePath, as name: ReportName, _ part: ReportedPart, of claim: Claim, in folder: Descriptor,
        holding report: ReportContents, mayReplace: Bool
    ) throws(Errno) -> Bool {
        if try isMissing(name.other, in: folder) {
            do throws(Errno) {
                try Kernel.renameNew(temporary, in: folder, to: name.own, in: folder)
                return true
            } catch .fileExists {
                // Looked at below.
            }
        }
        return try retentionLock.holding { () throws(Errno) in
            let there = try occupant(of: name.own, in: folder, comparedWith: report, of: claim, part)
            let beside = try occupant(of: name.other, in: folder, comparedWith: report, of: claim, part)
            for occupant in [there, beside] {
                switch occupant {
                case .other: return false
                case .otherVersion where !mayReplace: return false
                case .nothing, .same, .sameDocument, .otherVersion: continue
                }
            }
            switch there {
            // The very same report is replaced all the same: it came again, and is to be kept as long as any that came now.
            case .nothing: try Kernel.renameNew(temporary, in: folder, to: name.own, in: folder)
            case .same, .sameDocument, .otherVersion, .other:
                try Kernel.rename(temporary, in: folder, to: name.own, in: folder)
            }
            if beside != .nothing {
                // Of two reports under one name one would be out of date. First the new one must be there for good.
                try Kernel.syncNames(of: folder)
                try Kernel.remove(name.other, in: folder)
            }
            return true
        }
    }

    func write(_ report: ReportContents, to name: FilePath, in folder: Descriptor)
        throws(Errno)
    {
        guard let draft = report.draft?.file else {
            return try write(report.rest, to: name, in: folder)
        }
        try Kernel.copy(draft, to: name, in: folder, mode: options.fileMode) { (file) throws(Errno) in
            try Kernel.writeAll(report.rest, to: file)
        }
    }

    /// Where a report goes; not durable, since only a crash of ours alone asks for it.
    private func noteReport(
        _ path: FilePath, _ part: ReportedPart, for claim: Claim, in active: Descriptor
    ) throws(Errno) {
        let record = try Kernel.open(
            Entry.record(claim.id), beneath: active, flags: O_WRONLY | O_APPEND)
        let line = ClaimRecord.Line(
            reportBytes: Data(path.bytes).base64EncodedString(), number: part == .first ? nil : part.number)
        try Kernel.writeAll(ClaimRecord.encode(line), to: record)
    }
}
