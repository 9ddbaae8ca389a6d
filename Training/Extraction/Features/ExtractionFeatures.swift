import Foundation
import Ingest

/// `extraction-features FILE…`: the features and words of the blocks of web pages, a line of JSON for each page.
@main
struct ExtractionFeatures {
    private struct Page: Encodable {
        var file: String
        var blocks: [PageTraining.Block]
    }

    static func main() throws {
        let output = FileHandle.standardOutput
        let encoder = JSONEncoder()
        output.write(try encoder.encode(PageTraining.featureNames) + Data("\n".utf8))
        for file in CommandLine.arguments.dropFirst() {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            let page = Page(file: file, blocks: try PageTraining.blocks(of: bytes, path: file))
            output.write(try encoder.encode(page) + Data("\n".utf8))
        }
    }
}
