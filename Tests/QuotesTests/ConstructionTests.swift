import AnalyzerKit
import Entities
import Linguistics
import Quotes
import Testing

/// Constructions in which the speaker, or what was said, stands where few sentences have it.
@Suite struct ConstructionTests {
    private func found(_ text: String) throws -> [Quotes.Quote] {
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        return try quotes(in: text, entities: names).quotes
    }

    /// Marked words that are somebody's, each as “speaker: words”.
    private func marked(_ text: String) throws -> [String] {
        try found(text).filter { $0.kind != .indirect && $0.kind != .scare }.map {
            "\($0.speaker?.name ?? "–"): \($0.text)"
        }
    }

    private func reports(_ text: String) throws -> [Quotes.Quote] { try found(text).filter { $0.kind == .indirect } }

    @Test(arguments: [
        ("“We sail at dawn!” Pruett’s cousin, district Councillor Ann Lee, shouted from the quay.", "Ann Lee"),
        ("“Nobody asked us,” the baker’s son, former Mayor Tom Pruett, told the meeting.", "Tom Pruett"),
        ("“It is a swamp,” the widow’s lawyer, local Senator Ann Lee, said on Friday.", "Ann Lee"),
        ("“Pay or leave,” the landlord’s agent, retired Captain Tom Pruett, wrote to them.", "Tom Pruett"),
        ("“I have my doubts,” the union’s secretary, deputy Chairwoman Ann Lee, said.", "Ann Lee"),
        ("“He never came back,” the neighbour, parish Clerk Tom Pruett, recalled.", "Tom Pruett"),
    ])
    func anOfficeInSmallLettersIsPartOfTheApposition(text: String, speaker: String) throws {
        #expect(try marked(text).first?.hasPrefix(speaker + ":") == true)
    }

    @Test(arguments: [
        ("A broker for the mill wrote to the ministry about “tariffs on flour,” tax records show.", "tax records"),
        ("The bishop sold the orchard to “a very old friend of the house,” parish registers show.", "parish registers"),
        ("An aide of the mayor had asked for “a quiet word,” police files show.", "police files"),
        ("The singer left the city for “reasons of health,” hospital records show.", "hospital records"),
        ("The bank’s chairman was paid “in kind,” internal documents show.", "internal documents"),
        ("A captain of the fleet had called the boats “floating coffins,” court papers show.", "court papers"),
    ])
    func whatStandsBetweenMarksAndVerbIsTheSubject(text: String, speaker: String) throws {
        #expect(try marked(text).last?.hasPrefix(speaker + ":") == true)
    }

    @Test(arguments: [
        (
            "“The boats will sail,” the harbour master said, only for Pruett to announce that “not one rope will be cut.”",
            "Pruett"
        ),
        ("The board promised calm, only for Ann Lee to declare that “the war has begun.”", "Ann Lee"),
        ("Everybody praised the cook, only for the waiter to say that the soup was “cold.”", "the waiter"),
        ("The town hoped for rain, only for the mayor to warn of “a flood.”", "the mayor"),
        ("The deal was signed, only for Tom Pruett to write an hour later that “nothing is settled.”", "Tom Pruett"),
        ("The vote was over, only for a clerk to admit that two boxes were “still in the van.”", "a clerk"),
    ])
    func whoSpeaksInTheEndIsTheSpeaker(text: String, speaker: String) throws {
        #expect(try marked(text).last?.hasPrefix(speaker + ":") == true)
    }

    @Test(arguments: [
        "Helen Brandt was milder. Though she called the books “untidy,” Brandt spoke of a sale.",
        "Helen Brandt came late. While she called the vote “a farce,” Brandt did not leave the hall.",
        "Helen Brandt read the draft. Although she said it was “thin,” Brandt signed it.",
        "Helen Brandt had seen the pit. When she told the miners it was “a grave,” Brandt was in tears.",
        "Helen Brandt stayed on. Because she thought the plan “brave,” Brandt gave it her vote.",
        "Helen Brandt lost. As she spoke of “a good fight,” Brandt smiled at the camera.",
    ])
    func whoIsNamedBehindAFrontedClauseMaySpeakInIt(text: String) throws {
        #expect(try marked(text).first?.hasPrefix("Helen Brandt:") == true)
    }

