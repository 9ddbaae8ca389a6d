import HTML

/// What the model of blocks is trained on.
package enum PageTraining {
    /// The names of the features in their order, as weights name them.
    package static var featureNames: [String] { BlockFeature.allCases.map { "\($0)" } }

    /// A block of a page.
    package struct Block: Encodable {
        /// Its words.
        package var words: String
        /// How many they are, as the model counts them.
        package var count: Int
        /// Its features, those of the second look as the model compiled in computes them.
        package var features: [Float]
        /// What its second look takes together: the block's path, its parent, its parent's parent.
        package var groups: [Int]
    }

    /// The blocks of a page.
    ///
    /// - Throws: Why the file is no page.
    package static func blocks(of bytes: [UInt8], path: String) throws(DecodeError) -> [Block] {
        ArticleReader.blocks(of: try HTMLPages.document(of: SourceFile(bytes, path: path)).document)
    }
}

/// What benchmarks measure of reading pages.
package enum PageReading {
    /// The texts in a file, as its format makes them, without what is computed of any text.
    package static func texts(of bytes: [UInt8], path: String) -> [SourceText] {
        let file = SourceFile(bytes, path: path)
        return (try? SourceFormats.format(of: file).read(file)) ?? []
    }

    /// The charset that a page declares.
    package static func declaredCharset(of bytes: [UInt8]) -> String? {
        HTMLPages.declaredCharset(SourceFile(bytes, path: "").head)
    }

    /// The letters and digits of some words in lower case.
    package static func letters(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
