/// Who a field of a mail's head names: *Ada Reyes <ada@alden.example>*.
struct MailAddress: Hashable {
    /// The name before the address, as written but decoded; empty where there is none.
    var name: String
    /// The address; empty where there is none.
    var address: String

    /// Reads a field's value, of several addresses the first.
    ///
    /// - Complexity: O(characters).
    init(_ field: String) {
        let text = EncodedWords.decoded(String(field.prefix(2000))).foldingBlanks()
        var address = ""
        var name = text[...]
        if let open = Self.opening(text) {
            address = String(text[text.index(after: open)...].drop { $0 == "<" }.prefix { $0 != ">" })
            name = text[..<open]
        } else if let open = text.byteRange(of: "[mailto:") {
            address = String(text[open.upperBound...].prefix { $0 != "]" })
            name = text[..<open.lowerBound]
        } else if let at = text.split(separator: " ").first(where: { $0.contains("@") }) {
            // *ada@alden.example (Ada Reyes)*, or an address alone.
            address = String(at.prefix { $0 != "," && $0 != ";" })
            let bracket = text.firstIndex(of: "(").flatMap { open in
                text[open...].firstIndex(of: ")").map { text[text.index(after: open)..<$0] }
            }
            name = bracket ?? ""
        }
        if address.lowercased().hasPrefix("mailto:") { address = String(address.dropFirst(7)) }
        self.address = address.trimmingBlanks()
        var shown = Self.unquoted(name)
        // Some programs repeat the address for a name.
        if shown.lowercased() == self.address.lowercased() { shown = "" }
        self.name = shown
    }

    /// The first `<` that is in no quotation marks.
    private static func opening(_ text: String) -> String.Index? {
        var isQuoted = false
        for index in text.indices {
            if text[index] == "\"" { isQuoted.toggle() }
            if text[index] == "<", !isQuoted { return index }
        }
        return text.firstIndex(of: "<")
    }

    private static func unquoted(_ name: Substring) -> String {
        var name = name.replacing("\\\"", with: "”").filter { !"\"\\*".contains($0) }.foldingBlanks()
        for marks in [("'", "'"), ("‘", "’"), ("“", "”"), ("[", "]")]
        where name.count > 2 && name.hasPrefix(marks.0) && name.hasSuffix(marks.1) {
            name = String(name.dropFirst().dropLast())
        }
        return name.trimmingBlanks().droppingLast { $0 == "," || $0 == ";" || $0 == ":" }.trimmingBlanks()
    }

    /// What stands before the `@`, and the names of the host behind it.
    private var halves: (local: String, host: String) {
        let parts = address.lowercased().split(separator: "@", maxSplits: 1)
        return (parts.first.map(String.init) ?? "", parts.count > 1 ? String(parts[1]) : "")
    }

    /// Whether the address is a desk's: *press@*, *news.desk@*.
    var isDesk: Bool {
        let words = halves.local.split { !$0.isLetter }
        return words.contains { MailWords.shared.length(.desk, at: [$0][...]) > 0 }
    }

    /// The person whom the name names, and the house that stands behind it: *Ada Reyes (Northline)*, *Reyes, Ada*,
    /// *Ada Reyes via Press List*; no person where the name is a desk's or a house's.
    var parts: (person: String?, house: String?) {
        guard !name.isEmpty else { return (nil, nil) }
        var person = name
        var house: String?
        for mark in [" | ", " - ", " – ", " — ", " (", " @ ", " at ", " from ", " of ", " via ", " / ", ": "] {
            guard let found = person.byteRange(of: mark) else { continue }
            let behind = person[found.upperBound...].droppingLast { $0 == ")" || $0 == "]" }.trimmingBlanks()
            let before = String(person[..<found.lowerBound])
            // *The Office of Ada Reyes* names none but the office.
            if mark == " of " || mark == " from " || mark == " at ", Self.person(before) == nil { continue }
            person = before
            if mark != " via ", !behind.isEmpty { house = house ?? behind }
        }
        let halves = person.split(separator: ",").map { $0.trimmingBlanks() }
        if halves.count == 2 {
            let isSurname =
                !isOfHost(halves[1]) && halves[0].split(separator: " ").count <= 3
                && halves[1].split(separator: " ").count <= 2
            if isSurname, let swapped = Self.person(halves[1] + " " + halves[0]) {
                person = swapped
            } else {
                person = halves[0]
                house = house ?? halves[1]
            }
        }
        guard let found = Self.person(person) ?? named(person), isPerson(found) else { return (nil, name) }
        return (PersonName.cased(found), house)
    }

    /// A name of two words or more that has no word of a desk or house in it.
    private static func person(_ name: String) -> String? {
        PageAuthors.person(name, isSure: false).flatMap { WireByline.name($0) ?? WireByline.name(PersonName.cased($0)) }
    }

    /// A name of two words that both stand in the address, whatever else they may be: *Asa Lind <asa.lind@alden.example>*.
    private func named(_ name: String) -> String? {
        let words = name.lowercased().split(separator: " ")
        let letters = halves.local.filter(\.isLetter)
        guard words.count == 2, words.allSatisfy({ $0.count >= 3 && letters.contains($0) }) else { return nil }
        return PageAuthors.person(name, isSure: false)
    }

    /// Whether the address does not speak against a person: *Kestrel Foods <news@kestrelfoods.example>* is a house.
    private func isPerson(_ name: String) -> Bool {
        let words: [Substring] = name.lowercased().split { !$0.isLetter }.filter { $0.count >= 3 }
        let known = MailWords.shared
        if words.contains(where: { known.length(.house, at: [$0][...]) > 0 }) { return false }
        if let first = words.first, known.length(.article, at: [first][...]) > 0 { return false }
        let letters = halves.local.filter(\.isLetter)
        // A writer may have a host of that name.
        if words.contains(where: { letters.contains($0) }) { return true }
        if isDesk, words.contains(where: { isOfHost(String($0)) }) { return false }
        return words.isEmpty || !words.allSatisfy { isOfHost(String($0)) }
    }

    /// Whether the letters of a name stand in the host's.
    private func isOfHost(_ name: String) -> Bool {
        let letters = name.lowercased().filter(\.isLetter)
        return letters.count >= 3 && halves.host.filter(\.isLetter).contains(letters)
    }
}