    @Test(arguments: [
        ("Brokers had feared worse. “It is small change,” shrugged one.", "Brokers"),
        (
            "Two senior officials disagreed. “It will pass,” one said. “It will not,” said the other.",
            "Two senior officials"
        ),
        ("Residents gathered at the gate. “They promised us a wall,” said one of them.", "Residents"),
        ("Several teachers left the hall. “I am too tired for this,” another said.", "Several teachers"),
        ("Farmers blocked the road. “We have nothing to lose,” said one.", "Farmers"),
        ("Three officials spoke to the commission. “There were no beds,” one of them said.", "Three officials"),
    ])
    func oneOfAGroupIsNamedByTheGroup(text: String, speaker: String) throws {
        let found = try marked(text)
        #expect(found.allSatisfy { $0.hasPrefix(speaker + ":") }, "\(found)")
        #expect(!found.isEmpty)
    }

    @Test(arguments: [
        ("The police, the niece said outside court, had been slow.", ["The police", "had been slow"]),
        ("The boat, she said as she left, was hers.", ["The boat", "was hers"]),
        ("The bridge, the mayor told a rally, would never open.", ["The bridge", "would never open"]),
        ("The money, the clerk said last week, had been spent.", ["The money", "had been spent"]),
        ("The dog, he said afterwards, was the only witness.", ["The dog", "was the only witness"]),
        ("The letter, the judge said in May, came too late.", ["The letter", "came too late"]),
    ])
    func anAttributionMayTellPlaceAndTime(text: String, contents: [String]) throws {
        let found = try reports(text)
        #expect(found.map(\.text) == contents)
        #expect(found.last?.continues == found.first?.id)
    }

    @Test(arguments: [
        (
            "Ann Lee said winds of fifty knots were likely, but stopped short of a warning.",
            "winds of fifty knots were likely"
        ),
        ("The officer told jurors that he had feared for his life, then broke down.", "he had feared for his life"),
        (
            "The analyst said both firms had ignored the rules, but singled out the banks for praise.",
            "both firms had ignored the rules"
        ),
        ("Ottawa accused Oslo of counting fish twice and the hosts walked out of the dinner.", "counting fish twice"),
        ("The union urged members to stay at home and the ministry closed the schools.", "to stay at home"),
        ("The nurse said the ward was full, then returned to it.", "the ward was full"),
    ])
    func aReportEndsWhereTheWriterGoesOn(text: String, content: String) throws {
        #expect(try reports(text).first?.text == content)
    }

    @Test(arguments: [
        ("The auditor described the accounts as the worst in ten years.", "the worst in ten years"),
        ("Ann Lee called the levy a tax on making things.", "a tax on making things"),
        ("The spokesman dismissed the report as idle talk.", "idle talk"),
        (
            "Tom Pruett called her the most honest reader of music in the city.",
            "the most honest reader of music in the city"
        ),
        ("The archbishop described waiting as the dearest option of all.", "the dearest option of all"),
        ("The union called it a triple blow.", "a triple blow"),
    ])
    func aJudgementWithoutMarksIsReported(text: String, content: String) throws {
        #expect(try reports(text).map(\.text) == [content])
    }

    @Test(arguments: [
        "The coach called the players together.",
        "The clerk called the office on Monday.",
        "The parish described the route to the sea.", "They called at the mayor’s house.",
    ])
    func callingSomebodyIsNoJudgement(text: String) throws {
        #expect(try reports(text).isEmpty)
    }

