import HTML

/// What the model of blocks is trained on.
package enum PageTraining {
    /// The names of the features in their order, as weights name them.
    package static var featureNames: [String] { BlockFeature.allCases.map { "\($0)" } }

    /// The words and features of a page's blocks.
    ///
    /// - Throws: Why the file is no page.
    package static func blocks(
        of bytes: [UInt8], path: String
    ) throws(DecodeError) -> [(words: String, features: [Float])] {
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

    /// The letters and digits of some words in lower case.
    package static func letters(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
