package import Linguistics

/// The words of English by which lines show what they are.
package enum BlockWords {
    /// Fields of mail and wire heads that are seldom anything else.
    static let fields = Phrases(
        "subject", "sent", "cc", "bcc", "reply - to", "message - id", "slug", "slugline", "attachments", "attachment",
        "importance", "priority", "in - reply - to", "return - path", "content - type", "mime - version", "x - mailer",
        "received",
        "delivered - to", "fwd", "topic code", "category")
    /// Fields that other lines begin with, too.
    static let looseFields = Phrases(
        "from", "to", "date", "re", "contact", "contacts", "media contact", "media contacts", "press contact",
        "embargo",
        "embargoed", "keywords", "embargoed until", "word count", "desk", "section", "ref", "attn", "location", "time",
        "phone", "tel", "email", "e - mail", "fax", "web", "website", "for more information", "press enquiries",
        "media enquiries", "media inquiries", "press inquiries")
    /// What heads a press release, an advisory or a wire story.
    static let banners = Phrases(
        "for immediate release", "press release", "news release", "media release", "media advisory", "press statement",
        "not for release", "embargoed until", "embargoed for", "under embargo", "strictly embargoed",
        "begin forwarded message",
        "original message", "urgent", "bulletin", "advisory", "eds", "forwarded message")
    /// Sections of a paper, as a line above the headline.
    static let sections: WordSet = [
        "opinion", "editorial", "comment", "sport", "sports", "business", "world", "politics", "culture", "analysis",
        "breaking", "exclusive", "obituaries", "obituary", "weather", "markets", "local", "national", "international",
        "lifestyle", "technology", "feature", "features", "interview", "news", "arts", "letters", "column", "review",
        "books", "health", "science", "travel", "economy", "finance", "briefing", "explainer", "profile",
    ]
    /// What a letter or mail begins with.
    package static let greetings = Phrases(
        "dear", "hi", "hello", "hey", "good morning", "good afternoon", "good evening", "greetings",
        "to whom it may concern")
    /// What the writer of a letter or mail takes leave with.
    package static let closings = Phrases(
        "regards", "best regards", "kind regards", "warm regards", "with kind regards", "best wishes",
        "with best wishes",
        "best", "all the best", "sincerely", "yours sincerely", "sincerely yours", "yours faithfully", "yours truly",
        "yours",
        "respectfully", "respectfully yours", "thanks", "many thanks", "thank you", "thanks again", "cheers", "love",
        "cordially", "yours ever", "with thanks", "warmly")
    /// What an editor or a writer says of the text, whatever follows.
    static let notes = Phrases(
        "an earlier version of", "a previous version of", "editor 's note", "editors ' note", "editor ’s note",
        "editors ’ note", "this story has been", "this story was", "this article has been", "this article was",
        "this article originally", "this article first", "this story first", "this story originally",
        "this interview has been",
        "this interview was", "this conversation has been", "this conversation was", "this post has been",
        "this version corrects", "this transcript has been", "this transcript was", "this is a corrected version",
        "reporting by", "additional reporting", "with reporting by", "edited by", "editing by", "writing by",
        "compiled by",
        "interview by", "interviewed by", "interview conducted by", "translated by", "transcribed by", "produced by",
        "sign up for",
        "subscribe to", "read more", "all rights reserved", "copyright", "the writer is", "the author is",
        "the views expressed",
        "the opinions expressed", "as told to", "sent from my", "listen to the", "have an opinion",
        "contact the writer",
        "contact the reporter", "with files from", "more on this story", "associated press writer",
        "associated press writers")
    /// The same, where a colon, a dash or the line's end follows.
    static let notesWithMark = Phrases(
        "correction", "corrections", "clarification", "note", "notes", "source", "sources", "update", "updated",
        "disclaimer", "disclosure", "notes to editors", "note to editors", "editor 's note", "writethru", "related",
        "see also", "ends", "end", "more", "note to readers", "adds", "eds note", "credits", "correction appended",
        "photos", "ps", "p.s.")
    /// Words that begin the line below a picture, where a colon follows.
    package static let captionsWithColon = Phrases(
        "photo", "photos", "photograph", "photographs", "picture", "pictures", "pictured", "image", "images",
        "illustration", "caption", "photo credit", "image credit", "credit", "photo by", "graphic", "video", "above",
        "below", "left", "right", "top", "file photo", "file", "photo caption", "cutline", "photo illustration",
        "photograph by", "image courtesy")
    /// Words that begin the line below a picture, or its credit.
    static let captions = Phrases(
        "photo by", "photos by", "photograph by", "photographs by", "photography by", "file photo", "photo courtesy",
        "image courtesy", "illustration by", "graphic by", "image by", "picture by", "getty images", "ap photo",
        "afp photo",
        "reuters photo")
    /// Owners of pictures, as the credit at a caption's end names them.
    static let creditWords: WordSet = [
        "photo", "photograph", "getty", "alamy", "shutterstock", "photos", "reuters", "afp", "handout", "unsplash",
        "magnum", "image", "courtesy", "images", "pool", "epa",
    ]
    /// Who is named in a byline by trade.
    package static let trades: WordSet = [
        "writer", "reporter", "editor", "correspondent", "columnist", "critic", "staff", "contributor", "bureau",
        "photographer", "journalist", "producer", "freelance", "author", "columnists", "reporters", "writers",
        "freelancer",
        "contributing",
    ]
    static let bylines = Phrases(
        "by", "words by", "story by", "text by", "written by", "from our correspondent", "from our own correspondent",
        "from our staff", "analysis by", "report by", "words and pictures by")
    /// Who is named in a byline instead of a person.
    package static let agencies: WordSet = [
        "ap", "reuters", "afp", "upi", "dpa", "agencies", "associated", "bloomberg", "xinhua", "ians", "pti", "staff",
        "correspondent", "pa", "aap", "tass", "press",
    ]
    /// Verbs of a biography's first sentence: *Miriam Castellane writes about cities.*
    static let biography: WordSet = [
        "is", "writes", "covers", "reported", "contributed", "reports", "was", "teaches", "runs", "leads", "has",
        "works", "edits", "are", "can",
    ]
    /// The months and their short forms.
    package static let months: WordSet = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "jan", "jan.", "feb", "feb.", "mar", "mar.", "apr", "apr.", "jun", "jun.", "jul", "jul.", "aug",
        "aug.",
        "sep", "sep.", "sept", "sept.", "oct", "oct.", "nov", "nov.", "dec", "dec.",
    ]
    /// The days of the week and their short forms.
    package static let weekdays: WordSet = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed",
        "thu",
        "thurs", "fri", "sat", "sun", "mon.", "tue.", "tues.", "wed.", "thu.", "thurs.", "fri.", "sat.", "sun.",
    ]
    /// What a line that gives a date may hold beside month, weekday and figures.
    package static let dateWords: WordSet = [
        "published", "posted", "updated", "last", "on", "at", "of", "first", "modified", "a.m.", "p.m.", "am", "pm",
        "gmt",
        "utc", "est", "edt", "pst", "pdt", "bst", "cet", "et", "pt", "noon", "the", "date", "filed", "dated",
    ]
    /// Words that tie others into sentences; where there are none, a line lists.
    static let ties: WordSet = [
        "the", "a", "an", "of", "and", "to", "in", "that", "is", "was", "for", "with", "as", "on", "by", "he", "she",
        "they", "it", "his", "her", "their", "be", "has", "have", "had", "are", "were", "but", "or", "from", "who",
        "which", "will", "would", "this", "not", "after", "before", "when", "than", "i", "we", "you",
    ]
}

/// Phrases of one to five words that a line may begin with.
package struct Phrases: Sendable {
    private let byFirstWord: WordTable<[[WordHash]]>

    /// Takes phrases in tokens that spaces part.
    init(_ phrases: String...) {
        var table: [WordHash: [[WordHash]]] = [:]
        for phrase in phrases {
            let words = phrase.split(separator: " ").map { WordHash(folding: String($0)) }
            guard let first = words.first else { continue }
            table[first, default: []].append(words)
        }
        byFirstWord = WordTable(table.map { ($0, $1.sorted { $0.count > $1.count }) })
    }

    /// The number of tokens of the longest phrase that stands at a token, `nil` where none does.
    package func length(at token: Int, before limit: Int, in tokens: Tokens) -> Int? {
        guard token < limit, let phrases = byFirstWord[tokens.hashes[token]] else { return nil }
        for words in phrases where token + words.count <= limit {
            if words.indices.allSatisfy({ tokens.hashes[token + $0] == words[$0] }) { return words.count }
        }
        return nil
    }
}
