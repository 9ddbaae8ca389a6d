import Corpora
import Discourse
import Foundation
import Linguistics

/// Scores what lines and paragraphs are said to be against documents whose blocks people marked.
enum BlockAccuracy {
    private struct Counts {
        var right = 0
        var found = 0
        var gold = 0

        var line: String {
            func share(_ part: Int, _ whole: Int) -> String {
                whole == 0 ? "     –" : String(format: "%6.1f", 100 * Double(part) / Double(whole))
            }
            return "\(share(2 * right, found + gold)) \(share(right, found)) \(share(right, gold))  "
                + "(\(right) right of \(found) found, \(gold) in the gold)"
        }
    }

    static func run(_ arguments: [String]) throws {
        for file in arguments where !file.hasPrefix("--") {
            try score(file, showsErrors: arguments.contains("--errors"))
        }
    }

    private static func score(_ file: String, showsErrors: Bool) throws {
        var counts: [String: Counts] = [:]
        var whole = Counts()
        let documents = try BlockGold.documents(contentsOf: URL(fileURLWithPath: file))
        for document in documents {
            let text = UTF8Text(document.text)
            let (structure, blocks) = Blocks.read(text)
            let found = (0..<blocks.count).map { index in
                let range = structure.tokens.range(blocks.tokens[index])
                return BlockGold.Block(
                    start: text.codePointOffset(ofByte: range.lower), end: text.codePointOffset(ofByte: range.upper),
                    kind: blocks.kinds[index].rawValue)
            }
            let right = Set(found).intersection(document.blocks)
            for block in found { counts[block.kind, default: Counts()].found += 1 }
            for block in document.blocks { counts[block.kind, default: Counts()].gold += 1 }
            for block in right { counts[block.kind, default: Counts()].right += 1 }
            whole.right += right.count
            whole.found += found.count
            whole.gold += document.blocks.count
            guard showsErrors else { continue }
            let scalars = Array(document.text.unicodeScalars)
            func words(_ block: BlockGold.Block) -> String {
                String(String.UnicodeScalarView(scalars[block.start..<block.end].prefix(70)))
            }
            for block in document.blocks where !right.contains(block) {
                print("  \(document.name): missed \(block.kind): \(words(block))")
            }
            for block in found where !right.contains(block) {
                print("  \(document.name): wrong \(block.kind): \(words(block))")
            }
        }
        print("\(URL(fileURLWithPath: file).lastPathComponent), \(documents.count) documents: F1, precision, recall")
        for kind in BlockKind.allCases.map(\.rawValue) where counts[kind] != nil {
            print(
                "  \(kind.padding(toLength: 10, withPad: " ", startingAt: 0)) \(counts[kind, default: Counts()].line)")
        }
        print("  all        \(whole.line)")
    }
}
