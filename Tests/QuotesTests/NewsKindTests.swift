import AnalyzerKit
import Entities
import Linguistics
import Quotes
import Testing

/// Constructions of news articles that hand rules alone read wrongly.
@Suite struct NewsKindTests {
    /// Marked words and turns in order, as “speaker: words”; words that are nobody's have no speaker.
    private func marked(_ text: String) throws -> [String] {
        try found(text).filter { $0.kind != .indirect }.map { "\($0.speaker?.name ?? "–"): \($0.text)" }
    }

    private func found(_ text: String) throws -> [Quotes.Quote] {
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        return try quotes(in: text, entities: names).quotes
    }

    @Test(arguments: [
        "Ann Lee, The Daily Post: \"It rained on the choir.\"\n\nTom Pruett: \"We sang on.\"",
        "Ann Lee: “It rained on the choir.”\nTom Pruett: “We sang on.”\nAnn Lee: “Yes.”",
    ])
    func aLabelledLineInMarksIsOneFinding(text: String) throws {
        let all = try found(text)
        #expect(all.count == text.split(separator: "\n").count)
        #expect(all.allSatisfy { $0.kind == .turn && $0.within == nil })
    }

    @Test func whatALabelledLineQuotesStandsWithinItsTurn() throws {
        let all = try found("Ann Lee: “He called it ‘a circus’ at once.”\n\nTom Pruett: “He did not.”")
        try #require(all.map(\.kind) == [.turn, .mixed, .turn])
        #expect(all[1].within == all[0].id)
    }

    @Test(arguments: [
        "In March, Ms. Lee had one rule for the staff: no calls after nine.\n\nFor the rest, "
            + "Ms. Lee kept to the plan: one bus, one driver.",
        "LEEDS (NW) — What we know so far (times are local):\n\nIn a statement, the police said: “Stay in.”",
        "By noon, the clerk, who had slept badly, gave in: the doors were opened.\n\nAt "
            + "last, Tom Pruett spoke: nothing was sold.",
        "Then, a week later, Ann Lee lost it: the seat was gone.\n\nAfter that, Tom "
            + "Pruett, her heir, won it: all of it.",
    ])
    func sentencesWithAColonAreNoLabels(text: String) throws {
        #expect(try found(text).allSatisfy { $0.kind != .turn })
    }

    @Test(arguments: [
        ("''We pay for it twice,'' Ann Lee, head of the Hull Tide Board and a lecturer, said.", "Ann Lee"),
        ("''They never asked me,'' Mr. Pruett, 77, told the paper.", "Pruett"),
        ("''He knew the thief,'' Senator Ann Lee, a Kent Liberal, said in a note.", "Ann Lee"),
        ("“Sit,” said Ann Lee, the mayor.", "Ann Lee"),
    ])
    func anAppositionIsNoSpeaker(text: String, speaker: String) throws {
        let found = try marked(text)
        #expect(found.first?.hasPrefix(speaker + ": ") == true, "\(found)")
    }

    @Test(arguments: [
        ("Nurses standing outside the old mill shouted “Not again!”", "Nurses"),
        (
            "Tom Pruett, the critic who lived by mocking the wife of the painter Max "
                + "Hale has now called for an “open” vault.", "Tom Pruett"
        ),
        ("Two senior officials who were shown the draft called it “dead.”", "Two senior officials"),
        ("The mayor of Ely, whose sister runs the bank, said it was “a rumour.”", "The mayor of Ely"),
    ])
    func aLongSubjectIsWhole(text: String, speaker: String) throws {
        let found = try marked(text)
        #expect(found.first?.hasPrefix(speaker + ": ") == true, "\(found)")
    }

