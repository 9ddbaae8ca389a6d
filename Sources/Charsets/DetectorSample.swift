/// What of bytes tells their charset: those that are not ASCII, with the text around them.
///
/// Markup, scripts and data in ASCII say nothing of the language that a page is in, and may be most of it.
struct DetectorSample {
    /// The bytes, with a line end where some were left out.
    private(set) var bytes: [UInt8] = []
    /// Whether there are more of the kind.
    private(set) var isCut = false

    /// At most so many bytes.
    private static let size = 1 << 14
    /// So many bytes of ASCII before and behind one that is not.
    private static let reach = 64
    /// A tag is no longer.
    private static let tagSize = 1 << 10

    /// Takes the sample.
    init(of whole: Span<UInt8>) {
        self.init(of: whole, leavingOutTags: true)
        // All in attributes, as of a page without a text.
        if !bytes.contains(where: { $0 >= 0x80 }) { self.init(of: whole, leavingOutTags: false) }
    }

    private init(of whole: Span<UInt8>, leavingOutTags: Bool) {
        // Up to where all is kept or left out for good, and the last byte that is not ASCII.
        var (end, lastHigh) = (0, -Self.reach)
        var index = 0
        while index < whole.count {
            if leavingOutTags, whole[index] == UInt8(ascii: "<"), let close = Self.endOfTag(in: whole, at: index) {
                // What is a tag is none of the text that follows, but does not break it up either.
                if end == index { bytes.append(0x0A) }
                index = close
                end = close
                continue
            }
            if whole[index] >= 0x80 {
                guard bytes.count < Self.size else {
                    isCut = true
                    return
                }
                let start = max(end, index - Self.reach)
                if start > end, !bytes.isEmpty { bytes.append(0x0A) }
                for kept in start...index { bytes.append(whole[kept]) }
                end = index + 1
                lastHigh = index
            } else if end == index, index - lastHigh <= Self.reach {
                bytes.append(whole[index])
                end = index + 1
            }
            index += 1
        }
    }

    /// Behind the `>` of the tag that begins at an offset; `nil` where none does.
    private static func endOfTag(in whole: Span<UInt8>, at start: Int) -> Int? {
        guard start + 2 < whole.count else { return nil }
        let first = whole[start + 1]
        guard 0x61...0x7A ~= first | 0x20 || [UInt8(ascii: "/"), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(first)
        else {
            return nil
        }
        for index in start + 2..<min(whole.count, start + tagSize) {
            if whole[index] == UInt8(ascii: ">") { return index + 1 }
            if whole[index] == UInt8(ascii: "<") { return nil }
        }
        return nil
    }
}
