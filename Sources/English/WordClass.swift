package import Linguistics

/// What a word can do in a sentence, as far as shallow chunking needs to know.
package struct WordClass: OptionSet, Sendable {
    @usableFromInline package let rawValue: UInt32

    @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }

    @inlinable package static var determiner: WordClass { WordClass(rawValue: 1 << 0) }
    @inlinable package static var preposition: WordClass { WordClass(rawValue: 1 << 1) }
    @inlinable package static var coordinator: WordClass { WordClass(rawValue: 1 << 2) }
    @inlinable package static var subordinator: WordClass { WordClass(rawValue: 1 << 3) }
    @inlinable package static var auxiliary: WordClass { WordClass(rawValue: 1 << 4) }
    @inlinable package static var passive: WordClass { WordClass(rawValue: 1 << 5) }
    @inlinable package static var subjectPronoun: WordClass { WordClass(rawValue: 1 << 6) }
    @inlinable package static var firstOrSecondPerson: WordClass { WordClass(rawValue: 1 << 7) }
    @inlinable package static var relative: WordClass { WordClass(rawValue: 1 << 8) }
    @inlinable package static var adverb: WordClass { WordClass(rawValue: 1 << 9) }
    @inlinable package static var time: WordClass { WordClass(rawValue: 1 << 10) }
    @inlinable package static var possessive: WordClass { WordClass(rawValue: 1 << 11) }
    @inlinable package static var cueVerb: WordClass { WordClass(rawValue: 1 << 12) }
    /// A noun for a person by office, work or part in events: *minister, spokesman, witness*.
    @inlinable package static var personNoun: WordClass { WordClass(rawValue: 1 << 13) }
    /// A noun for what can speak without being a person: *report, statement, officials, police*.
    @inlinable package static var sourceNoun: WordClass { WordClass(rawValue: 1 << 14) }
    /// A word that introduces a term, a title or a nickname: *so-called, dubbed, entitled*.
    @inlinable package static var naming: WordClass { WordClass(rawValue: 1 << 15) }
    @inlinable package static var objectPronoun: WordClass { WordClass(rawValue: 1 << 16) }
    @inlinable package static var negation: WordClass { WordClass(rawValue: 1 << 17) }
    @inlinable package static var honorific: WordClass { WordClass(rawValue: 1 << 18) }
    /// A common verb in a finite form that is no cue.
    @inlinable package static var verb: WordClass { WordClass(rawValue: 1 << 19) }
    /// A noun whose presence before marks says that a work or a term is named: *song, film, word*.
    @inlinable package static var titleNoun: WordClass { WordClass(rawValue: 1 << 20) }

    @inlinable package static var numeral: WordClass { WordClass(rawValue: 1 << 21) }
    /// A noun for what somebody says, as in *the union's verdict: "…"*.
    @inlinable package static var speechNoun: WordClass { WordClass(rawValue: 1 << 22) }

    /// The classes of every token, looked up once.
    package static func classes(of tokens: Tokens) -> ContiguousArray<WordClass> {
        var classes = ContiguousArray<WordClass>(repeating: [], count: tokens.count)
        for index in 0..<tokens.count where tokens.kinds[index] == .word {
            if let known = table[tokens.hashes[index]] { classes[index] = known }
        }
        return classes
    }

    private static let table: WordTable<WordClass> = {
        var table: [WordHash: WordClass] = [:]
        func add(_ words: String, _ value: WordClass) {
            for word in words.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
                table[WordHash(folding: String(word)), default: []].insert(value)
            }
        }
        add(
            "a an the this that these those some any every each no another both several many few most all", .determiner)
        add("two three four five six seven eight nine ten one dozens hundreds thousands", .numeral)
        add("my your his her its our their whose", .possessive)
        add(
            "in on at by for from with about against of to into over under between among during since until within "
                + "without through near outside inside behind beyond despite amid via per upon toward towards across along "
                + "around above below beside beneath like unlike including following alongside", .preposition)
        add("and or but nor yet plus", .coordinator)
        add(
            "that if when while because although though unless whereas whether as after before since until where so "
                + "why how what once than", .subordinator)
        add(
            "is are was were be been being am 's 're 'm has have had 've 'd do does did will would shall should can "
                + "could may might must 'll ought cannot", .auxiliary)
        add("is are was were be been being am get gets got", .passive)
        add("he she it they i we you who one others", .subjectPronoun)
        add("i we you me us my our your myself ourselves yourself", .firstOrSecondPerson)
        add("me him her them us you himself herself themselves itself myself", .objectPronoun)
        add("who which whom", .relative)
        add("not n't never cannot", .negation)
        add(
            "also later then now often once again still even just only simply already soon always earlier today "
                + "yesterday tonight tomorrow recently reportedly however too instead further meanwhile repeatedly "
                + "publicly privately famously rather back there here afterwards afterward thus therefore once long far "
                + "first ever nonetheless nevertheless himself herself themselves itself quickly almost", .adverb)
        add(
            "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
                + "september october november december morning afternoon evening night week month year today yesterday "
                + "tomorrow tonight noon midnight", .time)
        add(
            "mr mr. mrs mrs. ms ms. miss dr dr. prof prof. sir lord lady dame gen gen. lt lt. col col. sen sen. rep rep. "
                + "gov gov. rev rev. sgt sgt. capt capt. general colonel captain lieutenant sergeant judge justice president "
                + "senator representative governor mayor minister secretary king queen prince princess pope professor "
                + "councillor councilman councilwoman congressman congresswoman inspector detective officer archbishop "
                + "bishop father sister imam rabbi sheikh ayatollah ambassador chairman chairwoman director", .honorific
        )
        add(Lexicon.personNouns, .personNoun)
        add(Lexicon.sourceNouns, .sourceNoun)
        add(
            "so-called dubbed nicknamed named known titled entitled termed called calls call labelled labeled titled "
                + "codenamed christened coined", .naming)
        add(
            "song album film movie book novel play series show musical painting poem word words term phrase title "
                + "single track episode programme program exhibition slogan codename nickname opera essay article column "
                + "documentary sitcom hit ballad anthem hymn memoir talk lecture serial pamphlet sonata symphony rhyme carol "
                + "musical painting sculpture photograph portrait sequel trilogy blog podcast magazine ship boat yacht vessel operation game headline "
                + "chapter report", .titleNoun)
        add(Lexicon.commonVerbs, .verb)
        add(
            "reply answer verdict response message advice warning explanation comment words question conclusion retort "
                + "rejoinder plea summary complaint argument view assessment parting rule instruction order text note",
            .speechNoun)
        for word in CueLexicon.shared.words { table[word, default: []].insert(.cueVerb) }
        return WordTable(table.map { ($0.key, $0.value) })
    }()
}

