import AnalyzerKit
import Foundation
import Ingest
import Testing

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

    /// Cut anywhere, a file is a document, a part of one, or refused with a sentence; nothing ends the process.
    func expectNoTrap(whereverIsCut name: String) throws {
        let bytes = try bytes(name)
        for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 40)) {
            do throws(DecodeError) {
                _ = try Decoder.documents(from: Array(bytes.prefix(count)), path: name)
            } catch {
                #expect(error.description.hasSuffix("."))
            }
        }
    }
}
