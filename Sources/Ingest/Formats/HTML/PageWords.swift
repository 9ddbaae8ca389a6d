import CArticleModel

/// Words that pages are read by, on the web and printed.
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
    /// Words of what people do at a paper.
    static let trade = words(of: "trade")
    /// Words of pictures, whose makers are no authors.
    static let image = words(of: "image")
    /// Words between the names of a byline.
    static let join = words(of: "join")
    /// Words behind which a byline names nobody any more.
    static let leave = words(of: "leave")
    /// What tells of a change rather than of the first day.
    static let changed = phrases(of: "changed")
    /// What a note says that tells when a story was changed, before the date.
    static let amended = phrases(of: "amended")
    /// What stands before the account that an embedded post is from.
    static let posted = phrases(of: "posted")
    /// What an article is called by its kind, before *by*.
    static let genre = words(of: "genre")
    /// What stands in a date besides its month: days of the week, *at*, *updated*.
    static let dateWord = words(of: "dateword")

    /// What programs call a document that nobody has given a title, and what is no more than its kind.
    static let stockTitle = Set(
        phrases(of: "stocktitle").flatMap { $0.split(separator: ",").map { $0.trimmingBlanks() } })
    /// Endings of names of documents.
    static let fileEnding = words(of: "fileending")

    /// What stands behind the name of who wrote a story in a note on them at its end.
    static let bioVerb = words(of: "bioverb")
    /// What such a note calls its bearer.
    static let person = words(of: "person")
    /// What whoever speaks calls himself and his hearers.
    static let personal = words(of: "personal")
    /// Words in small letters of a line that says who else had a part in a story.
    static let creditWord = words(of: "creditword")
    /// Verbs that no line has which says who wrote a story or where it stood first.
    static let saidWord = words(of: "saidword")
    /// Parts of the names of places and classes that are notes and what points to them.
    static let noteMark = words(of: "notemark")
    /// What stands before how to reach whom a release is from.
    static let reaching = words(of: "reaching")
    /// What files are called by their kind.
    static let fileType = words(of: "filetype")

    /// What a caption on a printed page begins with.
    static let captionWord = words(of: "captionword")
    /// What stands beside the number of a printed page.
    static let folioWord = words(of: "folioword")
    /// First parts of words behind which a hyphen stays.
    static let hyphenFirst = words(of: "hyphenfirst")
    /// Last parts of words before which a hyphen stays.
    static let hyphenLast = words(of: "hyphenlast")
    /// Words in the middle of words with hyphens.
    static let hyphenJoint = words(of: "hyphenjoint")

    private static func words(of group: String) -> Set<String> {
        Set(phrases(of: group).flatMap { $0.split(separator: " ").map(String.init) })
    }

    private static func phrases(of group: String) -> [String] {
        lines.filter { $0.group == group }.map(\.text)
    }
}
