import Glibc
import Supervision

/// What a worker takes of its address space, by the size of its document; measured, with something to spare.
enum MemoryNeed {
    /// Without a document.
    private static let base = 256 << 20
    /// For each byte of news prose.
    private static let perByteOfProse = 40
    /// For each byte of the worst text that is known: a mark or a letter of its own each.
    private static let perByteOfWorst = 300

    /// For each byte of news prose, of the machine's memory: more of the address space is set aside than is used.
    private static let residentPerByteOfProse = 35

    /// What a document of prose takes of the machine's memory.
    static func residentOfProse(bytes: Int) -> Int { 64 << 20 + residentPerByteOfProse * bytes }

    /// How much memory the machine has.
    static var ofMachine: Int { Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE))) }

    /// What a document of prose takes.
    static func ofProse(bytes: Int) -> Int { base + perByteOfProse * bytes }

    /// What no document takes more than.
    static func ofWorst(bytes: Int) -> Int { base + perByteOfWorst * bytes }

    /// The largest document of prose for which so much is enough; 0 where none is.
    static func proseBytes(within memory: Int) -> Int { max(0, (memory - base) / perByteOfProse) }
}

extension Settings {
    /// A document of the size that is allowed must not be sure to end every worker that gets it.
    func memoryProblems() -> [String] {
        let (memory, maxBytes) = (self[SettingsTable.workerMemory], self[SettingsTable.maxBytes])
        let need = MemoryNeed.ofProse(bytes: maxBytes)
        guard memory > 0, memory < need else { return [] }
        let fitting = MemoryNeed.proseBytes(within: memory)
        let other =
            fitting >= 1 << 10 ? ", or a limits.maxBytes of \(ByteSize.text(fitting & ~1_023)) at most" : ""
        return [
            "limits.workerMemory '\(ByteSize.text(memory))' is too little for documents of limits.maxBytes "
                + "'\(ByteSize.text(maxBytes))', plain prose even: give it \(ByteSize.text((need >> 20 + 1) << 20))\(other)."
        ]
    }

    /// What is good to know where a document of the size that is allowed may need more than a worker has; nil elsewhere.
    var memoryNote: String? {
        let (memory, maxBytes) = (self[SettingsTable.workerMemory], self[SettingsTable.maxBytes])
        let need = MemoryNeed.ofWorst(bytes: maxBytes)
        guard memory > 0, memory < need else { return nil }
        return "limits.workerMemory '\(ByteSize.text(memory))' is enough for prose of limits.maxBytes "
            + "'\(ByteSize.text(maxBytes))', not for every text: a document of nothing but marks may fail as too large for "
            + "it. \(ByteSize.text((need >> 20 + 1) << 20)) would be."
    }

    /// What is good to know of the limits at a start, a sentence each.
    ///
    /// - Parameter machine: How much memory the machine has, in bytes.
    /// - Returns: The sentences; none where the limits fit.
    func memoryNotes(machine: Int = MemoryNeed.ofMachine) -> [String] {
        let (maxBytes, workers) = (self[SettingsTable.maxBytes], daemonConfiguration.live.workers)
        let need = MemoryNeed.residentOfProse(bytes: maxBytes)
        // The default is for any machine; so many documents of that size at once are rare.
        let count = maxBytes > SettingsTable.maxBytes.standard ? workers : 1
        guard need * count > machine else { return [memoryNote].compactMap(\.self) }
        return [memoryNote].compactMap(\.self) + [
            "\(count == 1 ? "A document" : "\(count) documents at once") of limits.maxBytes '\(ByteSize.text(maxBytes))' "
                + "\(count == 1 ? "takes" : "take") up to \(ByteSize.rounded(need * count)) of memory, and the machine has "
                + "\(ByteSize.rounded(machine)): lower limits.maxBytes, or the number of workers."
        ]
    }
}
