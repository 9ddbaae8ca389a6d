import HTML
import Linguistics

/// What is shown at one time: lines of words, of which a voice may be known.
struct Caption {
    /// A line, or the part of one that one voice says.
    struct Line: Hashable {
        /// The speaker that the format itself names.
        var voice: String?
        /// The words, without markup and without white space at the ends.
        var words: String
    }

    /// When it appears, in seconds.
    var start: Double?
    /// When it goes.
    var end: Double?
    var lines: [Line] = []
}

/// Takes the markup out of captions.
///
/// Of WebVTT: voices, classes, ruby, times; of SubRip: what of HTML players show, and the braces that come of other formats.
struct CaptionMarkup {
    /// Whether whatever is in angle brackets is markup, as in WebVTT; else only elements that players of SubRip know.
    var isStrict: Bool

    /// Elements that players know.
    private static let elements: Set<String> = [
        "i", "b", "u", "s", "c", "v", "font", "em", "strong", "span", "p", "br", "ruby", "rt", "lang",
    ]
    private static let longestTag = 300

    /// The lines of a caption's words.
    ///
    /// - Complexity: O(bytes).
    func lines(of payload: some Sequence<ArraySlice<UInt8>>) -> [Caption.Line] {
        var state = State()
        for line in payload {
            read(line, into: &state)
            state.endLine()
        }
        return state.lines
    }

    private struct State {
        var lines: [Caption.Line] = []
        var voice: String?
        var words: [UInt8] = []
        /// Whether in the reading aid above a word, which repeats it.
        var isRuby = false

        mutating func endLine() {
            let text = CharacterReferences.decode(words)
            words.removeAll(keepingCapacity: true)
            let folded = text.split { $0.isWhitespace || $0 == "\u{200E}" || $0 == "\u{200F}" || $0 == "\u{FEFF}" }
                .joined(separator: " ")
            if !folded.isEmpty { lines.append(Caption.Line(voice: voice, words: folded)) }
        }
    }

    private func read(_ line: ArraySlice<UInt8>, into state: inout State) {
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            if byte == UInt8(ascii: "<"), let close = tagEnd(line, from: index) {
                apply(line[line.index(after: index)..<close], to: &state)
                index = close + 1
            } else if byte == UInt8(ascii: "{"), let close = braceEnd(line, from: index) {
                index = close + 1
            } else {
                if !state.isRuby { state.words.append(byte) }
                index += 1
            }
        }
    }

    private func tagEnd(_ line: ArraySlice<UInt8>, from open: Int) -> Int? {
        let limit = min(line.endIndex, open + Self.longestTag)
        guard open + 1 < limit else { return nil }
        let first = line[open + 1]
        guard
            first.isASCIILetter || first == UInt8(ascii: "/")
                || (isStrict && (first.isASCIIDigit || first == UInt8(ascii: "."))),
            // Another tag's beginning inside says that this is none; it also keeps the search linear.
            let close = line[(open + 1)..<limit].firstIndex(where: {
                $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<")
            }),
            line[close] == UInt8(ascii: ">")
        else { return nil }
        if isStrict { return close }
        return Self.elements.contains(name(of: line[(open + 1)..<close])) ? close : nil
    }

    /// `{\an8}` of SubStation Alpha, `{i}`, `{y:i}` of MicroDVD.
    private func braceEnd(_ line: ArraySlice<UInt8>, from open: Int) -> Int? {
        let limit = min(line.endIndex, open + Self.longestTag)
        guard open + 2 < limit,
            let close = line[(open + 1)..<limit].firstIndex(where: {
                $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "{")
            }),
            line[close] == UInt8(ascii: "}")
        else { return nil }
        let inside = line[(open + 1)..<close]
        // Codes of MicroDVD and of players of SubRip.
        let isCode =
            inside.first == UInt8(ascii: "\\") || inside.dropFirst().first == UInt8(ascii: ":")
            || (inside.count <= 2 && ["i", "b", "u", "/i", "/b", "/u"].contains(name(of: inside)))
        return isCode ? close : nil
    }

    private func name(of tag: ArraySlice<UInt8>) -> String {
        var name = ""
        for byte in tag.first == UInt8(ascii: "/") ? tag.dropFirst() : tag {
            guard byte.isASCIILetter else { break }
            name.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
            if name.utf8.count > 8 { break }
        }
        return name
    }

    private func apply(_ tag: ArraySlice<UInt8>, to state: inout State) {
        let isEnd = tag.first == UInt8(ascii: "/")
        switch name(of: tag) {
        case "v" where isEnd:
            state.endLine()
            state.voice = nil
        case "v":
            state.endLine()
            let annotation = tag.drop { $0 != 0x20 && $0 != 0x09 }
            state.voice = SpeakerName.label(of: CharacterReferences.decode(Array(annotation)))
        case "br": state.endLine()
        case "rt": state.isRuby = !isEnd
        case "ruby" where isEnd: state.isRuby = false
        default: break
        }
    }
}
