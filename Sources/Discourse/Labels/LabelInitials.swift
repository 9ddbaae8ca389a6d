import English
package import Linguistics

extension Story {
    /// Whether initials shorten a name.
    package func matches(_ initials: ByteRange, initialsOf name: ByteRange) -> Bool {
        let wanted = bytes[initials.indices].filter { $0.isASCIIUppercase }
        var first: [UInt8] = []
        var withoutArticle: [UInt8] = []
        for token in tokens.indices(overlapping: name) where tokens.kinds[token] == .word {
            guard !tokens.flags[token].contains(.clitic) else { continue }
            let byte = byte(token)
            guard byte.isASCIILetter else { return false }
            let upper = byte & 0xDF
            first.append(upper)
            if !classes[token].contains(.determiner) && !classes[token].contains(.honorific) {
                withoutArticle.append(upper)
            }
        }
        if first.count == 1, wanted.count == 1 { return first == wanted }
        return wanted == first || wanted == withoutArticle
            || (wanted.count == 2 && withoutArticle.count > 2 && wanted[0] == withoutArticle.first
                && wanted[1] == withoutArticle.last)
    }
}
