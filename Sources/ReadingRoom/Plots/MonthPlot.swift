import Rendering

/// Counts by month as bars, with a table that has the same.
///
/// Some stand above a line and some below it, so that they are told apart without colour.
struct MonthPlot {
    /// One of the things that are counted.
    struct Series {
        let name: String
        let `class`: String
        let isBelow: Bool
    }

    let title: String
    let series: [Series]
    /// `2026-01` with the count of each series; ascending.
    let months: [(month: String, counts: [Int])]
    /// What the table has of each month.
    let columns: [(title: String, counts: [Int])]

    private static let height = 100
    /// More would be bars that nobody can see.
    private static let mostMonths = 240

    /// The months from the first through the last, those without anything, too; at least the twelve before the last, so that a
    /// month is no wall.
    private var filled: [(month: String, counts: [Int])] {
        let known = Dictionary(months.map { ($0.month, $0.counts) }, uniquingKeysWith: { $1 })
        guard let first = months.first.flatMap({ Self.number($0.month) }),
            let last = months.last.flatMap({ Self.number($0.month) }), first <= last
        else { return months }
        // Of a document that is dated wrongly the rest must still be seen.
        return (max(min(first, last - 11), last - Self.mostMonths + 1)...last).map { number in
            let month = Self.text(number)
            return (month, known[month] ?? series.map { _ in 0 })
        }
    }

    private static func number(_ month: String) -> Int? {
        let parts = month.split(separator: "-")
        guard parts.count == 2, let year = Int(parts[0]), let month = Int(parts[1]) else { return nil }
        return year * 12 + month - 1
    }

    private static func text(_ number: Int) -> String {
        let (year, month) = (number / 12, number % 12 + 1)
        let digits = "\(year)"
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "-" + (month < 10 ? "0" : "")
            + "\(month)"
    }

    func write(into markup: inout Markup) {
        let bars = filled
        let height = sums(bars, isBelow: false) + sums(bars, isBelow: true)
        guard height > 0, let first = bars.first, let last = bars.last else { return }
        markup.element("figure", [("class", "plot")]) { markup in
            markup.element("figcaption") { markup in
                markup.element("b", title)
                for one in series {
                    markup.raw(" ")
                    markup.element("span", [("class", "key \(one.class)")], one.name)
                }
                markup.element("span", [("class", "most")], "up to \(most(bars)) a month")
            }
            writeBars(bars, unit: Double(Self.height) / Double(height), into: &markup)
            markup.element("p", [("class", "axis"), ("aria-hidden", "true")]) { markup in
                markup.element("span", first.month)
                if bars.count > 2 { markup.element("span", bars[bars.count / 2].month) }
                if bars.count > 1 { markup.element("span", last.month) }
            }
            writeTable(into: &markup)
        }
        markup.newLine()
    }

    /// The most in one month.
    private func most(_ bars: [(month: String, counts: [Int])]) -> Int {
        bars.map { $0.counts.reduce(0, +) }.max() ?? 0
    }

    /// The most on one side of the line in one month.
    private func sums(_ bars: [(month: String, counts: [Int])], isBelow: Bool) -> Int {
        bars.map { bar in zip(series, bar.counts).reduce(0) { $0 + ($1.0.isBelow == isBelow ? $1.1 : 0) } }.max() ?? 0
    }