    @Test(arguments: [
        (
            "Asked by the Examiner whether the talks would go on, a spokesman walked away.",
            "whether the talks would go on"
        ),
        ("The senator asked Mr. Leary when he had first heard of it.", "when he had first heard of it"),
        ("The widow has been told by the police that there was no crime.", "there was no crime"),
        ("The mayor asked for an inquiry into the fire.", "an inquiry into the fire"),
        ("Asked by an officer why the doors were locked, the guard said nothing.", "why the doors were locked"),
        ("A reporter asked the captain where the crew had gone.", "where the crew had gone"),
    ])
    func whatIsAskedIsReported(text: String, content: String) throws {
        #expect(try reports(text).first?.text == content)
    }

    @Test(arguments: [
        ("The orchestra said in a statement it would play without a conductor.", "it would play without a conductor"),
        (
            "The firm said last month debt had fallen to its lowest since May.",
            "debt had fallen to its lowest since May"
        ),
        (
            "The doctor told the hearing on Monday there were two nurses for the ward.",
            "there were two nurses for the ward"
        ),
        ("The club said in a letter the ground was not for sale.", "the ground was not for sale"),
        ("The ministry said last week prices would rise.", "prices would rise"),
        ("The bishop said in an email he had prayed for rain.", "he had prayed for rain"),
    ])
    func whatPrecedesAClauseIsNoPartOfIt(text: String, content: String) throws {
        #expect(try reports(text).map(\.text) == [content])
    }

    @Test(arguments: [
        (
            "“The soup was hot.”\n— Ann Lee, Hull\n\n“The soup was cold.”\n— Name withheld",
            ["Ann Lee", "Name withheld"]
        ),
        (
            "“Too dear.”\n— The night shift\n\n“Not dear enough.”\n— Tom Pruett, baker",
            ["The night shift", "Tom Pruett"]
        ),
        (
            "“He knew us all by name.” — The lads from the depot\n\n“He did not know me.” — Tom Pruett",
            ["The lads from the depot", "Tom Pruett"]
        ),
        ("“We miss the bell already.”\n— Class 6, Mill Lane School\n\n“So do I.”\n— Ann Lee", ["Class 6", "Ann Lee"]),
        ("“It runs when it likes.” – A commuter\n\n“It never ran for me.” – Ann Lee", ["A commuter", "Ann Lee"]),
        ("“My best year.”\n— A Reader\n\n“My worst.”\n— Another Reader", ["A Reader", "Another Reader"]),
    ])
    func whoSignsBehindADashSpeaks(text: String, speakers: [String]) throws {
        #expect(try found(text).filter { $0.kind != .scare }.compactMap(\.speaker?.name) == speakers)
    }

    @Test(arguments: [
        (
            "‘You sold us our own grief’: conman jailed\n\nBy Ann Lee\n\nA man was jailed on Monday for three years.\n\n"
                + "“You sold us our own grief and went home to dinner,” Moira Stapleton told him in court.",
            "Moira Stapleton"
        ),
        (
            "Farmers fear a winter of ‘not knowing’\n\nHundreds of farmers wait for their money.\n\n"
                + "“It’s the not knowing that gets you,” Glyn Pruett said.", "Glyn Pruett"
        ),
        (
            "‘We were told to tick the box’\n\nThe homes were seldom seen, an inquiry has found.\n\n"
                + "“We were told to tick the box, so we ticked it,” said Nadia Brandt, a nurse.", "Nadia Brandt"
        ),
        (
            "Minister accused of ‘a leap in the fog’ over ferries\n\nThe plan was met with doubt on Tuesday.\n\n"
                + "“This is no plan. It is a leap in the fog,” Arne Holt said.", "Arne Holt"
        ),
        (
            "“Lord, not again”: storm hits Millville\n\nA storm tore the roofs off a dozen houses.\n\n"
                + "“I said, Lord, not again,” Wanda Pickett said.", "Wanda Pickett"
        ),
        (
            "Council in ‘last chance’ plea\n\nThe library may close in May.\n\n"
                + "“This is our last chance,” Tom Pruett told the meeting.", "Tom Pruett"
        ),
    ])
    func aHeadlineIsSaidByWhoeverSaysItBelow(text: String, speaker: String) throws {
        #expect(try marked(text).first?.hasPrefix(speaker + ":") == true)
    }
}
