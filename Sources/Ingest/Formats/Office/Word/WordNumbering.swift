import XML

/// The numbers of lists in a Word document, counted as its paragraphs come.
struct WordNumbering {
    /// Where a paragraph or style says that it is in a list.
    struct Reference {
        /// The list; 0 for none.
        var number: Int?
        /// From 0.
        var level: Int?
        /// The style that says so.
        var style: String?

        init(_ properties: XMLNode, style: String? = nil) {
            number = properties.first("numId")?["val"].flatMap { Int($0) }
            level = properties.first("ilvl")?["val"].flatMap { Int($0) }
            self.style = style
        }

        /// With what it does not say itself taken from another.
        func completed(by other: Reference?) -> Reference {
            var whole = self
            whole.number = number ?? other?.number
            whole.level = level ?? other?.level
            whole.style = style ?? other?.style
            return whole
        }
    }

    private struct Level {
        var start = 1
        var form = ListNumber.Form.decimal
        var isBullet = false
        /// With `%1` where the number of the first level stands.
        var text = ""
        /// Whether all its numbers are written as 1, 2, 3.
        var isLegal = false
        /// The level, from 1, behind which it begins anew; 0 for never, nil for any above.
        var restart: Int?
        var style: String?
    }

    private struct List {
        var abstract: Int
        var levels: [Int: Level] = [:]
        var starts: [Int: Int] = [:]
        var isBegun = false
    }

    private var abstracts: [Int: [Int: Level]] = [:]
    private var lists: [Int: List] = [:]
    private var counts: [Int: [Int: Int]] = [:]

    init(_ root: XMLNode?) {
        guard let root else { return }
        for element in root.elements("abstractNum") {
            guard let id = element["abstractNumId"].flatMap({ Int($0) }) else { continue }
            abstracts[id] = Self.levels(in: element)
        }
        for element in root.elements("num") {
            guard let id = element["numId"].flatMap({ Int($0) }),
                let abstract = element.first("abstractNumId")?["val"].flatMap({ Int($0) })
            else { continue }
            var list = List(abstract: abstract)
            for override in element.elements("lvlOverride") {
                guard let level = override["ilvl"].flatMap({ Int($0) }) else { continue }
                list.starts[level] = override.first("startOverride")?["val"].flatMap { Int($0) }
                for (index, level) in Self.levels(in: override) { list.levels[index] = level }
            }
            lists[id] = list
        }
    }

    private static func levels(in element: XMLNode) -> [Int: Level] {
        var levels: [Int: Level] = [:]
        for element in element.elements("lvl") {
            guard let index = element["ilvl"].flatMap({ Int($0) }), (0...8).contains(index) else { continue }
            var level = Level()
            level.start = element.first("start")?["val"].flatMap { Int($0) } ?? 0
            level.text = element.first("lvlText")?["val"] ?? ""
            level.isLegal = element.first("isLgl").map(WordStyles.isOn) ?? false
            level.restart = element.first("lvlRestart")?["val"].flatMap { Int($0) }
            level.style = element.first("pStyle")?["val"]
            switch element.first("numFmt")?["val"] {
            case "bullet": level.isBullet = true
            case "none": level.form = .none
            case "lowerLetter": level.form = .lowerLetter
            case "upperLetter": level.form = .upperLetter
            case "lowerRoman": level.form = .lowerRoman
            case "upperRoman": level.form = .upperRoman
            case "decimalZero": level.form = .zeroedDecimal
            default: level.form = .decimal
            }
            levels[index] = level
        }
        return levels
    }

    /// Whether a reference is to a list.
    static func isList(_ reference: Reference?) -> Bool { (reference?.number ?? 0) != 0 }

    /// Counts a paragraph of a list.
    ///
    /// - Returns: Its number as it is shown; nil for a bullet, and where the list is not known.
    mutating func next(_ reference: Reference) -> String? {
        guard let id = reference.number, id != 0, var list = lists[id] else { return nil }
        let levels = (abstracts[list.abstract] ?? [:]).merging(list.levels) { $1 }
        let index =
            reference.level
            ?? reference.style.flatMap { style in levels.filter { $0.value.style == style }.keys.min() } ?? 0
        guard let level = levels[index] else { return nil }
        var counts = counts[list.abstract] ?? [:]
        if !list.isBegun {
            // What a list of its own starts anew.
            for (level, start) in list.starts { counts[level] = max(-1, min(start, 1 << 30)) - 1 }
            list.isBegun = true
            lists[id] = list
        }
        let start = list.starts[index] ?? level.start
        counts[index] = (counts[index] ?? max(-1, min(start, 1 << 30)) - 1) + 1
        for (deeper, level) in levels where deeper > index && level.restart != 0 {
            if level.restart.map({ index < $0 }) ?? true { counts[deeper] = nil }
        }
        self.counts[list.abstract] = counts
        guard !level.isBullet else { return nil }
        return Self.text(of: level, counts, levels)
    }

    private static func text(of level: Level, _ counts: [Int: Int], _ levels: [Int: Level]) -> String? {
        var text = ""
        var isNumber = false
        for character in level.text {
            if isNumber, let digit = character.wholeNumberValue, (1...9).contains(digit) {
                let other = levels[digit - 1]
                let form = level.isLegal ? .decimal : other?.form ?? .decimal
                text += ListNumber.text(counts[digit - 1] ?? other?.start ?? 1, form)
                isNumber = false
            } else if character == "%" {
                if isNumber { text.append("%") }
                isNumber = true
            } else {
                if isNumber { text.append("%") }
                isNumber = false
                text.append(character)
            }
        }
        // A sign of its own, as a dash, is a bullet.
        return text.contains { $0.isLetter || $0.isNumber } ? text : nil
    }
}
