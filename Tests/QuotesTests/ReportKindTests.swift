import AnalyzerKit
import Entities
import Linguistics
import Quotes
import Testing

/// Kinds of reports without marks that verbs beside *said* make, and whose they are.
@Suite struct ReportKindTests {
    /// Reports in order, as “speaker: words”.
    private func reports(_ text: String) throws -> [String] {
        try found(text).filter { $0.kind == .indirect }.map { "\($0.speaker?.name ?? "–"): \($0.text)" }
    }

    private func found(_ text: String) throws -> [Quotes.Quote] {
        let names = try Entities().analyze(Document(UTF8Text(text)), in: AnalysisContext(for: Entities.self))
        return try quotes(in: text, entities: names).quotes
    }

    @Test(arguments: [
        ("The coach of the Hull side urged caution.", "The coach of the Hull side: caution"),
        ("Regulators urged caution over the new loans.", "Regulators: caution over the new loans"),
        ("The charity appealed for blankets and tinned food.", "The charity: blankets and tinned food"),
        ("The bishop appealed to both sides for restraint.", "The bishop: restraint"),
        ("The union has asked the ministry for a meeting.", "The union: a meeting"),
        ("Doctors reported a sharp rise in burns.", "Doctors: a sharp rise in burns"),
        ("The company has promised 300 trees by spring.", "The company: 300 trees by spring"),
    ])
    func aVerbReportsItsNoun(text: String, report: String) throws {
        #expect(try reports(text) == [report])
    }

    @Test(arguments: [
        "The company appealed the decision.", "Ann Lee asked the clerk for a pen and left for the day.",
        "Tom Pruett urged the horse on.",
    ])
    func aVerbWithAnotherObjectReportsNothing(text: String) throws {
        #expect(try reports(text).allSatisfy { !$0.contains("decision") && !$0.contains("horse") })
    }

    @Test(arguments: [
        ("The committee threatened to bring in a tax if the vote failed.", "The committee: to bring in a tax if the vote failed"),
        ("It is said that the agency threatened to ring every voter.", "the agency: to ring every voter"),
        ("The council directed residents to boil water.", "The council: to boil water"),
        ("The students called for the results to be scrapped.", "The students: the results to be scrapped"),
    ])
    func anInfinitiveIsWhole(text: String, report: String) throws {
        let all = try reports(text)
        #expect(all.contains(report), "\(all)")
    }

    @Test(arguments: [
        ("A High Court judge ruled in 2023 that the law was void.", "A High Court judge: the law was void"),
        ("Counsel for the mill submitted that the alarm had been off.", "Counsel for the mill: the alarm had been off"),
        ("A European diplomat was gloomier, saying nothing would move.", "A European diplomat: nothing would move"),
        ("The growers' federation estimates that half of the crop is lost.", "The growers' federation: half of the crop is lost"),
        ("Ann Lee told the French magazine Matin by telephone that she had left.", "Ann Lee: she had left"),
    ])
    func aVerbReportsItsClause(text: String, report: String) throws {
        #expect(try reports(text) == [report])
    }

    @Test(arguments: [
        ("A builder rang the mill to ask why nobody had paid.", "A builder: why nobody had paid"),
        ("Tom Pruett, a Democrat, wrote to the secretary to ask why the rule was gone.", "Tom Pruett: why the rule was gone"),
        ("The lender emailed customers on Tuesday to warn that branches would close.", "The lender: branches would close"),
    ])
    func whatSomebodyWroteForIsReported(text: String, report: String) throws {
        #expect(try reports(text) == [report])
    }

    @Test func whatSomebodyMeansToAskIsNot() throws {
        #expect(try reports("Ann Lee wants to ask why nobody had paid. She will write to say that it hurt.").isEmpty)
    }

    @Test(arguments: [
        ("Mr Eastoe told her the bank was slow, Ann Lee said.", "Ann Lee: Mr Eastoe told her the bank was slow"),
        ("The nurse told him the ward was full, his daughter recalled.", "his daughter: The nurse told him the ward was full"),
    ])
    func anAttributionAtTheEndHoldsTheWholeSentence(text: String, report: String) throws {
        #expect(try reports(text) == [report])
    }

    @Test(arguments: [
        ("According to Ann Lee, a political scientist at Hull University, polls put him ahead.", "polls put him ahead"),
        ("According to their son, Tom Pruett, who is also an architect, she forgave him.", "she forgave him"),
        ("According to Ann Lee, who led the survey, half of the wells are dry.", "half of the wells are dry"),
    ])
    func whatASourceIsStandsOutsideOfItsWords(text: String, words: String) throws {
        #expect(try reports(text).map { $0.split(separator: ": ").last.map(String.init) } == [words])
    }

    @Test(arguments: [
        ("A clerk told auditors that mice had eaten the ledger, a court heard yesterday.", "mice had eaten the ledger"),
        ("The poet said she admired Ann Lee, whom she called “the only one with a spine”.", "she admired Ann Lee"),
        ("The mayor announced a plan late Monday.", "a plan"),
    ])
    func wordsEndBeforeTheWritersOwn(text: String, words: String) throws {
        let all = try reports(text)
        #expect(all.first?.hasSuffix(": " + words) == true, "\(all)")
    }

    @Test(arguments: [
        ("Tomas Nowicki, the mayor of Parma, who said he had seen nothing, left.", "Tomas Nowicki"),
        ("Ann Lee learned to cook from an uncle in Catania, who told her that salt was cheap.", "an uncle"),
        ("The trade group that represents managers said it would appeal.", "The trade group"),
        ("One investor, who asked not to be named, said the board had lost patience.", "One investor"),
        ("Our correspondent in Oslo, Tom Pruett, said the port was open. Ann Lee, the mayor, left.", "Tom Pruett"),
        ("Two officials familiar with the case said it was over. Ann Lee and Tom Pruett left.", "Two officials"),
        ("Police said no officer had fired. Tom Pruett, a police spokesman, left. Police said no shot was heard.", "Police"),
    ])
    func aSourceIsWhoSpeaks(text: String, speaker: String) throws {
        let all = try reports(text)
        #expect(!all.isEmpty && all.allSatisfy { $0.hasPrefix(speaker) }, "\(all)")
    }

    @Test(arguments: [
        ("“Use sandbags!” shouted a man at the back.", "a man at the back: Use sandbags!"),
        ("Mr Cranmer left. One minister said the clerk had “learnt nothing”.", "One minister: learnt nothing"),
        ("The band sang “Lights Over Harlow” and left.", "–: Lights Over Harlow"),
        ("Ann Lee wrote “Dig Deep and Save”, critics said.", "–: Dig Deep and Save"),
        ("Tom Pruett sang “we shall not be moved” as they led him out.", "Tom Pruett: we shall not be moved"),
        ("“I never meant to—” Then the line went dead.", "–: I never meant to—"),
    ])
    func markedWordsAreWhose(text: String, marked: String) throws {
        let all = try found(text).filter { $0.kind != .indirect }.map { "\($0.speaker?.name ?? "–"): \($0.text)" }
        #expect(all == [marked])
    }
}
