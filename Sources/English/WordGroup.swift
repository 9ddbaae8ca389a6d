/// A group of words that a rule asks for; the table of words names it by its case.
///
/// Groups that look alike and differ are kept apart until a change of findings brings them together.
///
/// A coding key, as its case has its name without reflection, which takes 20,000 instructions a name.
package enum WordGroup: Int, CaseIterable, CodingKey, Sendable {
    // MARK: Names

    /// A given name that lists have for both genders, though news readers take nearly all its bearers for one.
    case givenName
    /// A particle inside surnames: *van, bin*.
    case surnameParticle
    /// What may follow a surname: *Jr., III*.
    case nameSuffix
    /// Letters of office and degree that follow names and are none themselves.
    case degree
    /// More letters of honour and office that may follow a name and are no part of it.
    case honour
    /// A word that stays small inside a canonical name; not every `surnameParticle`, since *Ben* and *Al* are given names, too.
    case smallInName
    /// A word that an abbreviation of an organisation's name leaves out.
    case smallInOrganization
    /// A word in small letters besides `surnameParticle` that a speaker's label may hold.
    case labelParticle
    /// A legal form that ends a company's name.
    case legalForm
    /// A legal form that belongs to the name before the comma: *Google, Inc.*
    case legalFormBehindComma
    /// A word that ends names of organisations only.
    case organizationHead
    /// A word that ends names of places and never of people.
    case placeHead
    /// A word that ends names of laws, prizes, contests and the like only: *Prize*.
    case thingHead
    /// What the Associated Press writes behind a town's name: *Ore.*
    case stateAbbreviation
    /// A word for land or water before its name: *Mount*.
    case leadingFeature
    /// A word for land, water or what was built, behind its name: *Strait*.
    case trailingFeature
    /// A noun for a place, which a name in apposition then names: *the capital, Arlen*.
    case placeNoun
    /// A noun for a body besides `describedBody`, right before the name of one: *the brewery Velo*.
    case bodyNoun
    /// A noun for a relative or a partner, before the name of one: *her husband, Paul Holt*.
    case kin
    /// A noun for people who are a firm where one name follows: *its auditors, Graham Holt,*.
    case firmOfPeople
    /// A noun for a firm that is another's: *its arm Velmora Lines*.
    case armNoun
    /// A verb whose subject owns its object or comes to own it: *Velmora owns Velmora Media*.
    case owningVerb
    /// What makes a body of a line: *the shipping line Meridian*.
    case lineKind
    /// What was built and has a number for a name: *Pier 6*.
    case numberedPlace
    /// A vessel, right before its name: *the trawler Mary Ellen*.
    case vessel
    /// A noun for what was written, sung, filmed, brewed or built to be sold, which a name in apposition names: *the album Salt*.
    case describedWork
    /// A noun besides `describedWork` for a thing that has a name where it is said to be called so or to be one: *a gin called Velo*.
    case namedThing
    /// A noun besides `describedBody` and `bodyNoun` for a body or a business in the same places: *a shop called Velo*.
    case namedBody
    /// A noun for where something is dug, dammed or refined, behind its name: *the Eneabba refinery*.
    case site
    /// A noun for a way or a line between two places, behind both: *the Lagos-Ibadan expressway*.
    case wayBetween
    /// What stands before a prison's name: *HMP*.
    case prisonPrefix
    /// What stands before a ship's name: *HMS*.
    case shipPrefix
    /// A disease that is written with a capital and is no name: *Covid*.
    case disease
    /// A word before the name of a storm, a mission or the like: *Hurricane*.
    case namedEvent
    /// A participle behind a hyphen that says where something is or comes from: *Texas-based*.
    case placeParticiple
    /// Another word behind a name and a hyphen: *NATO-led*.
    case nameParticiple
    /// A body that bears somebody's name: *Kwame Nkrumah University*.
    case learnedBody
    /// A post or a figure in capitals that names nothing: *CFO, EBITDA*.
    case capitalTerm
    /// A currency by its code.
    case currencyCode
    /// A part of a document, before its number: *Annex*.
    case partOfDocument
    /// A term that contracts and notices define and write with a capital: *the Merger*.
    case definedTerm
    /// A form of state in a country's official name: *Republic*.
    case formOfState
    /// A word in a body's name that says it is a newspaper: *Gazette*.
    case newspaperName
    /// A word that no person's name holds.
    case institution
    /// A title, rank or role before a name, as the recogniser was trained with; changes with its model only.
    case modelTitle
    /// A word that organisations' names hold, as the recogniser was trained with; changes with its model only.
    case modelOrganization
    /// A month or day, as the recogniser was trained with; changes with its model only.
    case modelMonth

    // MARK: People, offices and bodies

    /// A title before a name that the recogniser does not know as such.
    case unmodelledTitle
    /// A title that only persons have.
    case formOfAddress
    /// A title that says nothing of who somebody is.
    case courtesy
    /// A title or noun that tells the gender of whom it stands before or for.
    case gendered
    /// A word in *-ly* that is no adverb: *family*, *ally*, *friendly*.
    case otherInLy
    /// An office by which a text may call its bearer afterwards.
    case office
    /// An office whose bearer is a *leader* as well.
    case officeOfState
    /// A word beside an office that says more of it: *former, deputy*.
    case officeModifier
    /// An office by which a text calls somebody whom readers know to bear it; not one that every firm and club has.
    case soleOffice
    /// A word that makes another office of one: *vice*.
    case officeRank
    /// An office whose bearer *the leader* may be.
    case leaderOffice
    /// A noun for a body that a name may have been given for: *the airline*.
    case describedBody
    /// A noun for a part that somebody named plays, in sport above all: *the striker*.
    case describedPart
    /// A noun for a member of a party, which the text may write as a name: *the Tory*.
    case partyMember
    /// A noun for somebody whom a story need not bring in before it calls him by it: *the judge*.
    case expectedPerson
    /// A noun for several bodies, which no pair of people is: *the two countries*.
    case pluralBody
    /// A plural without *s*, or a word that stands for several.
    case pluralSource
    /// A noun in the plural without *s*.
    case irregularPlural
    /// What can be called on to do something.
    case actingNoun
    /// A word that stands for people by itself: *others*.
    case pronominal
    /// A word that says that nobody spoke.
    case nobody
    /// A noun for what is neither a person nor an animal.
    case thing

    // MARK: What is said and written

    /// What somebody's words are called, before a participle: *his remarks suggesting*.
    case utterance
    /// What somebody's words are called, for whom they stand: *her testimony*.
    case utteranceOf
    /// A text whose author is a source: *his memoir*.
    case documentOf
    /// A text that says something itself: *a banner saying*.
    case message
    /// What makes its subject the author of the text behind it: *sent a note saying*, *put out a note saying*.
    case issuingVerb
    /// What is refused rather than said to be untrue: *denied bail*.
    case refusedThing
    /// A word for what was said that tells none of it: *said nothing*.
    case vagueObject
    /// What may stand before a noun without article that is called for: *further talks*.
    case calledForQuantity

    // MARK: Verbs

    /// Of a verb that reports speech: its base and third person are common nouns as well.
    case alsoNoun
    /// A particle that makes another verb of the one before it, which may report: *went after*.
    case cueParticle
    /// A verb that may stand before its subject: *said*.
    case invertingVerb
    /// A verb near a quotation whose subject is its speaker.
    case speechVerb
    /// A verb that says that somebody else spoke before.
    case replyVerb
    /// A verb that reports nothing with *to* behind it: *continued to rise*.
    case aspectVerb
    /// A word before *to* that makes a habit or a course of it: *used to*.
    case habitWord
    /// A verb that names the source it quotes: *citing*.
    case quotingVerb
    /// A verb whose object speaks: *heard the gunmen saying*.
    case perceivingVerb
    /// A verb that reports a clause as a rule, and a noun phrase as well: *confirmed the arrest*.
    case announcingVerb
    /// A verb whose topic stands behind *of*: *warned of*.
    case warningVerb
    /// A verb of the writer's sentence behind *and*: *and left*.
    case furtherPredicate
    /// A word in *-ing* that makes a compound behind a country's name rather than being its verb: *the U.S. shipping line*.
    case compoundIng
    /// A past form of a verb by which somebody reaches another: *rang her to ask why*.
    case reachingVerb
    /// A verb whose object is a song, a record or the like: *sang “Blue Harbour”*.
    case makingVerb
    /// A verb that describes only with *as*: *painted him as “a bully”*, but *painted “closed” on the door*.
    case describingAs
    /// A verb that gives a name to a thing: *dubbed*.
    case callingVerb
    /// A verb whose subject answers in an interview: *told*.
    case answeringVerb
    /// A verb whose subject asks in one: *interviewed*.
    case askingVerb
    /// A verb for what an interviewer and a guest do: *met*.
    case meetingVerb
    /// A noun for an interview.
    case talkNoun
    /// A word before what somebody is: *became*.
    case copula
    /// An auxiliary that begins the next deed of the same subject: *and have advised*.
    case deed
    /// A verb in a note on how an interview was made: *edited*.
    case creditVerb

    // MARK: Words of grammar

    /// A word that begins a clause.
    case clauseBoundary
    /// A word besides `clauseBoundary` that cannot begin what *her* owns.
    case neverOwned
    /// A word that ends reported speech behind a comma.
    case clauseBreak
    /// A word that begins a reported clause.
    case clauseOpener
    /// A word that begins what a noun of speech tells.
    case contentOpener
    /// A word that may stand between a cue and its clause.
    case questionWord
    /// A word behind *asked* that gives the question: *asked about the record*.
    case askedMatter
    /// A preposition behind a cue that gives a topic or a hearer.
    case topicPreposition
    /// A preposition whose *-ing* form is no participle of a report.
    case gerundPreposition
    /// A word that says that a statement is yet to come.
    case planningWord
    /// A preposition before where something happens.
    case settingPreposition
    /// A word between such a preposition and the name: *in parts of*.
    case settingPart
    /// A determiner, as the sentiment network was trained with; changes with its model only.
    case modelDeterminer
    /// A preposition of place, as the sentiment network was trained with; changes with its model only.
    case modelPlace
    /// What follows an apostrophe for letters left out: *’em*.
    case elision

    // MARK: What stands around an article's text

    /// An expression in a credit: *interview by*.
    case creditPhrase
    /// An expression besides `editorialNote` that begins matter behind an article's end.
    case endMatterPhrase
    /// A word before the colon of an editor's note.
    case editor
    /// A label that says question or answer.
    case questionOrAnswer
    /// A label of whoever asks in an interview.
    case askingLabel
    /// A label of whoever answers in it.
    case answeringLabel
    /// A label before a colon that is no speaker's: *Tickets*.
    case noSpeaker
    /// A word in a note on what happens on a stage or in a room: *applause*.
    case stageDirection
    /// A verb for what is heard, as captions note it in the present: *slams*.
    case soundVerb
    /// What is heard, as captions note it: *door*.
    case soundSource
    /// What begins a clerk's note on what a chamber did: *the motion was*.
    case proceeding
    /// The same, which no speaker's paragraph begins with.
    case certainProceeding
    /// A past form that such notes are written in and that does not end in *ed*, and *as follows*.
    case clerkPast
    /// What the Congressional Record writes before a member's name: *Mr.*, *Senator*.
    case recordTitle

    // MARK: Lines and their kinds

    /// Fields of mail and wire heads that are seldom anything else.
    case mailField
    /// Fields that other lines begin with, too.
    case looseField
    /// What heads a press release, an advisory or a wire story.
    case banner
    /// Sections of a paper, as a line above the headline.
    case paperSection
    /// What a letter or mail begins with.
    case greeting
    /// What the writer of a letter or mail takes leave with.
    case closing
    /// What an editor or a writer says of the text, whatever follows.
    case editorialNote
    /// The same, where a colon, a dash or the line's end follows.
    case noteLabel
    /// Words that begin the line below a picture, where a colon follows.
    case captionLabel
    /// Words that begin the line below a picture, or its credit.
    case captionOpening
    /// Owners of pictures, as the credit at a caption's end names them.
    case pictureCredit
    /// Who is named in a byline by trade.
    case trade
    /// What begins a byline: *words by*.
    case bylineOpening
    /// Who is named in a byline instead of a person.
    case bylineAgency
    /// Verbs of a biography's first sentence: *Miriam Castellane writes about cities.*
    case biographyVerb
    /// A town that datelines name alone: those of the Associated Press and the capitals that news comes from.
    case datelineCity
    /// A word that heads a column: *Player*, *Pts*.
    case columnHead
    /// The months and their short forms.
    case month
    /// The days of the week and their short forms.
    case weekday
    /// What a line that gives a date may hold beside month, weekday and figures.
    case dateWord
    /// Words that tie others into sentences; where there are none, a line lists.
    case tie

    // MARK: What is said of somebody

    /// A verb whose subject judges its object badly: *criticise*.
    case judgesBadly
    /// A verb whose subject judges its object well: *praise*.
    case judgesWell
    /// A verb for what is bad for its object: *jail*.
    case befallsBadly
    /// A verb for what is good for its object: *acquit*.
    case befallsWell
    /// A noun for a judgement that is bad: *criticism*.
    case criticalNoun
    /// A noun for a judgement that is good: *praise*.
    case supportiveNoun
    /// A verb whose subject is judged where its object is such a noun: *draw, face*.
    case drawsJudgement
    /// A verb whose subject judges by such a noun: *heap, voice*.
    case givesJudgement
}
