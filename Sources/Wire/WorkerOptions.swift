import FoundationEssentials
import OrderedJSON

/// What a worker is told at its start, as the one argument of its command line.
package struct WorkerOptions: Codable, Hashable, Sendable {
    /// What it may use.
    package var limits: WorkerLimits
    /// What is set of its analyzers' settings, as text, each by its analyzer's name and its own: `references.report`.
    package var analyzers: [String: String]
    /// How much of a text the pretrained reader reads: `fast`, `auto` or `deep`.
    package var reading: String
    /// Whether it has pictures of pages read.
    package var ocr: PageRecognition
    /// How it gives its reports.
    package var compression: ReportCompression

    package init(
        limits: WorkerLimits, analyzers: [String: String] = [:], reading: String = "fast",
        ocr: PageRecognition = .off, compression: ReportCompression = .none
    ) {
        self.limits = limits
        self.analyzers = analyzers
        self.reading = reading
        self.ocr = ocr
        self.compression = compression
    }

    /// The options as JSON; equal options give the same text.
    package var argument: String {
        // Text and integers only: all of that has a JSON form.
        guard let json = try? OrderedJSONEncoder().encode(self) else {
            preconditionFailure("a worker's options have no JSON form")
        }
        return String(decoding: json, as: UTF8.self)
    }

    /// Reads what `argument` gave.
    ///
    /// - Throws: `DecodingError` where it is something else.
    package init(argument: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(argument.utf8))
    }
}

/// Whether the letters on pages that are nothing but pictures are recognised.
package enum PageRecognition: String, CaseIterable, Codable, Hashable, Sendable {
    case off, on
}

/// How a report is compressed.
package enum ReportCompression: String, CaseIterable, Codable, Hashable, Sendable {
    /// Not at all.
    case none
    /// As one Zstandard frame (RFC 8878).
    case zstd
}

/// The limits that a worker sets on itself before it reads its first byte.
package struct WorkerLimits: Codable, Hashable, Sendable {
    /// The address space, in bytes (RLIMIT_AS); nil leaves it alone.
    package var memoryBytes: Int?
    /// How many descriptors it may have open (RLIMIT_NOFILE).
    package var openFiles = 64
    /// The longest document that it takes, in bytes.
    package var maxBytes: Int
    /// Processor time and wall time per document.
    package var budget: DocumentBudget

    package init(memoryBytes: Int? = nil, maxBytes: Int, budget: DocumentBudget) {
        self.memoryBytes = memoryBytes
        self.maxBytes = maxBytes
        self.budget = budget
    }
}
