import AnalyzerKit
import Discourse
import Testing

@testable import Ingest

/// What all wires have in common: marks, datelines, bylines, times, typewritten paragraphs.
@Suite struct WireConventionTests {
    /// The third edition of ninjs writes names in camel case; a canceled item must never look like a story.
    @Test(arguments: [("pubstatus", "firstcreated", "versioncreated"), ("pubStatus", "firstCreated", "versionCreated")])
    func eitherSpellingOfNinjsIsRead(_ status: String, _ first: String, _ version: String) throws {
        let item = """
            {"uri":"urn:x:1","type":"text","\(status)":"canceled","\(first)":"2026-10-14T10:00:00Z",
             "\(version)":"2026-10-14T12:05:00Z","headlines":[{"value":"Mayor resigns"}],
             "bodies":[{"contentType":"text/plain","value":"The mayor resigned on Monday."}]}
            """
        let document = try Decoder.document(from: Array(item.utf8), path: "item.json")
        #expect(document.metadata.wire?.status == "canceled")
        #expect(document.metadata.published == "2026-10-14T10:00:00Z")
        #expect(document.metadata.modified == "2026-10-14T12:05:00Z")
    }

    @Test(arguments: [
        ("CORRECTED-Court lets budget stand", "Court lets budget stand", ["correction"]),
        ("CORRECTED (OFFICIAL)-Court lets budget stand", "Court lets budget stand", ["correction"]),
        ("UPDATE 1-Kestria holds rates", "Kestria holds rates", ["update"]),
        ("UPDATE 12 - Kestria holds rates", "Kestria holds rates", ["update"]),
        ("CORRECTED-UPDATE 2-Kestria holds rates", "Kestria holds rates", ["correction", "update"]),
        ("REFILE-Kestria holds rates", "Kestria holds rates", ["refile"]),
        ("RPT-UPDATE 1-Kestria holds rates", "Kestria holds rates", ["repeat", "update"]),
        ("Correction: Harbor Strike story", "Harbor Strike story", ["correction"]),
        ("Bulletin: Harbor strike ends", "Harbor strike ends", ["bulletin"]),
        ("Bulletin of the harbor: strike ends", "Bulletin of the harbor: strike ends", []),
        ("(CORRECTED) Harbor strike ends", "Harbor strike ends", ["correction"]),
        ("Harbor strike ends (UPDATED)", "Harbor strike ends", ["update"]),
        ("Harbor strike ends -- CORRECTED", "Harbor strike ends", ["correction"]),
        ("CORRECTING and REPLACING Acorn Pumps Names Chief", "Acorn Pumps Names Chief", ["correction"]),
        ("1st Ld-Writethru: Dockers end strike", "Dockers end strike", ["lead", "writethru"]),
        ("1stLd-Writethru, Dockers end strike", "Dockers end strike", ["lead", "writethru"]),
        ("2ND LEAD Dockers end strike", "Dockers end strike", ["lead"]),
        ("LEAD Dockers end strike", "Dockers end strike", ["lead"]),
        ("Dockers end strike, 2nd Ld-Writethru", "Dockers end strike", ["lead", "writethru"]),
        ("BRIDGE 2ND LEAD", "BRIDGE", ["lead"]), ("HARBOR STRIKE 1ST LEAD", "HARBOR STRIKE", ["lead"]),
        ("Porto takes 2nd lead", "Porto takes 2nd lead", []), ("PORTO LOSES LEAD", "PORTO LOSES LEAD", []),
        ("BC-EU--Harbor Strike, 1st Ld", "BC-EU--Harbor Strike", ["lead"]),
        ("KILL: Dockers end strike", "Dockers end strike", ["kill"]),
        ("MANDATORY KILL - Dockers end strike", "Dockers end strike", ["kill"]),
        ("MANDATORY KILL Dockers end strike", "Dockers end strike", ["kill"]),
        ("KILL-Dockers end strike", "Dockers end strike", ["kill"]),
        ("BULLETIN KILL", "", ["kill"]), ("ADVISORY: Coverage of the vote", "Coverage of the vote", ["advisory"]),
        ("URGENT President resigns", "President resigns", ["urgent"]),
        ("/C O R R E C T I O N -- Acorn Pumps/", "Acorn Pumps", ["correction"]),
        // What is no mark.
        ("Correction facility burns", "Correction facility burns", []),
        ("Kill the bill, marchers say", "Kill the bill, marchers say", []),
        ("KILL BILL RETURNS TO CINEMAS", "KILL BILL RETURNS TO CINEMAS", []),
        ("Lead: the silent killer", "Lead: the silent killer", []),
        ("ADD-ON sales lift Acorn", "ADD-ON sales lift Acorn", []),
        ("1st day of school is quiet", "1st day of school is quiet", []),
        ("Update on the flood", "Update on the flood", []), ("Storm update", "Storm update", []),
        ("3rd Lead Street fire in a week", "3rd Lead Street fire in a week", []),
        ("Rescue teams, divers add hope", "Rescue teams, divers add hope", []), ("", "", []),
    ])
    func marksOfHeadlinesAreSignals(_ headline: String, _ title: String, _ signals: [String]) {
        var found = WireSignals()
        #expect(found.strip(headline) == title)
        #expect(found.signals == signals)
    }

