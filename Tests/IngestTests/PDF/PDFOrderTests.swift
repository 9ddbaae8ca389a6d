import Discourse
import Testing

/// What stands beside and below each other on a page: stories, boxes, cells of several lines.
extension PDFLayoutTests {
    private static let columns = (
        first: [
            "  The harbour of Velmora reopened on", "Friday after two weeks of repairs to its",
            "quays and to the long pier, which the", "storms of the winter had hit.",
        ],
        second: [
            "  Nobody had thought that the work would", "be done so soon, said the harbour",
            "master, who had counted on a month.",
        ],
        third: [
            "  Schools close for the week from Monday,", "since the boilers of most of them are as",
            "old as the schools, and the frost came", "early this year, as nobody had foreseen.",
        ],
        fourth: [
            "  Parents are to hear on Sunday where the", "children can be brought, the council",
            "said, and who will look after them.",
        ]
    )

    private static let stories = [
        "The harbour of Velmora reopened on Friday after two weeks of repairs to its quays and to the long pier, "
            + "which the storms of the winter had hit.",
        "Nobody had thought that the work would be done so soon, said the harbour master, who had counted on a month.",
        "Schools close for the week from Monday, since the boilers of most of them are as old as the schools, "
            + "and the frost came early this year, as nobody had foreseen.",
        "Parents are to hear on Sunday where the children can be brought, the council said, "
            + "and who will look after them.",
    ]

    /// Heads of a second story: their size, the words below them, and how many lines they take.
    private static let heads: [(lines: [String], size: Double)] = [
        (["Schools shut by frost"], 14), (["Schools shut by", "frost"], 18), (["Schools shut by frost"], 10),
    ]

    @Test("A headline set to the left, below which columns begin anew, parts two stories", arguments: heads.indices)
    func secondStory(head: Int) throws {
        let (words, size) = Self.heads[head]
        let stories = Self.columns
        var lines = column(stories.first, left: 50) + column(stories.second, left: 290)
        let top = 100 + 4 * 12.0 + size + 8
        lines += column(words, left: 50, top: top, size: size, step: size * 1.2)
        let below = top + Double(words.count - 1) * size * 1.2 + 24
        lines += column(stories.third, left: 50, top: below) + column(stories.fourth, left: 290, top: below)
        let head = words.joined(separator: " ")
        #expect(try paragraphs(lines) == Array(Self.stories[..<2]) + [head] + Array(Self.stories[2...]))
    }

