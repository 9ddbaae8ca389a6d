import Foundation

/// A transcript with its turns as somebody annotated them.
package struct TurnGold {
    /// What one speaker says until another does.
    package struct Turn: Decodable {
        package var speaker: String
        package var text: String
    }

    /// The file, by its name.
    package var name: String
    /// Its bytes as they are.
    package var bytes: [UInt8]
    package var turns: [Turn]

    /// Reads the files of a folder that have a `NAME.gold.json` with turns beside them, or one such file.
    package static func files(at path: String) throws -> [TurnGold] {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isFolder.boolValue {
            let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".gold.json") }
            return try names.sorted().flatMap { try files(at: path + "/" + $0) }
        }
        struct Annotation: Decodable { var turns: [Turn]? }
        let annotation = try JSONDecoder().decode(
            Annotation.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        guard let turns = annotation.turns else { return [] }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let stem = URL(fileURLWithPath: path).lastPathComponent.dropLast(".gold.json".count)
        let source = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().first {
            $0.hasPrefix(stem + ".") && !$0.hasSuffix(".gold.json")
        }
        guard let source else { return [] }
        let bytes = try [UInt8](Data(contentsOf: folder.appendingPathComponent(source)))
        return [TurnGold(name: source, bytes: bytes, turns: turns)]
    }
}
