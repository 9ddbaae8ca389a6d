import Reporting

/// What an agency's envelope says against using a story, or to those who use it.
struct Hold {
    private let title: String
    private let advice: String
    /// What it says besides: a correction, a note.
    private let notes: [(label: String, words: String)]
    /// Whether it must not be used, now or at all.
    private let isBarred: Bool
    /// Where the version is that says so; nil where it is this one.
    private let later: ReportPage.Later?

    /// Nil for what is no wire, and for a wire that says nothing.
    ///
    /// - Parameters:
    ///   - wire: The story's own envelope.
    ///   - later: What a later version makes of it; nil where there is none, or that is not known.
    init?(_ wire: StoredReport.Wire?, _ later: ReportPage.Later? = nil) {
        guard let wire else { return nil }
        var notes: [(String, String)] = []
        if !wire.signals.isEmpty { notes.append(("Signals", wire.signals.joined(separator: ", "))) }
        if let note = wire.ednote { notes.append(("To editors", note)) }
        let status = wire.status ?? "usable"
        let embargo = wire.embargo.map(Moment.init)
        let isStop = status == "canceled" || status == "withheld"
        self.later = isStop ? nil : later
        switch (status, embargo) {
        case _ where !isStop && later != nil:
            (title, advice) =
                switch later?.verdict {
                case .canceled:
                    ("Killed", "A later message withdraws it. Do not publish it; take it down where it stands.")
                case .withheld: ("Withheld", "A later message holds it back. Do not publish it.")
                case .superseded, nil: ("Superseded", "There is a later version.")
                }
            if let embargo { notes.insert(("Embargo", "until \(embargo.text)"), at: 0) }
        case ("canceled", _):
            (title, advice) = ("Killed", "This story is withdrawn. Do not publish it; take it down where it stands.")
        case ("withheld", _):
            (title, advice) = ("Withheld", "This story is not released. Do not publish it.")
        case (_, let embargo?):
            (title, advice) = ("Embargo", "Not for publication before \(embargo.text).")
        case ("usable", nil):
            guard !notes.isEmpty else { return nil }
            (title, advice) = ("Note", "")
        default: (title, advice) = (status, "This is the status that the agency gives the story.")
        }
        if self.later == nil, status != "usable", let embargo {
            notes.insert(("Embargo", "until \(embargo.text)"), at: 0)
        }
        isBarred = title != "Note"
        self.notes = notes
    }

    /// Writes it as the first thing on the page: what bars the story stays in sight, notes go with the text.
    func write(into markup: inout Markup) {
        if isBarred {
            markup.element("section", [("class", "hold barred"), ("aria-label", "Status")]) { markup in
                markup.element("p") { markup in
                    markup.element("strong") { $0.element("bdi", title) }
                    markup.raw(" ")
                    markup.element("bdi", advice)
                    if let href = later?.href {
                        markup.raw(" ")
                        markup.element("a", [("href", href)], "See that version")
                    }
                }
            }
            markup.newLine()
        }
        guard !notes.isEmpty else { return }
        markup.element("section", [("class", "hold notes"), ("aria-label", "Notes to editors")]) { markup in
            for note in notes {
                markup.element("p") { markup in
                    markup.element("b", note.label)
                    markup.raw(" ")
                    markup.element("bdi", note.words)
                }
            }
        }
        markup.newLine()
    }

    /// Writes what stands at the edge of each printed page.
    func writeMark(into markup: inout Markup) {
        guard isBarred else { return }
        markup.element("p", [("class", "holdmark"), ("aria-hidden", "true")], "\(title) – \(advice)")
    }
}

/// A time for people.
package struct Moment {
    /// As RFC 3339 has it.
    package let source: String
    /// *29 November 2026, 06:00 (+01:00)*; the source where it has another form.
    package let text: String

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    package init(_ source: String) {
        self.source = source
        let bytes = Array(source.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            return bytes[range].reduce(0) { $0 * 10 + Int($1) - 0x30 }
        }
        guard let year = number(0..<4), let month = number(5..<7), (1...12).contains(month), let day = number(8..<10)
        else {
            text = source
            return
        }
        var text = "\(day) \(Self.months[month - 1]) \(year)"
        if bytes.count >= 16, number(11..<13) != nil, number(14..<16) != nil {
            text += ", " + String(decoding: bytes[11..<16], as: UTF8.self)
            let zone = bytes[16...].drop { !"Zz+-".utf8.contains($0) }
            let isUTC = zone.elementsEqual("Z".utf8) || zone.elementsEqual("+00:00".utf8)
            if !zone.isEmpty { text += isUTC ? " UTC" : " (UTC\(String(decoding: zone, as: UTF8.self)))" }
        }
        self.text = text
    }
}
