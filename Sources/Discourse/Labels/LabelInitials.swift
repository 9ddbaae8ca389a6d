import English
package import Linguistics

extension Story {
    /// The capitals that can stand on a label for a name: those of all its words, of all but articles and titles, and, where these
    /// are more than two, of the first and the last; none for a name in letters beyond ASCII.
    package func initials(of name: ByteRange) -> [[UInt8]] {
        var all: [UInt8] = []
        var proper: [UInt8] = []
        for token in tokens.indices(overlapping: name)
        where tokens.kinds[token] == .word && !tokens.flags[token].contains(.clitic) {
            let byte = byte(token)
            guard byte.isASCIILetter else { return [] }
            all.append(byte & 0xDF)
            if classes[token].isDisjoint(with: [.determiner, .honorific]) { proper.append(byte & 0xDF) }
        }
        var found = [all]
        if proper != all { found.append(proper) }
        if proper.count > 2 { found.append([proper[0], proper[proper.count - 1]]) }
        return found.filter { !$0.isEmpty }
    }

    /// The capitals of a label that is initials.
    package func capitals(of label: ByteRange) -> [UInt8] { bytes[label.indices].filter(\.isASCIIUppercase) }

    /// Whether initials shorten a name.
    package func matches(_ initials: ByteRange, initialsOf name: ByteRange) -> Bool {
        self.initials(of: name).contains(capitals(of: initials))
    }
}
