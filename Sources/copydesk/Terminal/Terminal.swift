import Foundation
import SystemPackage

/// What is known of where text is printed: how wide it is and whether it shows colour.
struct Terminal: Hashable, Sendable {
    /// Columns to fill.
    var width: Int
    /// Whether escape sequences are understood.
    var hasColour: Bool

    init(width: Int, hasColour: Bool) {
        self.width = width
        self.hasColour = hasColour
    }

    /// Looks at a stream: colour only on a terminal and without `NO_COLOR` (no-color.org).
    init(of stream: FileDescriptor) {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = Self.isTerminal(stream)
        var size = winsize()
        let hasSize = isTerminal && ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let columns = hasSize ? Int(size.ws_col) : environment["COLUMNS"].flatMap { Int($0) } ?? 80
        width = min(max(columns, 40), 110)
        hasColour = isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }

    static func isTerminal(_ stream: FileDescriptor) -> Bool { isatty(stream.rawValue) == 1 }

    /// A way to set words apart (ECMA-48, Select Graphic Rendition).
    enum Style: String {
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    func styled(_ text: String, _ style: Style) -> String {
        hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Text broken at spaces into lines of the terminal's width, each behind an indentation.
    ///
    /// Control characters become spaces: a document must not steer the terminal.
    func wrapped(_ text: String, indent: Int) -> String {
        let columns = max(width - indent, 20)
        if let wrapped = Self.wrapped(ascii: text, columns: columns, indent: indent) { return wrapped }
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        var lineWidth = 0
        for word in Self.printable(text).split(separator: " ") {
            let wordWidth = word.count
            if lineWidth > 0, lineWidth + 1 + wordWidth > columns {
                lines.append(margin + line)
                (line, lineWidth) = ("", 0)
            }
            if lineWidth > 0 {
                line += " "
                lineWidth += 1
            }
            line += word
            lineWidth += wordWidth
        }
        if !line.isEmpty { lines.append(margin + line) }
        return lines.joined(separator: "\n")
    }

    /// The same of a text in ASCII, whose columns are its bytes; nil for others.
    private static func wrapped(ascii text: String, columns: Int, indent: Int) -> String? {
        var bytes: [UInt8] = []
        let isASCII = text.utf8.withContiguousStorageIfAvailable { source -> Bool in
            guard source.allSatisfy({ $0 < 0x80 }) else { return false }
            bytes.reserveCapacity(source.count + (source.count / columns + 2) * (indent + 1))
            var lineWidth = 0
            var index = 0
            while index < source.count {
                // Controls are spaces.
                while index < source.count, source[index] <= 0x20 || source[index] == 0x7F { index += 1 }
                let start = index
                while index < source.count, source[index] > 0x20, source[index] != 0x7F { index += 1 }
                guard index > start else { break }
                if lineWidth > 0, lineWidth + 1 + index - start > columns {
                    bytes.append(0x0A)
                    lineWidth = 0
                }
                if lineWidth > 0 {
                    bytes.append(0x20)
                    lineWidth += 1
                } else {
                    bytes.append(contentsOf: repeatElement(0x20, count: indent))
                }
                bytes.append(contentsOf: source[start..<index])
                lineWidth += index - start
            }
            return true
        }
        return isASCII == true ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// Whether a text is one line of printable ASCII without spaces in a row or at its ends, as `wrapped` would leave it.
    func fits(_ text: String, indent: Int) -> Bool {
        guard text.utf8.count <= max(width - indent, 20) else { return false }
        var isSpace = true
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7F, byte != 0x20 || !isSpace else { return false }
            isSpace = byte == 0x20
        }
        return !isSpace
    }

    /// The text with control characters made spaces.
    static func printable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            scalars.append(isControl ? " " : scalar)
        }
        return String(scalars)
    }
}

/// A bar on standard error that shows how far the work is; only on a terminal, only for more than a few things.
struct ProgressBar {
    private let total: Int
    private let isShown: Bool
    private var isDrawn = false
    private static let fewest = 4
    private static let cells = 30

    init(total: Int, isWanted: Bool = true) {
        self.total = total
        isShown = isWanted && total >= Self.fewest && Terminal.isTerminal(.standardError)
    }

    /// Draws the bar.
    mutating func show(done: Int) {
        guard isShown, done < total else { return }
        let filled = done * Self.cells / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.cells - filled)
        try? FileBytes.write(Array("\r\(bar) \(done) of \(total)".utf8), to: .standardError)
        isDrawn = true
    }

    /// Takes it away, so that a line can be printed.
    mutating func clear() {
        guard isDrawn else { return }
        try? FileBytes.write(Array("\r\u{1B}[K".utf8), to: .standardError)
        isDrawn = false
    }
}
