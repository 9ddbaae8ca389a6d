import CSentimentModel
import Linguistics

/// What kind of text a sentence reads like, by its words: logistic regression over words.
///
/// The ratings and stances were learnt on different kinds of text, and the same words mean different things in them:
/// what a headline on shares calls *high* is good. Each kind has its own last layer, linear models and calibration;
/// what they say is added up by these shares.
struct Genres: @unchecked Sendable {
    // Sendable: all pointers lead into the binary's read-only data.
    private let weights: UnsafeBufferPointer<Int8>
    private let worth: Float
    private let biases: ContiguousArray<Float>

    /// The kinds; the order is that of the trainer's `GENRES`.
    enum Kind: Int, CaseIterable {
        case news, post, film, product, headline
    }

    /// How much of a sentence is of each kind; both sum to 1.
    struct Shares {
        /// News and headlines, posts, films, products.
        var rated = SIMD4<Float>(1, 0, 0, 0)
        /// Whether it is a headline on business.
        var headline: Float = 0
    }

    init(_ model: Model) {
        let count = Kind.allCases.count
        weights = model.section(11).bindMemory(to: Int8.self)
        let numbers = model.section(10).bindMemory(to: Float.self)
        let isWhole = weights.count >= model.number(2) * count && numbers.count >= 7 + count
        worth = isWhole ? numbers[6] : 0
        biases = isWhole ? ContiguousArray(numbers[7..<7 + count]) : []
    }

    /// The kinds that a sentence reads like.
    ///
    /// - Complexity: O(cells).
    func shares(of reading: borrowing Reading) -> Shares {
        guard worth != 0, reading.count > 0 else { return Shares() }
        let count = Kind.allCases.count
        var sums = (Int32(0), Int32(0), Int32(0), Int32(0), Int32(0))
        for row in reading.rows {
            let entry = Int(row) * count
            sums.0 &+= Int32(weights[entry])
            sums.1 &+= Int32(weights[entry + 1])
            sums.2 &+= Int32(weights[entry + 2])
            sums.3 &+= Int32(weights[entry + 3])
            sums.4 &+= Int32(weights[entry + 4])
        }
        let scale = worth / Float(reading.count).squareRoot()
        let news = biases[0] + scale * Float(sums.0)
        let post = biases[1] + scale * Float(sums.1)
        let film = biases[2] + scale * Float(sums.2)
        let product = biases[3] + scale * Float(sums.3)
        let headline = biases[4] + scale * Float(sums.4)
        let highest = max(max(news, post), max(film, product), headline)
        let rated = SIMD4(
            Logits.power(news - highest), Logits.power(post - highest), Logits.power(film - highest),
            Logits.power(product - highest))
        let business = Logits.power(headline - highest)
        let total = rated[0] + rated[1] + rated[2] + rated[3] + business
        return Shares(
            rated: SIMD4(rated[0] + business, rated[1], rated[2], rated[3]) / total, headline: business / total)
    }
}
