import Foundation
import Ingest

/// `extraction-features FILE…`: the features and words of the blocks of web pages, a line of JSON for each page.
@main
struct ExtractionFeatures {
    private struct Page: Encodable {
        var file: String
        var blocks: [Block]
    }

    private struct Block: Encodable {
        var words: String
        var features: [Float]
    }

    static func main() throws {
        let output = FileHandle.standardOutput
        let encoder = JSONEncoder()
        output.write(try encoder.encode(PageTraining.featureNames))
        output.write(Data("\n".utf8))
        for file in CommandLine.arguments.dropFirst() {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            let blocks = try PageTraining.blocks(of: bytes, path: file).map {
                Block(words: $0.words, features: $0.features)
            }
            output.write(try encoder.encode(Page(file: file, blocks: blocks)))
            output.write(Data("\n".utf8))
        }
    }
}
