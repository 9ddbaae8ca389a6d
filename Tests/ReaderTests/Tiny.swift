import Foundation
import Reader
import Testing

/// A random model of two layers that `Training/Reader/export.py --tiny` writes, with what the reference makes of it.
enum Tiny {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        var pieces: [Int32]
        var casings: [UInt8]
        var flags: [UInt32]
        var scores: [[Float]]
        var testDescription: String { "\(pieces.count) pieces" }
    }

    private struct Reference: Decodable { var cases: [Case] }

    static func fixture(_ name: String) throws -> Data {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return try Data(contentsOf: folder.appending(path: name))
    }

    static let cases: [Case] =
        (try? JSONDecoder().decode(Reference.self, from: fixture("tiny.reader.json")).cases) ?? []

    /// The model's bytes; models are read in place, so these stay for as long as the tests run.
    nonisolated(unsafe) static let bytes: UnsafeRawBufferPointer = {
        let data = (try? fixture("tiny.reader")) ?? Data()
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, data.count), alignment: 64)
        room.copyBytes(from: data)
        return UnsafeRawBufferPointer(room)
    }()

    static func model() throws -> EncoderModel {
        let base = try #require(bytes.baseAddress)
        return try #require(EncoderModel(base, size: bytes.count))
    }

    /// The unknown's place in its vocabulary.
    static let unknown: Int32 = 1
}