    private func writeBars(
        _ bars: [(month: String, counts: [Int])], unit: Double, into markup: inout Markup
    ) {
        let line = Double(sums(bars, isBelow: false)) * unit
        let wide = 10
        let width = bars.count * wide
        let total = series.indices.map { index in
            "\(bars.reduce(0) { $0 + $1.counts[index] }) \(series[index].name)"
        }
        markup.element(
            "svg",
            [
                ("viewBox", "0 0 \(width) \(Self.height)"), ("preserveAspectRatio", "none"), ("role", "img"),
                (
                    "aria-label",
                    "\(title), \(bars[0].month) to \(bars[bars.count - 1].month): \(total.joined(separator: ", "))"
                ),
            ]
        ) { markup in
            for (index, bar) in bars.enumerated() where bar.counts.contains(where: { $0 > 0 }) {
                markup.element("g") { markup in
                    let told = zip(series, bar.counts).filter { $0.1 > 0 }.map { "\($0.1) \($0.0.name)" }
                    markup.element("title", "\(bar.month): \(told.joined(separator: ", "))")
                    var (above, below) = (line, line)
                    for (one, count) in zip(series, bar.counts) where count > 0 {
                        let size = Double(count) * unit
                        if !one.isBelow { above -= size }
                        markup.void(
                            "rect",
                            [
                                ("class", one.class), ("x", "\(index * wide + 1)"),
                                ("y", Self.number(one.isBelow ? below : above)), ("width", "\(wide - 2)"),
                                ("height", Self.number(size)),
                            ])
                        if one.isBelow { below += size }
                    }
                }
            }
            markup.void(
                "rect",
                [
                    ("class", "line"), ("x", "0"), ("y", Self.number(min(line, Double(Self.height) - 0.6))),
                    ("width", "\(width)"), ("height", "0.6"),
                ])
        }
    }

    private func writeTable(into markup: inout Markup) {
        markup.element("details") { markup in
            markup.element("summary", "As a table")
            // A month of which the plot shows nothing would be a row of zeros.
            DataTable(
                titles: ["Month"] + columns.map(\.title),
                rows: months.enumerated().reversed().filter { $0.element.counts.contains { $0 > 0 } }.map {
                    index, month in
                    [.words(month.month)] + columns.map { .number($0.counts[index]) }
                }
            ).withoutZeros.write(into: &markup)
        }
    }

    /// A length with two digits behind the point.
    private static func number(_ length: Double) -> String {
        let hundredths = Int((length * 100).rounded())
        let digits = hundredths % 100
        return "\(hundredths / 100).\(digits < 10 ? "0" : "")\(digits)"
    }
}

/// Rows of an answer.
struct DataTable {
    enum Cell {
        case words(String)
        case number(Int)
        case link(String, to: String)
    }

    let titles: [String]
    let rows: [[Cell]]
    var caption: String?

    /// The same without columns that have nothing but zeros.
    var withoutZeros: Self {
        let kept = titles.indices.filter { column in
            rows.contains { if case .number(0) = $0[column] { false } else { true } }
        }
        return Self(
            titles: kept.map { titles[$0] }, rows: rows.map { row in kept.map { row[$0] } }, caption: caption)
    }

    func write(into markup: inout Markup) {
        // It can be scrolled by keyboard where it is wider than the window.
        markup.element(
            "div", [("class", "table"), ("role", "region"), ("aria-label", caption ?? titles[0]), ("tabindex", "0")]
        ) { markup in
            markup.element("table", [("class", shape)]) { markup in
                markup.element("thead") { markup in
                    markup.element("tr") { markup in
                        for (index, title) in titles.enumerated() {
                            let isNumber =
                                rows.first.map { if case .number = $0[index] { true } else { false } } ?? false
                            markup.element("th", [("scope", "col"), ("class", isNumber ? "number" : nil)], title)
                        }
                    }
                }
                markup.element("tbody") { markup in
                    for row in rows {
                        markup.element("tr") { markup in
                            for cell in row { Self.write(cell, into: &markup) }
                        }
                        markup.newLine()
                    }
                }
            }
        }
        markup.newLine()
    }

    /// How its columns share the width: it has many of words, so that it may be wider than a window, or of counts, whose titles
    /// stand upright in a narrow one.
    private var shape: String? {
        let counts = rows.first?.count { if case .number = $0 { true } else { false } } ?? 0
        if titles.count - counts > 2 { return "wide" }
        return counts > 2 ? "upright" : "plain"
    }

    private static func write(_ cell: Cell, into markup: inout Markup) {
        switch cell {
        case .words(let words): markup.element("td") { $0.element("bdi", words) }
        case .number(let number): markup.element("td", [("class", "number")], "\(number)")
        case .link(let words, let href):
            markup.element("td") { markup in
                markup.element("a", [("href", href)]) { $0.element("bdi", words) }
            }
        }
    }
}