    @Test("A subhead, which has another column's text beside it, parts no columns")
    func subhead() throws {
        let stories = Self.columns
        let left =
            column(stories.first, left: 50) + column(["A long winter"], left: 50, top: 156, size: 12)
            + column(stories.second, left: 50, top: 172)
        let right = column(stories.third + stories.fourth, left: 290)
        #expect(
            try paragraphs(left + right)
                == [Self.stories[0], "A long winter", Self.stories[1], Self.stories[2], Self.stories[3]])
    }

    @Test("Beside a picture a paragraph that stands alone begins no other story")
    func besidePicture() throws {
        let stories = Self.columns
        let left = column(stories.first, left: 50) + column(stories.second + stories.third, left: 50, top: 240)
        let right = column(stories.fourth, left: 290) + column(stories.fourth, left: 290, top: 276)
        #expect(
            try paragraphs(left + right)
                == [Self.stories[0], Self.stories[1], Self.stories[2], Self.stories[3], Self.stories[3]])
    }

    private static let text = [
        "Harbour dues are to rise in the spring by a tenth, the board",
        "decided on Friday after a long night, in which all but two of",
        "its members spoke, and most of them more than once about it.",
        "The fishermen said that they would go to Turku, which is near",
        "and asks for less, and that the town would miss them soon and",
        "for long. The board will hear them before it meets in March.",
    ]
    private static let box = ["Press office", "Klara Weiss", "01234 567890", "press@port.example"]

    @Test("A box beside the text stands behind it, and its lines take none apart", arguments: [10.0, 8])
    func box(size: Double) throws {
        let whole = Self.text.joined(separator: " ")
        let right = column(Self.text, left: 50) + column(Self.box, left: 390, size: size, step: size * 1.3)
        let left = column(Self.text, left: 200) + column(Self.box, left: 50, size: size, step: size * 1.3)
        for page in [right, left] {
            let found = try paragraphs(page + column(["It was the first time in nine years."], left: 50, top: 190))
            #expect(found.contains(whole), "\(found)")
            #expect(found.joined(separator: " ").contains(Self.box.joined(separator: " ")), "\(found)")
        }
    }

    @Test("A text that flows around a box is whole")
    func flowing() throws {
        let wide = [
            "The board of the harbour met on Thursday, as it does in each month, and for longer than in most of them,",
            "since the dues were to be talked of, and the pier, and whether the old crane is to stay where it stands.",
        ]
        let below = [
            "Whoever has a berth will be written to before the end of the month, and can answer until the end of May,",
            "by letter or at the office on the quay.",
        ]
        let page =
            column(wide, left: 50) + column(Self.text, left: 50, top: 124) + column(Self.box, left: 400, top: 126)
            + column(below, left: 50, top: 196)
        let found = try paragraphs(page)
        #expect(found.first == wide.joined(separator: " "), "\(found)")
        #expect(found.contains(Self.text.joined(separator: " ")), "\(found)")
        #expect(found.last == below.joined(separator: " "), "\(found)")
        #expect(found.contains(Self.box.joined(separator: " ")) || found.suffix(6).contains(Self.box[0]), "\(found)")
    }

    /// The rows of a table: cells with their lines.
    private static let rows = [
        [["Object"], ["What was done"], ["Cost"]],
        [["Quay wall"], ["Divers looked at the whole", "of it, and found three", "cracks"], ["12,400"]],
        [["Roof"], ["Repair"], ["3,100"]],
        [["Public baths"], ["Shut for the summer after", "the leak"], ["140,000"]],
    ]

    @Test(
        "Cells of several lines are whole, whether rows are apart or not, and wherever their text stands",
        arguments: [(8.0, false), (8, true), (0, false)])
    func cells(space: Double, isInMiddle: Bool) throws {
        var lines: [Line] = []
        var top = 160.0
        for row in Self.rows {
            let height = Double(row.map(\.count).max() ?? 1) * 12
            for (cell, words) in row.enumerated() {
                let start = isInMiddle ? top + (height - Double(words.count) * 12) / 2 : top
                lines += column(words, left: [50, 130, 300][cell], top: start)
            }
            top += height + space
        }
        let above = column(Self.text, left: 50)
        let wanted = Self.rows.map { $0.map { $0.joined(separator: " ") }.joined(separator: " | ") }
        let found = try blocks(
            of: document(boxes([above + lines.map { Line(words: $0.words, left: $0.left, base: $0.base + 30) }])))
        #expect(found.filter { $0.kind == .table }.map(\.words) == wanted)
    }

    @Test("Columns of text are no table, though their paragraphs begin at the same heights", arguments: [3, 5])
    func columnsOfParagraphs(count: Int) throws {
        var page: [Line] = []
        for number in 0..<count {
            let top = 100 + Double(number) * 31
            let first = [
                "The harbour of Velmora was open in week \(number)", "of the year, and nobody was hurt there.",
            ]
            let second = ["Schools were shut in week \(number) of the", "year, since their boilers were old."]
            page += column(first, left: 50, top: top) + column(second, left: 320, top: top)
        }
        let found = try blocks(of: document(boxes([page])))
        #expect(found.count > count && found.allSatisfy { $0.kind == .paragraph }, "\(found)")
    }

    @Test("Who speaks in the margin beside answers is no cell of a table")
    func labels() throws {
        let answers = [
            ("ADA REYES:", Self.columns.first), ("TOM BECKER:", Self.columns.third),
            ("ADA REYES:", Self.columns.fourth),
        ]
        var lines: [Line] = []
        for (index, (label, words)) in answers.enumerated() {
            let top = 100 + Double(index) * 70
            lines += column([label], left: 50, top: top)
            lines += column(words.map { String($0.drop { $0 == " " }) }, left: 130, top: top)
        }
        #expect(try !blocks(of: document(boxes([lines]))).contains { $0.kind == .table })
    }

    @Test(
        "A speaker's label that comes again begins a paragraph, however the lines are spaced; a colon in a text does not"
    )
    func turns() throws {
        let turns = [
            "Ada Reyes: Why is the dock to be closed now?",
            "Maria Olvera: We had no choice. It costs two million a year.",
            "Ada Reyes: And what of all who work there?",
            "Maria Olvera: We offered them other work. They said no to it.",
        ]
        #expect(try paragraphs(column(turns, left: 50)) == turns)
        let text = [
            "The harbour of Velmora has been open since Friday. There was",
            "Tom Becker: he had paid for it. The council now has other plans",
            "for the pier, and for the town.",
        ]
        #expect(try paragraphs(column(text, left: 50)) == [text.joined(separator: " ")])
    }
}
