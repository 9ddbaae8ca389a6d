import HTML

/// Which tables of a page hold data, whose rows are lines, and which only place other things.
struct TableForms: Sendable {
    private var data: Set<Int> = []

    /// The longest cell of a table of data, in bytes.
    private static let longestCell = 500

    private struct Table {
        var rows = 0
        var cellsInRow = 0
        var mostCells = 0
        var longestCell = 0
        var cellBytes = 0
        var hasHeader = false
        var isLayout = false
    }

    /// Looks at all tables of a page.
    ///
    /// - Complexity: O(nodes + bytes).
    init(of document: HTMLDocument) {
        var tables: [Int: Table] = [:]
        // For each node the table that it is in, -1 for none: parents come before their children.
        var tableOfNode = [Int32](repeating: -1, count: document.nodes.count)
        for index in document.nodes.indices.dropFirst() {
            let node = document.nodes[index]
            let outer = Int(tableOfNode[Int(node.parent)])
            tableOfNode[index] = Int32(outer)
            switch node.tag {
            case .table:
                if outer >= 0 { tables[outer]?.isLayout = true }
                let role = document.string(of: .role, at: index)
                tables[index] = Table(isLayout: role == "presentation" || role == "none")
                tableOfNode[index] = Int32(index)
            case .tr where outer >= 0:
                tables[outer]?.rows += 1
                tables[outer]?.cellsInRow = 0
            case .td where outer >= 0, .th where outer >= 0:
                tables[outer]?.cellsInRow += 1
                tables[outer]?.cellBytes = 0
                if node.tag == .th { tables[outer]?.hasHeader = true }
                if let table = tables[outer] { tables[outer]?.mostCells = max(table.mostCells, table.cellsInRow) }
            case .text where outer >= 0:
                var count = 0
                for byte in document.text[document.words(of: index)] where !byte.isHTMLSpace { count += 1 }
                tables[outer]?.cellBytes += count
                if let table = tables[outer] { tables[outer]?.longestCell = max(table.longestCell, table.cellBytes) }
            case .form where outer >= 0, .h1 where outer >= 0: tables[outer]?.isLayout = true
            default: break
            }
        }
        for (index, table) in tables where !table.isLayout {
            let isShort = table.longestCell <= Self.longestCell || table.hasHeader && table.longestCell <= 1500
            if table.rows >= 1, table.mostCells >= 2, table.rows > 1 || table.hasHeader, isShort { data.insert(index) }
        }
    }

    /// Whether a table holds data.
    func isData(_ table: Int) -> Bool { data.contains(table) }
}
