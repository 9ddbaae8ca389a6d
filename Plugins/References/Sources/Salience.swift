import Entities
import Linguistics

/// The people spoken of lately and how present each is.
struct Salience {
    /// Where somebody is spoken of.
    struct Place {
        var token: Int
        /// The first token of the clause.
        var clause: Int
        var sentence: Int
        var paragraph: Int
        var isSubject: Bool
        var isQuoted: Bool
    }

    private struct Person {
        var entity: Int
        var gender: Entities.Gender
        var place: Place
        var mentions = 0
        /// Whether the last mention was a pronoun.
        var isContinued = false
        /// Where the person last was a clause's subject.
        var subjectClause = -1
    }

    /// The people, the last spoken of at the end.
    private var people: [Person] = []

    private static let mostPeople = 12
    private static let farthestParagraph = 3

    /// Takes note that somebody is spoken of.
    mutating func note(_ entity: Int, gender: Entities.Gender, _ place: Place, isName: Bool) {
        var person = Person(entity: entity, gender: gender, place: place)
        if let known = people.firstIndex(where: { $0.entity == entity }) {
            let before = people.remove(at: known)
            person.mentions = before.mentions
            person.subjectClause = before.subjectClause
            if before.gender != .unknown { person.gender = before.gender }
            if before.place.sentence == place.sentence && before.place.isSubject { person.place.isSubject = true }
        }
        person.mentions += 1
        person.isContinued = !isName
        if place.isSubject { person.subjectClause = place.clause }
        people.append(person)
        if people.count > Self.mostPeople { people.removeFirst() }
    }

    /// Whom a pronoun stands for.
    func antecedent(of pronoun: Pronoun, _ place: Place, excluding speaker: Int?) -> Int? {
        var best: (entity: Int, score: Double)?
        for person in people where person.entity != speaker {
            guard person.gender == pronoun.gender || person.gender == .unknown,
                place.paragraph - person.place.paragraph <= Self.farthestParagraph
            else { continue }
            if pronoun.role == .object, person.subjectClause == place.clause { continue }
            let score = score(person, pronoun, place)
            if score > best?.score ?? -.infinity { best = (person.entity, score) }
        }
        return best?.entity
    }

    private func score(_ person: Person, _ pronoun: Pronoun, _ place: Place) -> Double {
        var score = 0.0
        score -= 1.2 * Double(min(place.sentence - person.place.sentence, 6))
        score -= 0.8 * Double(place.paragraph - person.place.paragraph)
        score -= 0.01 * Double(min(place.token - person.place.token, 60))
        if person.place.isSubject { score += person.place.sentence == place.sentence ? 2.2 : 1.4 }
        if person.isContinued { score += 0.6 }
        if person.gender == pronoun.gender { score += 1.2 }
        score += 0.2 * Double(min(person.mentions, 6))
        if person.place.isQuoted && !place.isQuoted { score -= 1.2 }
        if pronoun.role == .reflexive, person.subjectClause == place.clause { score += 3 }
        return score
    }
}
