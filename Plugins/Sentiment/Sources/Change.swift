import Linguistics

/// A change that a text tells of: something good or bad rises, falls, ends or is averted.
///
/// What it says is the product of both: *unemployment fell* is good, *profits fell* is bad, whatever each word says alone.
struct Change {
    /// −1 for what is bad, 1 for what is good; nearer to 0 where it is negated or only possible, 0 where it is asked or supposed.
    var value: Float
    /// The polarity that it counts with at least, beside that of other words.
    var mass: Float = 0.4
    /// What moves, its head first: *deaths* of *deaths from sepsis*.
    var thing: Range<Int>
    /// What says which way.
    var mover: Range<Int>
    /// The phrase whose head the thing is, up to the verb where it is a subject: *complaints about the railway*.
    var phrase: Range<Int>
    /// The token at which the clause's subject ends where that has the thing: *the mill* of *the mill reported lower profits*.
    var ownerEnd: Int?

    /// Whether it is told as a fact.
    var isTold: Bool { abs(value) >= Self.told }

    /// What is left of a value that is negated, of one that is only possible or intended.
    static let negated: Float = -0.6
    static let possible: Float = 0.4
    /// That nobody was hurt outweighs what might have hurt them: *no one hurt as bridge collapses*.
    static let unharmed: Float = 1
    private static let told: Float = 0.5
}

extension ContiguousArray<Change> {
    /// The first change whose mover stands at a token or behind it.
    func partition(before token: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].mover.lowerBound < token { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