    @Test(arguments: [
        "“It never rains in Hull.” ― Ann Lee\n“My cat owns an umbrella.” ― Tom Pruett",
        "“It never rains in Hull.”— Ann Lee\n“My cat owns an umbrella.”— Tom Pruett",
        "ANN LEE, 34\n“It never rains in Hull.”\n\nTOM PRUETT, 61\n“My cat owns an umbrella.”",
        "“It never rains in Hull.”\n\nAnn Lee, nurse\n\n“My cat owns an umbrella.”\n\nTom Pruett, retired baker",
    ])
    func aNameBesideAStatementOfItsOwnSpeaksIt(text: String) throws {
        let speakers = try marked(text).map { $0.lowercased().prefix { $0 != ":" } }
        #expect(speakers == ["ann lee", "tom pruett"])
    }

    @Test(arguments: [
        ("Ann Lee: The town ‘will not pay for it again’\n\nThe mayor spoke on Friday.", "Ann Lee")
    ])
    func theNameBeforeAHeadlinesColonSpeaksIt(text: String, speaker: String) throws {
        let found = try marked(text)
        #expect(found.first?.hasPrefix(speaker + ": ") == true, "\(found)")
    }

    @Test(arguments: [
        ("After calling the house “too loud to sleep in,” Ann Lee moved.", "Ann Lee"),
        (
            "The firm fought on, with the former head of the mill calling "
                + "the haste “deeply odd.”", "the former head of the mill"
        ),
        (
            "Even as the men were packing, Mr. Pruett, 61, stood by it, telling a "
                + "caller that “it will come right.”", "Pruett"
        ),
    ])
    func aParticipleHasTheSubjectOfItsClause(text: String, speaker: String) throws {
        let found = try marked(text)
        #expect(found.first?.hasPrefix(speaker + ": ") == true, "\(found)")
    }

    @Test(arguments: [
        "“I built half of it,” Tom Pruett said on Monday at the supper, where Ann Lee also spoke. “Nobody asked.”",
        "“Somebody took it,” Tom Pruett said, though Ann Lee and others have not said that. “It did not walk.”",
    ])
    func aStatementGoesOnPastAnAside(text: String) throws {
        let all = try found(text).filter { $0.kind != .indirect }
        #expect(all.map(\.speaker?.name) == ["Tom Pruett", "Tom Pruett"])
    }

    @Test(arguments: [
        ("Tom Pruett was told by a judge: “You are free to go.”", "a judge"),
        ("“Leave tonight,” Tom Pruett was told by Ann Lee.", "Ann Lee"),
        ("Ann Lee asked Tom Pruett for a date. “In May,” came the answer from Pruett.", "Tom Pruett"),
        (
            "Deputies are barred when the guild meets “to choose a new "
                + "master,” per the club’s charter.", "the club’s charter"
        ),
        ("“Mind the step,” a beaming Ann Lee said.", "Ann Lee"),
        ("“It was cold, and so was the tea,” noted the Hull Evening Post this winter.", "Hull Evening Post"),
        ("“You may go,” said Ann Lee very quietly.", "Ann Lee"),
    ])
    func whoIsToldOrAskedIsNotTheSpeaker(text: String, speaker: String) throws {
        let found = try marked(text)
        #expect(found.first?.contains(speaker + ": ") == true, "\(found)")
    }

    @Test func aNamesakeWhomTheWordsNameIsNotTheSpeaker() throws {
        let text = "Anna Brandt runs the shop with her brother, Max Brandt. “Max bakes and I sell,” Brandt said."
        #expect(try marked(text) == ["Anna Brandt: Max bakes and I sell,"])
    }

    /// Reported words, of whom the cue tells.
    @Test(arguments: [
        ("As the coroner put it, the pilot had no choice.", "the pilot had no choice"),
        ("The pilot had no choice, as the coroner put it.", "The pilot had no choice"),
        ("The storm, which the coroner said was the worst since 1987, killed nobody.", "was the worst since 1987"),
        (
            "The town lost a third of its trees, the coroner said "
                + "in his May report.", "The town lost a third of its trees"
        ),
        ("The town sold a barn that the coroner said was full of hay.", "was full of hay"),
        ("The coroner said: The gate was locked when we came.", "The gate was locked when we came"),
        ("After the coroner insisted in May that nobody would resign, the town went quiet.", "nobody would resign"),
        (
            "Though it went smoothly, the coroner said, selling it "
                + "would be far harder.", "selling it would be far harder"
        ),
    ])
    func reportsInOtherFormsAreFound(text: String, content: String) throws {
        let reports = try found(text).filter { $0.kind == .indirect }
        #expect(reports.map(\.text) == [content])
        #expect(reports.first?.speaker?.name.lowercased() == "the coroner")
    }

