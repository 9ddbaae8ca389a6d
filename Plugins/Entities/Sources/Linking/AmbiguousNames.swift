import AnalyzerKit
import Linguistics

/// Decides at each mention of a short form that fits several entities which of them it stands for.
///
/// A title before it says the gender. An entity that was named already comes before one that is named only later, and a person
/// before the relative who was named as one: behind *she married Paul Holt* she is Holt as before. In the paragraph in which one was
/// named, the last named there is meant; else who was called so before, and else who was named most.
struct AmbiguousNames {
    private struct State {
        var mentions = 0
        var last: Int?
        var paragraph: Int32?
        /// The last mention by a short form that others share.
        var lastShort: Int?
        /// Whether a relative stood before it when it was named first.
        var isKin = false
    }

    private var states: [Int: State] = [:]
    private var genders: [Int: Entities.Gender] = [:]

    /// The group of each name.
    static func resolve(_ linker: EntityLinker) -> [Int] {
        var resolver = AmbiguousNames()
        resolver.learnGenders(linker)
        return linker.names.indices.map { resolver.group(of: $0, linker) }
    }

    private mutating func learnGenders(_ linker: EntityLinker) {
        guard !linker.candidates.isEmpty else { return }
        let needed = Set(linker.candidates.values.joined().map { linker.root($0) })
        var members: [Int: [Int]] = [:]
        for (name, form) in linker.formOfName.enumerated() where linker.candidates[form] == nil {
            let root = linker.root(form)
            if needed.contains(root) { members[root, default: []].append(name) }
        }
        for (root, names) in members { genders[root] = linker.gender(names) }
    }

    private mutating func group(of name: Int, _ linker: EntityLinker) -> Int {
        let form = linker.formOfName[name]
        let token = linker.names[name].tokens.lowerBound
        let paragraph = linker.document.structure.paragraphOfToken[token]
        guard let roots = linker.candidates[form].map({ Set($0.map { linker.root($0) }).sorted() }), roots.count > 1
        else {
            let group = linker.root(form)
            if states[group] == nil { states[group, default: State()].isKin = linker.isNamedAsKin(name) }
            remember(group, token, paragraph, isShort: false)
            return group
        }
        var choices = roots
        let gender = linker.addressedGender(name)
        if gender != .unknown {
            let fitting = choices.filter { genders[$0] == gender }
            let possible = choices.filter { (genders[$0] ?? .unknown) == .unknown }
            choices = !fitting.isEmpty ? fitting : !possible.isEmpty ? possible : choices
        }
        func rank(_ choice: Int) -> [Int] {
            let state = states[choice] ?? State()
            // Never named so ranks below the first token.
            let last = state.paragraph == paragraph ? state.last : nil
            return [
                state.mentions > 0 ? 1 : 0, state.isKin ? 0 : 1, last ?? -1, state.lastShort ?? -1, state.mentions,
                -choice,
            ]
        }
        let group = choices.max { rank($0).lexicographicallyPrecedes(rank($1)) } ?? roots[0]
        remember(group, token, paragraph, isShort: true)
        return group
    }

    private mutating func remember(_ group: Int, _ token: Int, _ paragraph: Int32, isShort: Bool) {
        var state = states[group] ?? State()
        state.mentions += 1
        state.last = token
        state.paragraph = paragraph
        if isShort { state.lastShort = token }
        states[group] = state
    }
}
