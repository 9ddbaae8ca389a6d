/// Rows in columns for a terminal: as wide as their contents, and one that takes what is left and is cut where that is
/// too little.
struct TextTable {
    /// One column.
    struct Column {
        let title: String
        /// Whether numbers stand in it.
        var isNumber = false
        /// Whether it is cut where there is no room.
        var isFlexible = false
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row of as many cells as there are columns; control characters become spaces.
    mutating func add(_ cells: String...) { rows.append(cells.map(Terminal.printable)) }

    /// The lines, the titles first.
    ///
    /// - Parameters:
    ///   - terminal: Where they are printed.
    ///   - isCut: Whether lines must fit there; in a file nothing may be lost.
    /// - Returns: The lines, each without its end.
    func lines(for terminal: Terminal, isCut: Bool) -> [String] {
        var widths = columns.indices.map { index in
            rows.reduce(columns[index].title.count) { max($0, $1[index].count) }
        }
        let gaps = 2 * (columns.count - 1)
        for index in columns.indices where isCut && columns[index].isFlexible {
            let others = widths.reduce(0, +) - widths[index] + gaps
            widths[index] = min(widths[index], max(12, terminal.width - others))
        }
        func line(_ cells: [String], _ style: Terminal.Style?) -> String {
            let padded = columns.indices.map { index in
                let cell = Self.cut(cells[index], to: widths[index])
                let space = String(repeating: " ", count: widths[index] - cell.count)
                return columns[index].isNumber ? space + cell : cell + space
            }
            let text = padded.joined(separator: "  ")
            let end = text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex
            return style.map { terminal.styled(String(text[..<end]), $0) } ?? String(text[..<end])
        }
        return [line(columns.map(\.title), .bold)] + rows.map { line($0, nil) }
    }

    private static func cut(_ text: String, to width: Int) -> String {
        text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
    }
}

/// Rows with commas between their cells (RFC 4180).
enum CommaSeparated {
    /// A row with its end.
    static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    private static func cell(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { [",", "\"", "\n", "\r"].contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
