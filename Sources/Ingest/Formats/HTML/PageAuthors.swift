import English
import HTML
import Linguistics

/// Finds the people who wrote a page.
///
/// What the page's data for machines names comes first, then its byline. Desks, agencies, addresses and the makers of
/// pictures are no authors; nobody is named where it is not plain.
struct PageAuthors {
    let page: Page
    let head: PageHead
    let context: PageContext

    init(_ page: Page, _ head: PageHead, _ context: PageContext) {
        self.page = page
        self.head = head
        self.context = context
    }

    /// Finds the names.
    ///
    /// - Parameters:
    ///   - title: The block that is the title.
    ///   - story: The blocks of the story.
    /// - Returns: The names in order.
    func names(title: Int?, story: [Int]) -> [String] {
        let finders = [
            ofData, ofMeta, { ofElements(title: title, story: story) }, { ofBylines(title: title, story: story) },
            { ofLoneLines(title: title, story: story) }, { ofSignature(story) }, { ofNotes(story: story) },
        ]
        for (number, find) in finders.enumerated() {
            var names = unique(find().filter { !isSite($0) }.map(PersonName.cased))
            guard !names.isEmpty else { continue }
            // Some systems tell machines of the first alone.
            if number < Self.ofMachines { names = withCoauthors(names, title: title, story: story) }
            return names
        }
        return []
    }

    /// So many of the ways to find names read what is written for machines.
    private static let ofMachines = 2
    /// A page has no more authors than these where machines are told of fewer.
    private static let mostCoauthors = 4

    /// The names of the byline where these are among them.
    private func withCoauthors(_ names: [String], title: Int?, story: [Int]) -> [String] {
        guard names.count < Self.mostCoauthors, let line = bylineLine(title: title, story: story) else { return names }
        let shown = unique(people(in: line, isSure: false).filter { !isSite($0) }.map(PersonName.cased))
        let known = Set(names.map { $0.lowercased() })
        guard shown.count > names.count, shown.count <= Self.mostCoauthors,
            known.isSubset(of: shown.map { $0.lowercased() })
        else { return names }
        return shown
    }

    /// Whether a name is that of the site, which some pages call a person.
    private func isSite(_ name: String) -> Bool {
        let letters = name.lowercased().filter { $0.isLetter }
        return siteNames.contains { $0.lowercased().filter { $0.isLetter } == letters }
    }

    private var siteNames: [String] { [head.meta["og:site_name"], head.publisher].compactMap(\.self) }

    /// A text without the site's name at its end: *ANGELINE CREWE Teller Sentinel*.
    func withoutSite(_ text: String) -> String {
        for site in siteNames where site.utf8.count >= 4 && text.utf8.count > site.utf8.count + 4 {
            if text.lowercased().hasSuffix(" " + site.lowercased()) {
                return String(text.dropLast(site.count)).trimming(",|-–—/·")
            }
        }
        return text
    }

    func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0.lowercased()).inserted }
    }

    private func ofData() -> [String] {
        for object in head.objects {
            var names: [String] = []
            for author in head.values(of: "author", in: object) + head.values(of: "creator", in: object) {
                let types = author["@type"]?.elements.compactMap(\.string) ?? []
                guard types.isEmpty || types.contains("Person") else { continue }
                for value in author["name"]?.elements ?? [author] {
                    if let text = value.string {
                        names += people(in: PageHead.folded(text), isSure: types.contains("Person"))
                    }
                }
            }
            if !names.isEmpty { return unique(names) }
        }
        return []
    }

    private func ofMeta() -> [String] {
        // A release names whoever issues it, and its title begins with the name.
        let title = head.title?.lowercased() ?? ""
        let names = head.metaAuthors.flatMap { author in
            if author.isCatalogued, let names = Self.catalogued(author.text) { return names }
            return people(in: author.text, isSure: false)
        }
        return unique(names.filter { !title.hasPrefix($0.lowercased()) })
    }

    /// Names as catalogues have them, the surname first: *Reyes, Ada; Ode, Tom*.
    ///
    /// Nil where the text has another form.
    private static func catalogued(_ text: String) -> [String]? {
        var names: [String] = []
        for entry in text.split(separator: ";") {
            let halves = entry.split(separator: ",").map { PageHead.line(String($0)) }
            guard halves.count == 2, let name = person(halves[1] + " " + halves[0], isSure: true) else { return nil }
            names.append(name)
        }
        return names.isEmpty ? nil : names
    }

    /// No longer line is a byline, in bytes.
    static let longestByline = 200
    /// How far from the title bylines are sought, in blocks.
    static let reach = 12
}

extension String {
    /// The text without some signs and blanks at its ends.
    func trimming(_ signs: String) -> String {
        var text = self[...]
        while let first = text.first, first.isWhitespace || signs.contains(first) { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace || signs.contains(last) { text = text.dropLast() }
        return String(text)
    }
}