    @Test func aReportEndsBeforeAnothers() throws {
        let reports = try found(
            "Critics accused the mayor of dodging the vote and the clerk "
                + "said the books were open.")
        #expect(reports.map(\.text) == ["dodging the vote", "the books were open"])
    }

    @Test(arguments: [
        "The wardens and state foresters patrol the ridge.", "Tom Pruett had early warning of the sale.",
    ])
    func aNounIsNoCue(text: String) throws {
        #expect(try found(text).isEmpty)
    }

    /// Whoever says the first words of a text, with marks or without.
    @Test(arguments: [
        // A subordinator begins a clause with a subject of its own.
        ("Shares in Acme fell on Friday after the plane maker said parts were short.", "the plane maker"),
        ("Prices fell when the lender said bonuses were gone.", "the lender"),
        // A town with its state before a hyphen.
        ("The Austin, Texas-based company said it was “fully committed”.", "The Austin, Texas-based company"),
        (
            "The Austin, Texas-based company, which was valued at $6 billion in March, said it was “fully committed”.",
            "The Austin, Texas-based company"
        ),
        ("“No,” said the Austin, Texas-based company.", "the Austin, Texas-based company"),
        // Who passes on what another says.
        ("Its spokesman, Dmitry Orlov, said it was “fine,” according to the Interfax news agency.", "Dmitry Orlov"),
        // Somebody brought in by an office and named with it later.
        (
            "A judge on Thursday threw out the case, saying it was “rotten”.\n\n“It was,” Judge Miriam Feldstein said.",
            "Miriam Feldstein"
        ),
        ("A judge said it was “rotten”. Judge Ann Lee left. Judge Bo Fry stayed.", "A judge"),
        ("Ann Lee came. A judge said it was “rotten”. Judge Ann Lee left.", "A judge"),
        // The only firm so far.
        ("Shares in Rolls-Royce fell. The engine maker said parts were “short”.", "Rolls-Royce"),
        // A player's part.
        ("Justin Jefferson caught nine. “Keep counting,” the receiver said.", "Justin Jefferson"),
        // *that* before a noun.
        ("Ann Lee spoke. Mary Holt has called that claim “misleading.”", "Mary Holt"),
        // Who asks not to be named by all.
        ("A nurse who asked to be identified only as Marta Silva said it was late.", "Marta Silva"),
    ])
    func theSubjectIsWhoeverSpeaks(text: String, speaker: String) throws {
        let quote = try #require(try found(text).first)
        #expect(quote.speaker?.name == speaker)
    }

    @Test(arguments: [
        ("Helena Marsh asked Dr Farah Siddiqui who had said that. “Oakes,” she replied.", "Farah Siddiqui"),
        ("Ann Lee asked Mary Holt why. “I was tired,” she answered.", "Mary Holt"),
        ("Ann Lee asked reporters to wait. “I was tired,” she said.", "Ann Lee"),
    ])
    func whoeverWasAskedReplies(text: String, speaker: String) throws {
        let quote = try #require(try found(text).last { $0.kind == .direct })
        #expect(quote.speaker?.name == speaker)
    }

    @Test(arguments: [
        "Judge rebukes prosecutors as fraud trial collapses\n\nNEWARK (AP) - The case ended on Monday. Nobody was there to see it.",
        "Mayor hails victory as strike ends\n\nLEEDS (AP) - The strike ended on Monday. Nobody was there to see it.",
        "The mayor praised the crews as the fire was dying down.",
    ])
    func whatHappensMeanwhileIsNoJudgement(text: String) throws {
        #expect(try found(text).isEmpty)
    }
}
