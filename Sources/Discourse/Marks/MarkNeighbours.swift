import Linguistics

/// What stands beside a mark.
extension MarkScanner {
    /// What a character is to the mark beside it.
    enum Neighbour {
        case space, lower, upper, digit, opening, closing, mark, other
    }

    func neighbour(before offset: Int32) -> Neighbour {
        guard offset > 0 else { return .space }
        var index = Int(offset) - 1
        while index > 0, story.bytes[index] & 0xC0 == 0x80 { index -= 1 }
        return classify(at: index, isBefore: true)
    }

    func neighbour(after offset: Int32) -> Neighbour {
        Int(offset) < story.bytes.count ? classify(at: Int(offset), isBefore: false) : .space
    }

    private func classify(at index: Int, isBefore: Bool) -> Neighbour {
        let value = story.scalar(at: index)
        switch value {
        case 0x22, 0x27, 0x60, 0x2018...0x201F, 0xAB, 0xBB, 0x2039, 0x203A, 0x300C...0x300F: return .mark
        case 0x28, 0x5B, 0x7B, 0x2D, 0x2F, 0x2010...0x2015, 0x3D, 0x3C, 0x7C: return .opening
        case 0x2A, 0x5F: return isBefore ? .opening : .closing  // Markdown
        case 0x2E, 0x2C, 0x3B, 0x3A, 0x21, 0x3F, 0x29, 0x5D, 0x7D, 0x2026, 0x25: return .closing
        default: break
        }
        switch Scalars.kind(value) {
        case .whitespace: return .space
        case .uppercase: return .upper
        case .lowercase, .otherLetter, .mark: return .lower
        case .digit: return .digit
        default: return .other
        }
    }
}
