import Linguistics
import Testing

@testable import English

/// The form of the table of words.
@Suite struct WordTableTests {
    @Test(arguments: [
        ("a\tdeterminer\t-\t-\t-\t-\t-", 2, "7 columns"),
        ("a\tdeterminer\t-\t-\t-\t\t-\t-", 2, "blank"),
        ("a\tarticle\t-\t-\t-\t-\t-\t-", 2, "no class"),
        ("a\tdeterminer-s\t-\t-\t-\t-\t-\t-", 2, "no form"),
        ("a\tdeterminer\tx\t-\t-\t-\t-\t-", 2, "gender"),
        ("b\t-\t-\t-\t-\t-\t-\t-\na\t-\t-\t-\t-\t-\t-\t-", 3, "behind"),
        ("a\t-\t-\t-\t-\t-\t-\t-\na\t-\t-\t-\t-\t-\t-\t-", 3, "behind"),
        ("say\t-\t-\t-\t2 marks\t-\t-\t-", 2, "weight"),
        ("say\t-\t-\t-\t1 words\t-\t-\t-", 2, "no frame"),
        ("say\t-\t-\t-\t1 marks\tsays said\t-\t-", 2, "forms"),
        ("call\t-\t-\t-\t1 marks\t-\t-\t-\ncalled\tverb\t-\t-\t-\t-\t-\t-", 3, "form of one above"),
        ("ate\tverb\t-\t-\t-\t-\t-\t-\neat\t-\t-\t-\t-\teats ate eating\t-\t-", 3, "row of its own"),
        ("a\tdeterminer\t-\t-\t-\t-\t-\topener-s", 2, "no form"),
    ])
    func aLineThatIsNotInFormIsRefused(rows: String, line: Int, reason: String) {
        let error = #expect(throws: MalformedTable.self) { try Self.words(rows) }
        #expect(error?.line == line)
        #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
    }

    @Test func regularVerbsAreInflected() {
        let forms = ["note", "reply", "say", "hiss", "echo", "preach", "vex"].map { verb in
            VerbForms.regular(Array(verb.utf8)).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(
            forms == [
                ["note", "notes", "noted", "noting"], ["reply", "replies", "replied", "replying"],
                ["say", "says", "sayed", "saying"], ["hiss", "hisses", "hissed", "hissing"],
                ["echo", "echos", "echoed", "echoing"], ["preach", "preaches", "preached", "preaching"],
                ["vex", "vexes", "vexed", "vexing"],
            ])
    }

    @Test func aNewReportingVerbIsOneRow() throws {
        let words = try Self.words(
            "parrot\talsoNoun invertingVerb-ed replyVerb-s speechVerb-ed\t-\t-\t0.8 marks clause\t-\t-\tspeech-ed")
        let lexicon = CueLexicon(words)
        let past = try #require(lexicon.entry(WordHash("parroted")))
        #expect(past.form == .past)
        #expect(past.weight == 0.8)
        #expect(past.frames == [.marks, .clause])
        #expect(!past.isAlsoNoun)
        #expect(lexicon.entry(WordHash("parrots"))?.isAlsoNoun == true)
        #expect(lexicon.entry(WordHash("parroting"))?.form == .participle)
        #expect(words.classes(of: WordHash("parroting")) == .cueVerb)
        #expect(words[.invertingVerb].spellings == ["parroted"])
        #expect(words[.replyVerb].spellings == ["parrots"])
        #expect(words[.speechVerb].contains(WordHash("parroted")))
        #expect(!words[.speechVerb].contains(WordHash("parrot")))
        #expect(String(decoding: words.uses, as: UTF8.self) == "parroted\tspeech\n")
    }

    @Test func aQueryOfSeveralGroupsHasTheWordsOfEach() {
        let query = Words.english[.degree, .honour]
        #expect(query.contains(WordHash("qc")) && query.contains(WordHash("obe")))
        #expect(!query.contains(WordHash("the")) && !query.contains(WordHash("nosuchwordatall")))
        #expect(Set(query.hashes) == Set(Words.english[.degree].hashes).union(Words.english[.honour].hashes))
    }

    /// Groups that say one thing of a word under several names, of which one is forgotten sooner or later.
    @Test(arguments: [WordGroup.office, .describedPart, .gendered])
    func whoHasAnOfficeAPartOrAGenderIsAPerson(group: WordGroup) {
        // Adjectives and things as well, beasts, and titles that stand for nobody alone.
        let others = [
            "major", "star", "forward", "conservative", "international", "bull", "cock", "cow", "hen", "miss", "sir",
            "mr", "mr.", "mrs",
            "mrs.", "ms", "ms.", "mme", "mme.", "frau", "herr", "madam", "madame", "monsieur", "señor", "señora",
            "dame",
            "lord", "alderman", "assemblyman", "assemblywoman",
        ]
        for word in Words.english[group].spellings where !others.contains(word) {
            #expect(Words.english.classes(of: WordHash(folding: word)).contains(.personNoun), "\(word)")
        }
    }

    @Test func monthsAndDaysAreTimes() {
        // Short forms are others words as well: sun, mar, may.
        for word in Words.english[.month, .weekday].spellings where word.count > 5 && !word.hasSuffix(".") {
            #expect(Words.english.classes(of: WordHash(folding: word)).contains(.time), "\(word)")
        }
    }

    @Test func everyFormOfEveryCueIsSpelledAsInEnglish() {
        for form in ["slammed", "begged", "referred", "labelled", "labeled", "nodded", "went after", "tore into"] {
            #expect(CueLexicon.shared.entry(WordHash(folding: form)) != nil, "\(form)")
        }
        for form in ["slamed", "refered", "beged", "laied into"] {
            #expect(CueLexicon.shared.entry(WordHash(folding: form)) == nil, "\(form)")
        }
    }

    @Test func expressionsArePartedIntoWords() {
        #expect(Words.english[.creditPhrase].phrases.contains([WordHash("interview"), WordHash("by")]))
    }

    private static func words(_ rows: String) throws -> Words {
        let table = Array("word\tclasses\tgender\tshortFor\tcue\tforms\tfamily\tuses\n\(rows)\n".utf8)
        return try Words(table: table.span)
    }
}
