import AnalyzerKit
import Foundation
import Ingest

/// Files under `Fixtures`, each with what is to be read in it in a file beside it.
struct GoldFixtures<Gold: Decodable & Sendable>: Sendable {
    private let folder: URL

    init(_ name: String) {
        folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
    }

    /// Without those that say what is to be read; a test counts them.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
            .filter { !$0.hasSuffix(".gold.json") }.sorted()
    }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    func gold(_ name: String) throws -> [Gold] {
        try JSONDecoder().decode([Gold].self, from: Data(contentsOf: folder.appending(path: name + ".gold.json")))
    }
}
