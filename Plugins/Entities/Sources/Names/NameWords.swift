package import Linguistics

/// Words that stand in or beside names and say what the name is.
package enum NameWords {
    /// Titles, ranks and roles that stand before a person's name and are no part of it.
    package static let titles = WordSet(titleList + offices)
    /// Titles that are taken off where the recogniser put them into a name; `Sheikh Hasina` is a name.
    static let trimmedTitles = WordSet((titleList + offices).filter { $0 != "sheikh" })
    /// Titles that only persons have.
    static let formsOfAddress: WordSet = ["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "messrs", "messrs."]
    /// Words that organisations' names hold.
    package static let organizationWords = WordSet(organizationList)
    /// Particles inside surnames.
    package static let particles: WordSet = [
        "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "al", "el", "bin", "ibn",
        "ben", "bint", "ter", "ten",
    ]
    /// What may follow a surname.
    package static let suffixes: WordSet = ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"]
    /// Letters of office and degree that follow names and are none themselves.
    static let degrees = WordSet(degreeList)
    /// Letters of honour, office and degree that may follow a name and are no part of it.
    static let honours = WordSet(
        degreeList + ["kc", "td", "obe", "mbe", "cbe", "kbe", "dbe", "frs", "md"])
    /// Forms of address that say the person's gender.
    package static let maleTitles: WordSet = [
        "mr", "mr.", "sir", "lord", "king", "prince", "duke", "baron", "father", "brother", "pope", "sheikh", "emperor",
        "congressman", "chairman", "spokesman", "businessman", "actor", "husband", "son", "uncle", "nephew",
        "grandfather",
        "grandson", "boyfriend", "stepfather", "widower", "monsieur", "señor", "herr",
    ]
    package static let femaleTitles: WordSet = [
        "mrs", "mrs.", "ms", "ms.", "miss", "lady", "dame", "queen", "princess", "duchess", "baroness", "sister",
        "mother", "madam", "empress", "congresswoman", "chairwoman", "spokeswoman", "businesswoman",
        "actress", "wife", "daughter", "aunt", "niece", "grandmother", "granddaughter", "girlfriend", "stepmother",
        "widow",
        "madame", "frau", "señora",
        "mme", "mme.",
    ]

    package static let titleList = [
        "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "prof", "prof.", "professor", "sir", "lord",
        "lady", "dame", "president", "vice", "premier", "chancellor", "minister", "secretary", "senator", "sen.",
        "rep.", "representative", "congressman", "congresswoman", "governor", "gov.", "mayor", "judge", "justice",
        "general", "gen.", "colonel", "col.", "major", "maj.", "captain", "capt.", "lieutenant", "lt.", "sergeant",
        "sgt.", "admiral", "adm.", "commander", "cmdr.", "corporal", "cpl.", "private", "pvt.", "king", "queen",
        "prince", "princess", "duke", "duchess", "emperor", "pope", "cardinal", "archbishop", "bishop", "father",
        "rev.", "reverend", "rabbi", "imam", "sheikh", "ayatollah", "mullah", "chairman", "chairwoman", "chair",
        "director", "spokesman", "spokeswoman", "ambassador", "coach", "chief", "deputy", "prime", "foreign",
        "attorney", "speaker", "officer", "detective", "inspector", "sheriff", "hon.", "mme", "mme.", "msgr.", "former",
        "ex-president", "leader", "candidate", "journalist", "analyst", "author", "director-general", "envoy",
    ]

    private static let degreeList = [
        "mp", "msp", "mep", "qc", "ph", "phd", "ph.d", "ph.d.", "m.d.", "esq", "esq.",
    ]

    /// Titles that the recogniser does not know as such.
    private static let offices = [
        "ceo", "cfo", "coo", "cto", "chairperson", "spokesperson", "councillor", "councilor", "councilman",
        "councilwoman", "cllr", "cllr.", "superintendent", "constable", "commissioner", "baroness", "baron",
        "assemblyman",
        "assemblywoman", "alderman",
    ]

    package static let organizationList = [
        "inc", "inc.", "corp", "corp.", "co", "co.", "ltd", "ltd.", "llc", "plc", "ag", "gmbh", "sa", "nv", "group",
        "holdings", "company", "corporation", "bank", "university", "college", "school", "institute", "academy",
        "ministry", "department", "agency", "bureau", "commission", "committee", "council", "court", "parliament",
        "congress", "senate", "party", "union", "association", "organization", "organisation", "federation", "league",
        "club", "team", "fc", "united", "city", "army", "navy", "force", "forces", "police", "guard", "times", "post",
        "journal", "news", "press", "television", "tv", "radio", "airlines", "airways", "industries", "international",
        "systems", "technologies", "motors", "partners", "capital", "securities", "insurance", "energy", "oil", "gas",
        "telecom", "communications", "media", "entertainment", "pictures", "records", "studios", "hospital", "church",
        "museum", "library", "foundation", "fund", "trust", "society", "center", "centre", "board", "authority",
        "service", "services", "office", "front", "movement", "alliance", "coalition", "brigade", "brigades",
        "democrats", "republicans", "conservatives", "labour", "exchange", "nations", "treasury",
    ]

    package static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
}