    @Test(arguments: [
        ("Kestria-vote-politics-2NDLEAD", ["lead"]), ("US--Town Flood-1stLd-Writethru", ["lead", "writethru"]),
        ("bc-eu-harbor-strike,1stld-writethru", ["lead", "writethru"]), ("bc-bkc-trade,kill", ["kill"]),
        ("KESTRIA-RATES/ (UPDATE 2)", ["update"]), ("BRIDGE 2ND LEAD", ["lead"]), ("BRIDGE LEAD", []),
        ("WEATHER-ALERT", []), ("US-Finance-Fed", []), ("school-lead", []), ("", []),
    ])
    func slugsTellSignals(_ slug: String, _ signals: [String]) {
        var found = WireSignals()
        found.read(slug: slug)
        #expect(found.signals == signals)
    }

    @Test(arguments: [
        ("By Jane Doe, Staff Reporter", ["Jane Doe"]), ("By JANE DOE and JOHN ROE", ["JANE DOE", "JOHN ROE"]),
        ("By Jane Doe, John Roe and Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
        ("Jane Doe, New York", ["Jane Doe"]),
        ("By Jane Doe in Berlin and John Roe in Paris", ["Jane Doe", "John Roe"]),
        ("By Jane Doe | The Associated Press", ["Jane Doe"]), ("By Jane Doe of The Courier", ["Jane Doe"]),
        ("by Céline Roux", ["Céline Roux"]), ("By Jan van der Berg", ["Jan van der Berg"]),
        ("BY: JEAN-LUC O’DOWD", ["JEAN-LUC O’DOWD"]),
        ("Von Petra Hall, Fenland Press", ["Petra Hall"]), ("By Theresa May", ["Theresa May"]),
        ("gr/bp", []), ("ph/ts/hd", []), ("By The Associated Press", []), ("By Sports Desk", []), ("AFP", []),
        ("Staff", []),
        ("By Northline Staff", []), ("Reuters Television Ltd", []), ("Zweites Deutsches Fernsehen", []), ("", []),
        ("The Sports Network", []), ("By Associated Press Writer", []),
    ])
    func bylinesNamePeople(_ byline: String, _ people: [String]) {
        #expect(WireByline.people(byline) == people)
    }

    @Test(
        arguments: [
            ("SAMARKAND, Sept 15 (Reuters) - Uzbek", "SAMARKAND, Sept 15", "Reuters"),
            ("(Reuters) - Uzbek", nil, "Reuters"),
            ("CHICAGO, Oct. 3, 2026 /PRNewswire/ -- Acorn", "CHICAGO, Oct. 3, 2026", "PRNewswire"),
            ("NEW YORK--(BUSINESS WIRE)--Acorn", "NEW YORK", "BUSINESS WIRE"), ("LONDON (AP) _ The", "LONDON", "AP"),
            ("LONDON (AP) – The", "LONDON", "AP"), ("HARTWELL, Ohio (AP) — The", "HARTWELL, Ohio", "AP"),
            ("Velmora (NPA) - Dockers", "Velmora", "NPA"), ("RUNDE — Two hospitals", "RUNDE", nil),
            ("ST. JOHN'S, N.L. - The", "ST. JOHN'S, N.L.", nil),
            ("RIO DE JANEIRO, Oct 3 (AFP) - The", "RIO DE JANEIRO, Oct 3", "AFP"),
            ("WASHINGTON/LONDON, July 1 (Reuters) - The", "WASHINGTON/LONDON, July 1", "Reuters"),
            ("ABOARD THE FERRY NORD, Oct. 3 (AtP) — The", "ABOARD THE FERRY NORD, Oct. 3", "AtP"),
            ("(New York, NY - October 21) The", "New York, NY - October 21", nil),
            ("Paris, 14 oct 2026 (AFP) - The", "Paris, 14 oct 2026", "AFP"), ("SYDNEY, AAP - The", "SYDNEY", "AAP"),
        ] as [(String, String?, String?)])
    func datelinesAreFound(_ paragraph: String, _ dateline: String?, _ source: String?) {
        let found = WireDateline.begin(paragraph + " town council met on Tuesday to talk about the bridge.")
        #expect(found?.dateline == dateline)
        #expect(found?.source == source)
    }

    @Test(arguments: [
        "The mayor - a tall man - left.", "Nora Quist (born 1961) - the president - spoke.", "We met – and talked.",
        "-", "",
        "He said (twice) that he would.", "A well-known man _ as they say _ left.",
        "(Laughter) - and then silence fell.",
    ])
    func whatIsNoDatelineIsNone(_ paragraph: String) {
        #expect(WireDateline.begin(paragraph) == nil)
    }

    @Test(
        arguments: [
            ("2026-10-14T11:59:58.1234567890+02:00", "2026-10-14T09:59:58.123456789Z"),
            ("2026-10-14T09:00:00,5Z", "2026-10-14T09:00:00.5Z"),
            ("2026-10-14T18:00Z", "2026-10-14T18:00:00Z"), ("2026-10-14T18:00:00", "2026-10-14T18:00:00"),
            ("20261014T143000+0200", "2026-10-14T12:30:00Z"), ("20261014T143000Z", "2026-10-14T14:30:00Z"),
            ("2026-10-14", "2026-10-14"),
            ("20261014", "2026-10-14"), ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"),
            ("2024-02-29T24:00:00Z", "2024-03-01T00:00:00Z"),
            ("Tue, 14 Oct 2026 09:30:00 -0400", "2026-10-14T13:30:00Z"),
            ("14 Oct 26 09:30 EDT", "2026-10-14T13:30:00Z"),
            ("Mon, 19 Oct 2026 07:15:00 GMT", "2026-10-19T07:15:00Z"),
            ("  2026-10-14T18:00:00Z\n", "2026-10-14T18:00:00Z"),
            ("2026-02-30T10:00:00Z", nil), ("2026-10-14T25:61:61Z", nil), ("2026-10-14T10:00:00Z and more", nil),
            ("2026-13-01", nil),
            ("14.10.2026", nil), ("", nil), ("2026-10-14T10:00:00+99:00", nil), ("Tue, 14 Oct 2026 09:30:00 XYZ", nil),
            ("2025-02-29", nil), ("2026-10-14T10:00:60Z", nil), ("2026-10-14T23:59:60Z", "2026-10-14T23:59:59Z"),
        ] as [(String, String?)])
    func timesAreTakenWholeAndInRange(_ text: String, _ time: String?) {
        #expect(WireTime.normalized(text) == time)
    }

    @Test(
        arguments: [
            ("EMBARGOED UNTIL 0001 GMT, THURSDAY, OCT. 15, 2026", "2026-10-15T00:01:00Z"),
            ("Embargoed until 6 a.m. EDT on October 15", "2026-10-15T10:00:00Z"),
            ("Not for publication before 12:30, 15 October 2026", "2026-10-15T12:30:00"),
            ("HOLD FOR RELEASE noon GMT Oct 15", "2026-10-15T12:00:00Z"),
            ("Strictly embargoed.", "Strictly embargoed."),
            ("Embargo lifted", nil), ("Embargo on arms to Kestria ends", nil), ("Adds quotes", nil),
        ] as [(String, String?)])
    func embargoesInWordsAreRead(_ note: String, _ embargo: String?) {
        #expect(WireEmbargo.said(in: [note], reference: "2026-10-14T10:00:00Z") == embargo)
    }

    /// 14 October 2026 was a Wednesday.
    @Test(
        arguments: [
            ("Embargoed until 6 a.m. EDT Thursday", "2026-10-15T10:00:00Z"),
            ("EMBARGOED: 2200 EDT Tuesday:", "2026-10-21T02:00:00Z"),
            ("Embargoed until noon GMT Wednesday", "2026-10-14T12:00:00Z"),
            // That hour has passed: the day is in doubt, the hold is not.
            ("Embargoed until 6 a.m. GMT Wednesday", "Embargoed until 6 a.m. GMT Wednesday"),
            ("Embargoed until 7 a.m. Friday", "2026-10-16T07:00:00"),
            ("Embargoed until 6 a.m. ET Thursday", "2026-10-15T10:00:00Z"),
            ("Editors: Embargoed until 6 a.m. EDT Thursday.", "2026-10-15T10:00:00Z"),
            ("This story is embargoed until 10 a.m. GMT Friday.", "2026-10-16T10:00:00Z"),
            ("Embargoed until 6 a.m. ET on December 15", "2026-12-15T11:00:00Z"),
        ])
    func embargoesNameDaysOfTheWeek(_ note: String, _ embargo: String) {
        #expect(WireEmbargo.said(in: [note], reference: "2026-10-14T10:00:00Z") == embargo)
    }

    @Test(
        arguments: [
            ("EMBARGOED Budget passes", "EMBARGOED", "Budget passes"),
            ("Embargoed until 6 a.m. EDT Thursday", "Embargoed until 6 a.m. EDT Thursday", ""),
            ("EMBARGOED: 2200 EDT Tuesday: Budget passes", "EMBARGOED: 2200 EDT Tuesday", "Budget passes"),
            (
                "Embargoed until Thursday, Oct. 15, 6 a.m. GMT – Budget passes",
                "Embargoed until Thursday, Oct. 15, 6 a.m. GMT", "Budget passes"
            ),
            (
                "EMBARGOED - Hold for release until 14:00 GMT, Oct 14",
                "EMBARGOED - Hold for release until 14:00 GMT, Oct 14", ""
            ),
            ("Embargoed until 6 a.m. - 16 die in a fire", "Embargoed until 6 a.m.", "16 die in a fire"),
            ("(Embargoed for release 0001 GMT Oct 15)", "Embargoed for release 0001 GMT Oct 15", ""),
            ("Sperrfrist: Donnerstag 6 Uhr", nil, nil),
            ("Embargoed goods pile up at the port", nil, nil), ("EMBARGOED GOODS PILE UP", nil, nil),
            ("Embargo on arms to Kestria ends", nil, nil), ("Embargo: the long road", nil, nil),
            ("Embargoed until last year, the files show who paid.", nil, nil),
        ] as [(String, String?, String?)])
    func embargoesBeforeAHeadlineAreTakenOff(_ line: String, _ note: String?, _ rest: String?) {
        let clause = WireEmbargo.clause(of: line)
        #expect(clause?.note == note)
        #expect(clause?.rest == rest)
    }

    @Test(
        arguments: [
            ("EDITORS: KILL the story", "kill"), ("KILL this story immediately.", "kill"), ("Kill this story.", "kill"),
            ("This story has been withdrawn.", "withdrawal"), ("ATTENTION - KILL ///", "kill"),
            ("Please kill the story slugged Harbor, which was sent in error.", "kill"),
            ("Editors, please withdraw the harbor strike story", "withdrawal"),
            ("The above item was killed because it names a minor.", "kill"),
            ("This item is hereby withdrawn", "withdrawal"),
            ("Withdraw the item slugged Harbor.", "withdrawal"), ("The story has been retracted.", "withdrawal"),
            ("EDS: Eliminate the earlier version", "elimination"),
            // Stories that begin so.
            ("Kill the bill, marchers say", nil), ("KILL BILL RETURNS TO CINEMAS", nil),
            ("Kill this story, the minister told the paper’s editor.", nil),
            ("Editors kill a story about the mayor", nil),
            ("“Kill this story,” the minister said.", nil), ("KILL THE STORY, EDITOR WAS TOLD", nil),
            ("Withdraw the report, ministers are told", nil), ("Withdrawing troops takes months", nil),
            ("Killing this story was a mistake, the editor said.", nil),
            ("The report was withdrawn by the ministry on Monday.", nil),
            ("The story was withdrawn by the magazine after complaints.", nil), ("Killer whales seen off Norvik", nil),
            ("This story has been told before.", nil), ("Troops were withdrawn.", nil), ("", nil),
        ] as [(String, String?)])
    func whatTakesAnItemBackIsToldFromProse(_ line: String, _ signal: String?) {
        #expect(WireKill.signal(in: line) == signal)
    }

    @Test(
        arguments: [
            ("Budget passes", "Embargoed until 6 a.m. EDT Thursday", "usable", "2026-10-15T10:00:00Z"),
            ("EMBARGOED Budget passes", "Nothing else.", "withheld", nil),
            ("Budget passes", "KILL this story immediately.", "canceled", nil),
            ("Budget passes", "KILL - Budget passes in Norvik.", "canceled", nil),
            ("Budget passes", "Kill the bill, marchers told parliament.", "usable", nil),
            ("Budget passes", "The report was withdrawn by the ministry.", "usable", nil),
        ] as [(String, String, String, String?)])
    func firstLinesDecideTheStatus(_ headline: String, _ first: String, _ status: String, _ embargo: String?) throws {
        let nitf = """
            <nitf><head><docdata><doc-id id-string="x1"/><date.issue norm="20261014T100000Z"/></docdata></head><body>
            <body.head><hedline><hl1>\(headline)</hl1></hedline></body.head><body.content><p>\(first)</p>
            <p>Parliament in Norvik voted on Tuesday night.</p></body.content></body></nitf>
            """
        let document = try Decoder.document(from: Array(nitf.utf8), path: "a.nitf")
        #expect(document.metadata.wire?.status == status)
        #expect(document.metadata.wire?.embargo == embargo)
        #expect(document.title == "Budget passes")
        #expect(document.whole.contains("Parliament in Norvik voted"))
    }

    /// Releases come as plain text, too.
    @Test(
        arguments: [
            ("EMBARGOED UNTIL 0001 GMT, THURSDAY, OCT. 15, 2026\n\nBudget passes", nil, "2026-10-15T00:01:00Z"),
            ("Embargoed until Thursday 6 a.m.\nBudget passes", "withheld", nil),
            ("Budget passes\n\nEDITORS: KILL the story", "canceled", nil),
            ("KILL - Budget passes\n\nIt was wrong.", "canceled", nil),
            ("KILL KILL KILL\n\nBudget passes\n\nIt was wrong.", "canceled", nil),
            ("KILL\nBudget passes\n\nIt was wrong.", "canceled", nil),
            ("Budget passes\n\nThis story has been withdrawn.", "canceled", nil),
            ("\u{FEFF}KILL KILL\r\n\r\nBudget passes\r\n", "canceled", nil),
            (
                "From: Desk <desk@alden.example>\nSubject: MANDATORY KILL: Budget passes\n\nIt was wrong.", "canceled",
                nil
            ),
            ("CORRECTED-Budget passes\n\nIt was wrong.", nil, nil),
        ] as [(String, String?, String?)])
    func plainTextIsHeldByItsFirstLines(_ text: String, _ status: String?, _ embargo: String?) throws {
        let document = try Decoder.document(from: Array(text.utf8), path: "a.txt")
        #expect(document.metadata.wire?.status == status)
        #expect(document.metadata.wire?.embargo == embargo)
        #expect(document.whole == (text.first == "\u{FEFF}" ? String(text.dropFirst()) : text))
        #expect(document.title?.contains("Budget passes") == true && document.title?.contains("KILL") == false)
    }

    @Test(arguments: [
        ("CORRECTED-Budget passes", ["correction"]), ("UPDATE 1-Budget passes", ["update"]),
        ("Correction: Budget passes", ["correction"]), ("KILL KILL KILL", ["kill"]),
        ("Budget passes", []), ("Update your maps, drivers are told", []), ("LEAD paint is found", []),
        ("Correct answers win", []), ("KILL KILL BILL", []), ("Urgent care: what it costs", []),
    ])
    func plainTextHasItsSignals(_ line: String, _ signals: [String]) throws {
        let text = line + "\n\nParliament in Norvik voted on Tuesday night.\n"
        #expect(try Decoder.document(from: Array(text.utf8), path: "a.txt").metadata.wire?.signals ?? [] == signals)
    }

    @Test(arguments: [
        "Kill the bill, marchers say\n\nThey met on Monday.",
        "Embargoed goods pile up at the port\n\nNobody knows why.",
        "The report was withdrawn by the ministry.\n\nThe minister said so.",
        "Withdrawing troops takes months, he said.",
    ])
    func plainTextIsNoWireByProse(_ text: String) throws {
        #expect(try Decoder.document(from: Array(text.utf8), path: "a.txt").metadata.wire == nil)
    }

    /// Messages one behind another, whose control characters a gateway has taken out.
    @Test(arguments: [
        (
            "a.7901",
            "abc0123 3 pl 20\nBudget/Vote/\nEMBARGOED - Hold for release until 14:00 GMT, Oct 14\nBudget passes =\n\n   The budget passed on Monday.\n\nabc0124 4 pl 20\nPort opens =\n\n   The port opened.\n"
        ),
        (
            "a.7901",
            "ZCZC\nabc0123 3 pl 20\nBudget passes =\n\n   The budget passed on Monday.\nNNNN\nZCZC\nabc0124 4 pl 20\nPort opens =\n\n   The port opened.\nNNNN\n"
        ),
        (
            "a.anpa",
            "a0031\nr a bc-budget 10-12 0060\nBudget\npasses\nBy JANE DOE\n\tThe budget passed on Monday.\na0032\nr a bc-port 10-12 0060\nPort opens\n\tThe port opened.\n"
        ),
        (
            "a.anpa",
            "a0031\nr a bc-budget 10-12-26 0060\nBudget passes\n\nThe budget passed on Monday.\n\na0032\nr a bc-port 10-12 0060\nPort opens\n\nThe port opened.\n"
        ),
    ])
    func messagesWithoutTheirMarksAreParted(_ path: String, _ text: String) throws {
        let documents = try Decoder.documents(from: Array(text.utf8), path: path)
        #expect(documents.map(\.title) == ["Budget passes", "Port opens"])
        #expect(documents.map { $0.words(of: .paragraph) } == [["The budget passed on Monday."], ["The port opened."]])
    }

    @Test(arguments: [
        ("``We won,'' she said.", "“We won,” she said."),
        ("``He said `no.''' They left.", "“He said ‘no.’” They left."),
        ("the dogs' ``bark''", "the dogs' “bark”"),
        ("ROME (AP) _ It _ the city _ slept.", "ROME (AP) – It – the city – slept."),
        ("a_name and __init__", "a_name and __init__"), ("''odd", "''odd"), ("`Tis", "‘Tis"), ("plain", "plain"),
        ("", ""),
        ("(AP)_ The", "(AP) – The"),
    ])
    func typewritersMarksAreRead(_ text: String, _ expected: String) {
        #expect(TypewriterMarks.replaced(in: text) == expected)
    }

    @Test(arguments: [
        ("   One two three\nfour five.\n   Six seven\neight.", ["One two three four five.", "Six seven eight."]),
        ("One two\nthree.\n\nFour five\nsix.", ["One two three.", "Four five six."]),
        ("\tOne two\nthree.\n\tFour.", ["One two three.", "Four."]),
        (
            "A line that is as long as lines are here, or very nearly\nso it goes on.\nThen a new one begins, which is as long as the other was\nand ends.",
            [
                "A line that is as long as lines are here, or very nearly so it goes on.",
                "Then a new one begins, which is as long as the other was and ends.",
            ]
        ),
        (
            String(repeating: "long words ", count: 12) + "\nNext paragraph.",
            [String(repeating: "long words ", count: 12).trimmingBlanks(), "Next paragraph."]
        ),
        ("the ex-\nPresident left\nthe hall.", ["the ex-President left the hall."]), ("", []), ("\n \n", []),
        ("one", ["one"]),
        ("He left.\nShe stayed.\nIt rained.", ["He left.", "She stayed.", "It rained."]),
        ("Points:\nA team    3   1\nB team    2   2\n", ["Points:", "A team    3   1\nB team    2   2"]),
    ])
    func typewrittenParagraphsAreRestored(_ text: String, _ paragraphs: [String]) {
        #expect(WrappedLines.paragraphs(text).map(\.words) == paragraphs)
    }

    @Test(arguments: [("", ["Nora Beck"]), ("<author><name>Tom Ode</name></author>", ["Tom Ode"])])
    func aFeedsAuthorIsThatOfItsEntries(_ author: String, _ authors: [String]) throws {
        let feed = """
            <feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><author><name>Nora Beck</name></author>
            <entry><title>Rain ends</title><id>1</id>\(author)<content>It stopped raining on Monday.</content></entry></feed>
            """
        #expect(try Decoder.document(from: Array(feed.utf8), path: "a.atom").authors == authors)
    }

    @Test func plansAreRead() throws {
        let item = """
            <planningItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1"><contentMeta>
            <headline>Coverage of the vote</headline><description>Parliament votes on the budget on Tuesday.</description>
            </contentMeta><newsCoverageSet><newsCoverage><planning><description>One story at noon.</description></planning>
            </newsCoverage></newsCoverageSet></planningItem>
            """
        let document = try Decoder.document(from: Array(item.utf8), path: "a.xml")
        #expect(document.body == ["Parliament votes on the budget on Tuesday.", "One story at noon."])
    }
}
