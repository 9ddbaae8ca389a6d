import CArticleModel

/// Words that a page's metadata is read by.
enum PageWords {
    /// All lines of the data.
    static let lines = DataLines.lines(of: copydesk_page_words)

    /// Words that no person's name holds: what desks, agencies and papers call themselves.
    static let notPerson = words(of: "notperson")
    /// Words that a byline begins with.
    static let role = words(of: "role")
    /// Words between which and a line's end stands who wrote a story.
    static let byword = words(of: "byword")
    /// What the classes of elements hold that name who wrote a story.
    static let bylineClass = words(of: "bylineclass").sorted()
    /// Words that say that a line tells when a page was written.
    static let dated = words(of: "dated").sorted()
    /// Words of what people do at a paper.
    static let trade = words(of: "trade")
    /// Words of pictures, whose makers are no authors.
    static let image = words(of: "image")

    /// What an article is called by its kind, before *by*.
    static let genre = words(of: "genre")
    /// What stands in a date besides its month: days of the week, *at*, *updated*.
    static let dateWord = words(of: "dateword")

    private static func words(of group: String) -> Set<String> {
        Set(lines.filter { $0.group == group }.flatMap { $0.text.split(separator: " ").map(String.init) })
    }
}