/// Closed lists for chunking.
enum Lexicon {
    static let personNouns = """
        minister president spokesman spokeswoman spokesperson official officer chairman chairwoman chairperson director
        manager leader chief head secretary governor mayor senator congressman congresswoman lawmaker legislator judge
        justice lawyer attorney prosecutor solicitor barrister counsel coroner coach player captain trainer professor
        lecturer teacher researcher scientist analyst economist strategist expert specialist doctor nurse surgeon
        physician engineer ambassador diplomat envoy general colonel commander sergeant lieutenant detective inspector
        constable sheriff superintendent commissioner councillor councilman councilwoman author writer editor reporter
        journalist correspondent columnist critic historian activist campaigner organizer organiser resident neighbour
        neighbor witness victim survivor passenger driver pilot owner founder executive ceo economist banker investor
        trader farmer fisherman shopkeeper student pupil parent father mother brother sister son daughter husband wife
        widow uncle aunt cousin friend colleague man woman boy girl king queen prince princess pope bishop archbishop
        priest imam rabbi premier chancellor deputy aide adviser advisor assistant candidate opponent rival successor
        predecessor singer actor actress musician artist conductor composer filmmaker clerk technician developer
        designer architect curator librarian archivist ranger warden firefighter paramedic soldier veteran captain
        treasurer trustee principal headteacher headmaster headmistress dean chancellor rector secretary-general
        congresswoman speaker moderator host guest caller customer tenant landlord guard defendant plaintiff claimant
        suspect chair chairperson representative delegate negotiator investigator auditor vicar pontiff boatman gran
        granny grandmother grandfather nephew niece mum dad lady gentleman guy physio master servant hunter shepherd
        contractor entrepreneur tycoon statesman dissident cleric laureate chef baker rapper poet dancer sprinter cyclist
        rider jockey comedian preacher pensioner novelist prisoner inmate spokesperson whistleblower refugee caretaker
        fisherman goatherd monarch archdeacon policeman policewoman businessman businesswoman client attendee voter
        supporter employee worker protester demonstrator shopper commuter vendor retiree immigrant migrant tourist
        participant nominee incumbent mogul billionaire staffer operative surrogate pollster consultant donor lobbyist
        blogger commentator pundit astronaut biologist physicist chemist psychologist psychiatrist sociologist
        epidemiologist geologist meteorologist climatologist ecologist archaeologist astronomer therapist counselor
        dentist midwife homeowner programmer hacker user fan teammate goalkeeper striker midfielder defender swimmer boxer
        golfer referee umpire teenager child kid bystander onlooker eyewitness gunman attacker hostage detainee juror
        magistrate trooper sailor marine academic scholar philosopher playwright publisher biographer producer
        screenwriter photographer painter sculptor pianist guitarist drummer co-founder roommate classmate girlfriend
        boyfriend spouse partner grandson granddaughter bride groom pilgrim pastor reverend nun monk missionary
        co-chair undersecretary policymaker poster commenter marcher trustee
        """
    static let sourceNouns = """
        report statement study survey poll newspaper paper magazine agency ministry government company firm group
        organization organisation police military army court commission committee council board department office
        bureau union party association foundation institute university hospital spokesmen officials authorities sources
        source media witnesses analysts experts scientists researchers economists lawyers prosecutors investigators
        residents neighbours neighbors relatives doctors leaders ministers lawmakers senators critics supporters
        opponents activists campaigners protesters diplomats observers reports statements letter memo document documents
        email message article website site release filing lawsuit complaint indictment ruling decree law bill tweet post
        sign banner placard headline note notice transcript people others men women members employees workers teachers
        farmers students parents families fans players traders investors militants rebels insurgents soldiers troops
        commanders advisers aides executives delegates journalists reporters historians two three some many family
        administration campaign team club regime coalition alliance embassy watchdog regulator bank fund network channel
        clients voters attorneys companies groups unions agencies firefighters organizers organisers advocates scholars
        academics pollsters strategists consultants donors lobbyists staffers insiders commentators pundits bloggers users
        viewers readers skeptics sceptics detractors rivals allies colleagues friends classmates teammates survivors
        victims bystanders onlookers eyewitnesses motorists commuters shoppers homeowners insurers regulators envoys
        mayors governors judges jurors detectives deputies agents guards coaches owners managers directors demonstrators
        marchers listeners
        service services force forces broadcaster station radio television coastguard parliament congress senate jury panel inquiry book film dealer
        book forecasters doctors nurses officers inspectors pilots passengers staff crew villagers locals shopkeepers
        """
    static let commonVerbs = """
        went came made took gave got saw knew became left put kept let began seemed stood ran held lost met led paid sat
        brought bought built won wore spent sent fell rose grew broke drove flew hit cut set spread turned moved lived
        worked played looked used wanted needed tried started stopped opened closed killed died visited arrived returned
        signed faced remains remained includes included makes takes goes comes gives gets sees knows becomes leaves
        keeps holds leads runs works lives plays looks wants needs tries starts stops faces has had is was are were will
        stuck shook tore threw sank rode hid froze fought forgave forgot chose caught slept slid sold sought struck stole
        swept swung taught understood woke wept withdrew dealt dug drank ate forbade overcame sprang swam felt loved hated
        owns serves represents teaches oversees belongs seems appears stands brings sits believes loves refuses helped
        joined served asked passed failed refused agreed managed decided hoped owned backed earned
        fell drew rang laughed smiled nodded shrugged picked walked entered appeared happened followed
        """
}
