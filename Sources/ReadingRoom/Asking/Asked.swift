import Foundation
import Library

/// A field that a question may have.
struct Parameter: Sendable {
    enum Kind: Sendable {
        /// Words, of a length.
        case words
        case time
        case count(standard: Int, ClosedRange<Int>)
        case choice([String], standard: String?)
        /// `true` or `false`.
        case flag
    }

    let name: String
    let kind: Kind
    var isRequired = false

    /// The most characters of a value.
    static let maxLength = 256
}

/// The fields of a question, checked.
struct Asked: Sendable {
    private var values: [String: String] = [:]
    /// Seconds since 1970.
    private let now: Int

    /// - Throws: What is wrong with the first that is.
    init(_ query: String, of route: Route, now: Date) throws(RoomError) {
        self.now = Int(now.timeIntervalSince1970)
        guard let fields = RoomRequest.fields(of: query) else {
            throw .badParameter("The question is not UTF-8 in percent-encoding.")
        }
        for (name, value) in fields {
            guard let parameter = route.parameters.first(where: { $0.name == name }) else {
                let known = route.parameters.map(\.name).joined(separator: ", ")
                throw .badParameter(
                    "There is no parameter '\(name)' here; \(known.isEmpty ? "there are none" : "there are \(known)").")
            }
            // What a form sends of a field that was left empty.
            let value = value.trimmingCharacters(in: .whitespacesAndNewlines)
            if value.isEmpty { continue }
            guard values[name] == nil else { throw .badParameter("'\(name)' is given twice.") }
            try check(value, parameter)
            values[name] = value
        }
        if let since = seconds("since"), let until = seconds("until"), since >= until {
            throw .badParameter("Nothing is from 'since' on and before 'until': the latter must be later.")
        }
        for parameter in route.parameters where parameter.isRequired && values[parameter.name] == nil {
            throw .badParameter("'\(parameter.name)' is missing.")
        }
    }

    private func check(_ value: String, _ parameter: Parameter) throws(RoomError) {
        let name = parameter.name
        switch parameter.kind {
        case .words:
            guard value.count <= Parameter.maxLength, !value.utf8.contains(0) else {
                throw .badParameter("'\(name)' has more than \(Parameter.maxLength) characters.")
            }
        case .time:
            guard AskedTime(value, now: now) != nil else {
                throw .badParameter(
                    "'\(name)' is a day or time, as 2026-01-31, 2026-01-31T12:00:00Z, today, yesterday, 7d or 12h, and not "
                        + "'\(value.prefix(40))'.")
            }
        case .count(_, let range):
            guard let count = Int(value), range.contains(count) else {
                throw .badParameter(
                    "'\(name)' is a number from \(range.lowerBound) through \(range.upperBound), and not '\(value.prefix(40))'."
                )
            }
        case .choice(let words, _):
            guard words.contains(value) else {
                throw .badParameter(
                    "'\(name)' is \(words.joined(separator: ", ")), and not '\(value.prefix(40))'.")
            }
        case .flag:
            guard value == "true" || value == "false" else {
                throw .badParameter("'\(name)' is true or false, and not '\(value.prefix(40))'.")
            }
        }
    }

    /// What is given for a field; nil where nothing is.
    func words(_ name: String) -> String? { values[name] }

    func count(_ name: String, standard: Int = 50) -> Int { values[name].flatMap { Int($0) } ?? standard }

    func isSet(_ name: String) -> Bool { values[name] == "true" }

    private func seconds(_ name: String) -> Int? {
        values[name].flatMap { AskedTime($0, now: now) }?.seconds
    }

    /// Which documents are asked about.
    var filter: LibraryFilter {
        LibraryFilter(
            since: seconds("since"), until: seconds("until"), publisher: values["publisher"],
            includesHidden: isSet("all"))
    }

    /// When a digest begins.
    func begin(_ name: String, standard: String) -> Int {
        seconds(name) ?? AskedTime(standard, now: now)?.seconds ?? 0
    }

    /// Phrases as a shell takes them: what stands between quotation marks is one, and every other word.
    var phrases: [String] {
        var phrases: [String] = []
        var phrase = ""
        var isQuoted = false
        for character in values["q"] ?? "" {
            if "\"“”„".contains(character) {
                isQuoted.toggle()
                if !isQuoted, !phrase.isEmpty {
                    phrases.append(phrase)
                    phrase = ""
                }
            } else if character == " ", !isQuoted {
                if !phrase.isEmpty { phrases.append(phrase) }
                phrase = ""
            } else if character == "*", !isQuoted, phrase.isEmpty, let last = phrases.popLast() {
                // A star behind the mark belongs to the phrase.
                phrases.append(last + "*")
            } else {
                phrase.append(character)
            }
        }
        return phrase.isEmpty ? phrases : phrases + [phrase]
    }

    /// The same question as a query, with other values for some fields; nil for without.
    func query(_ changes: [(String, String?)] = [], of route: Route) -> String {
        var values = values
        for (name, value) in changes { values[name] = value }
        return route.parameters.compactMap { parameter in
            values[parameter.name].map { "\(parameter.name)=\(RoomRequest.encoded($0))" }
        }.joined(separator: "&")
    }
}
