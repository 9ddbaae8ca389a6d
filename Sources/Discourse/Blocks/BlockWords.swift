package import English
package import Linguistics

/// The words of English by which lines show what they are.
package enum BlockWords {
    /// Fields of mail and wire heads that are seldom anything else.
    static let fields = Phrases(.english(.mailField))
    /// Fields that other lines begin with, too.
    static let looseFields = Phrases(.english(.looseField))
    /// What heads a press release, an advisory or a wire story.
    static let banners = Phrases(.english(.banner))
    /// Sections of a paper, as a line above the headline.
    static let sections = WordQuery.english(.paperSection)
    /// What a letter or mail begins with.
    package static let greetings = Phrases(.english(.greeting))
    /// What the writer of a letter or mail takes leave with.
    package static let closings = Phrases(.english(.closing))
    /// What an editor or a writer says of the text, whatever follows.
    static let notes = Phrases(.english(.editorialNote))
    /// The same, where a colon, a dash or the line's end follows.
    static let notesWithMark = Phrases(.english(.noteLabel))
    /// Words that begin the line below a picture, where a colon follows.
    package static let captionsWithColon = Phrases(.english(.captionLabel))
    /// Words that begin the line below a picture, or its credit.
    static let captions = Phrases(.english(.captionOpening))
    /// Owners of pictures, as the credit at a caption's end names them.
    static let creditWords = WordQuery.english(.pictureCredit)
    /// Who is named in a byline by trade.
    package static let trades = WordQuery.english(.trade)
    static let bylines = Phrases(.english(.bylineOpening))
    /// Who is named in a byline instead of a person.
    package static let agencies = WordQuery.english(.bylineAgency)
    /// Verbs of a biography's first sentence: *Miriam Castellane writes about cities.*
    static let biography = WordQuery.english(.biographyVerb)
    /// Towns that datelines name alone.
    static let datelineCities = Phrases(.english(.datelineCity))
    /// Words that head columns.
    static let columnHeads = WordQuery.english(.columnHead)
    /// The months and their short forms.
    package static let months = WordQuery.english(.month)
    /// The days of the week and their short forms.
    package static let weekdays = WordQuery.english(.weekday)
    /// What a line that gives a date may hold beside month, weekday and figures.
    package static let dateWords = WordQuery.english(.dateWord)
    /// Words that tie others into sentences; where there are none, a line lists.
    static let ties = WordQuery.english(.tie)
}

/// Phrases of one to five words that a line may begin with.
package struct Phrases: Sendable {
    /// The numbers of the phrases that begin with a word.
    private let byFirstWord: WordTable<Range<Int>>
    /// Those of one first word together, the longest first.
    private let phrases: [[WordHash]]

    /// Takes phrases in tokens that spaces part.
    init(_ words: WordQuery) {
        phrases = words.phrases.sorted { ($0[0].value, $1.count) < ($1[0].value, $0.count) }
        var entries: [(WordHash, Range<Int>)] = []
        for (number, phrase) in phrases.enumerated() {
            if let last = entries.indices.last, entries[last].0 == phrase[0] {
                entries[last].1 = entries[last].1.lowerBound..<number + 1
            } else {
                entries.append((phrase[0], number..<number + 1))
            }
        }
        byFirstWord = WordTable(entries)
    }

    /// The number of tokens of the longest phrase that stands at a token, `nil` where none does.
    package func length(at token: Int, before limit: Int, in tokens: Tokens) -> Int? {
        guard token < limit, let numbers = byFirstWord[tokens.hashes[token]] else { return nil }
        for number in numbers {
            let words = phrases[number]
            guard token + words.count <= limit else { continue }
            if words.indices.allSatisfy({ tokens.hashes[token + $0] == words[$0] }) { return words.count }
        }
        return nil
    }
}
