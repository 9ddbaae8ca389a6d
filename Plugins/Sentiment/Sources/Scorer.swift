package import AnalyzerKit
import Discourse
import Linguistics

/// Scores sentences and what they say of the names in them; one document at a time.
///
/// It keeps the memory of its arrays, so it belongs to one call.
package struct Scorer {
    let vocabulary: Vocabulary
    let reader: Reader
    let constructions: Constructions
    let network: Network
    let genres: Genres
    let ngrams: Ngrams
    let calibration: Calibration
    var reading = Reading()
    var states = Network.States()
    var features: ContiguousArray<Float> = []
    var targetFeatures: ContiguousArray<Float> = []
    /// The kinds of text that what was read last reads like; nil until asked for.
    private var shares: Genres.Shares?
    private var firstName = 0
    /// What changes in the text, in order; none where nobody looked.
    var changes: ContiguousArray<Change> = []

    /// Loads the model.
    package init() throws {
        self.init(try Model())
    }

    init(_ model: Model) {
        vocabulary = Vocabulary(model)
        reader = Reader(vocabulary: vocabulary)
        constructions = Constructions(vocabulary)
        network = Network(model)
        genres = Genres(model)
        ngrams = Ngrams(model)
        calibration = Calibration(model)
    }

    /// Begins a text.
    package mutating func restart() { firstName = 0 }

    /// Reads a sentence, or part of one; what is asked afterwards is about it.
    package mutating func read(
        _ run: Range<Int>, of document: borrowing Document, names: borrowing ContiguousArray<Range<Int>>
    ) {
        reader.read(run, of: document, names: names, firstName: &firstName, into: &reading)
        states.isFresh = false
        shares = nil
    }

    /// Applies the rules again to what was read, after a change of its rows.
    mutating func reweigh(_ document: borrowing Document) {
        reader.weigh(document, &reading)
        states.isFresh = false
        shares = nil
    }

    /// The polarity of a run of cells of what was read; nil for all of them.
    mutating func tone(of cells: Range<Int>? = nil) -> Evidence {
        let cells = cells ?? 0..<reading.count
        guard !cells.isEmpty, reading.hasWords else { return Evidence() }
        SentenceFeatures.fill(&features, from: reading, cells: cells, vocabulary)
        let (strength, change) = (strength(of: cells), change(in: cells))
        guard network.isTrained else { return Evidence(value: 1.3 * features[1], strength: strength) }
        network.run(reading, vocabulary, &states)
        let rating = network.sentence(features, cells, &states) + ngrams.rating(cells, of: reading)
        let value = calibration.rating(rating, genre())
        // Where nothing speaks for or against, as in *No further questions*, the words' habits alone make no label.
        let tone = Evidence(value: strength > 0 ? value : Logits.neutral(value), strength: strength)
        return change.map { tone.settled(by: $0.tone, share: $0.share) } ?? tone
    }

    /// What the changes among some cells say, and the share of the cells' polarity that stands in their words: what these words say alone
    /// is nothing beside it.
    private func change(in cells: Range<Int>) -> (tone: Evidence, share: Float)? {
        guard !changes.isEmpty, let first = cells.first else { return nil }
        let run = Int(reading.tokens[first])..<reading.endToken(of: cells.upperBound - 1)
        var (mass, sum, other) = (Float(0), Float(0), Float(0))
        var isOwn = [Bool](repeating: false, count: cells.count)
        var place = changes.partition(before: run.lowerBound)
        while place < changes.count, changes[place].mover.lowerBound < run.upperBound {
            let change = changes[place]
            place += 1
            guard run.lowerBound <= change.thing.lowerBound, change.thing.upperBound <= run.upperBound else { continue }
            var own: Float = 0
            for part in [change.thing, change.mover] {
                for cell in reading.cells(of: part) where cells.contains(cell) && !isOwn[cell - cells.lowerBound] {
                    own += abs(reading.effective[cell])
                    isOwn[cell - cells.lowerBound] = true
                }
            }
            let weight = max(own, change.mass) * emphasis(of: change.mover, in: cells)
            mass += weight
            sum += weight * change.value
        }
        guard mass > 0 else { return nil }
        for cell in cells where !isOwn[cell - cells.lowerBound] { other += abs(reading.effective[cell]) }
        let strength = (mass + other) / (mass + other + Self.halfEvidence)
        return (Evidence(value: Self.toneOfChange * sum / mass, strength: strength), mass / (mass + other))
    }

    /// How much of a change is left where a clause concedes it, or another contradicts it: *profits rose, but …*.
    private func emphasis(of mover: Range<Int>, in cells: Range<Int>) -> Float {
        var isConceded = false
        for cell in cells {
            let cue = vocabulary.cue(reading.rows[cell])
            if Int(reading.tokens[cell]) >= mover.upperBound {
                if cue == .contrast { return Self.outweighed }
            } else if Int(reading.tokens[cell]) < mover.lowerBound {
                if reading.effects[cell].contains(.clauseEnd) || cue == .contrast { isConceded = false }
                if cue == .concession { isConceded = true }
            }
        }
        return isConceded ? Self.outweighed : 1
    }

    private static let outweighed: Float = 0.25
    /// What readers rate a change that is told as a fact.
    private static let toneOfChange: Float = 0.35

    /// How much of the polarity of a run of cells is its writer's judgement, 0 through 1: what happens, however terrible, is none, so it
    /// is the share of the polarity that is in words other than those of events.
    func shareOfJudgement(in cells: Range<Int>? = nil) -> Float {
        var (events, judgements) = (Float(0), Float(0))
        for cell in cells ?? 0..<reading.count {
            let isEvent = vocabulary.byte(reading.rows[cell], .flags) & Vocabulary.Flag.event != 0
            if isEvent { events += abs(reading.effective[cell]) } else { judgements += abs(reading.effective[cell]) }
        }
        return events > 0 ? judgements / (judgements + events) : 1
    }

    private mutating func genre() -> Genres.Shares {
        if let shares { return shares }
        let found = genres.shares(of: reading)
        shares = found
        return found
    }

    /// How much in some cells speaks for or against: polar words under the rules, and verbs that say something of
    /// their subject or object.
    private func strength(of cells: Range<Int>) -> Float {
        var evidence: Float = 0
        for cell in cells {
            let row = reading.rows[cell]
            evidence += abs(reading.effective[cell])
            if vocabulary.byte(row, .flags) & Vocabulary.Flag.frame != 0 { evidence += Self.frameEvidence }
        }
        return evidence / (evidence + Self.halfEvidence)
    }

    private static let frameEvidence: Float = 0.2
    /// The evidence, about one strong word, that makes a strength of a half.
    private static let halfEvidence: Float = 0.5

    /// The stance of the text, and that of its writer, toward the name that a run of tokens is.
    ///
    /// - Parameters:
    ///   - run: The name's tokens, or those of other words.
    ///   - read: What the encoder says of the name, which counts as much as the network of words.
    /// - Returns: Each with how sure it is.
    mutating func stance(
        toward run: Range<Int>, _ read: StanceReading.Scores? = nil
    ) -> (portrayal: Evidence, author: Evidence) {
        let cells = reading.cells(of: run)
        guard !cells.isEmpty else { return (Evidence(), Evidence()) }
        TargetFeatures.fill(&targetFeatures, from: reading, target: cells, vocabulary, constructions)
        guard network.isTrained else {
            let f = targetFeatures
            let sum = 0.6 * (f[0] + f[1]) + 0.3 * (f[4] + f[5]) + 0.8 * (f[9] + f[13])
            return (Evidence(value: sum / (1 + abs(sum))), Evidence())
        }
        SentenceFeatures.fill(&features, from: reading, cells: 0..<reading.count, vocabulary)
        network.run(reading, vocabulary, &states)
        let (prose, headline, author) = network.target(features, targetFeatures, reading.count, cells, &states)
        let words = ngrams.stance(toward: cells, in: reading)
        let share = genre().headline
        var portrayal = Logits.blend(prose + words.prose, headline + words.headline, share: share)
        if let read {
            let other = Logits.blend(read.portrayal, read.headline, share: share)
            portrayal = Logits.blend(portrayal, other, share: 0.5)
        }
        let (mean, certainty) = portrayal.meanAndCertainty
        // The maps are of the network of words; what both say is calibrated as it is.
        let score =
            read == nil
            ? (1 - share) * calibration.score(mean, .target) + share * calibration.score(mean, .headlineTarget) : mean
        let writer = read.map { Logits.blend(author, $0.writer, share: Self.shareOfWriter) } ?? author
        let own = writer.meanAndCertainty
        return (
            Evidence(value: portrayal.labelled(score), strength: certainty),
            Evidence(value: writer.labelled(calibration.score(own.mean, .author)), strength: own.certainty)
        )
    }

    /// How much the encoder counts for the writer's own stance.
    private static let shareOfWriter: Float = 0.7

    /// What the network of words sees of the sentence that was read and of a name in it; nothing where it has no cells.
    mutating func surroundings(of run: Range<Int>) -> ContiguousArray<Float> {
        let cells = reading.cells(of: run)
        guard !cells.isEmpty, network.isTrained else { return [] }
        TargetFeatures.fill(&targetFeatures, from: reading, target: cells, vocabulary, constructions)
        SentenceFeatures.fill(&features, from: reading, cells: 0..<reading.count, vocabulary)
        network.run(reading, vocabulary, &states)
        network.gather(features, targetFeatures, reading.count, cells, &states)
        return states.pool
    }

    /// What the trainer learns from: rows, a few numbers a cell, the sentence's features.
    package mutating func sentenceExample() -> (rows: [Int32], cells: [Float], features: [Float]) {
        SentenceFeatures.fill(&features, from: reading, cells: 0..<reading.count, vocabulary)
        states.inputs.removeAll()
        for cell in 0..<reading.count { Network.appendInputs(of: cell, reading, vocabulary, to: &states.inputs) }
        defer { states.inputs.removeAll() }
        return (Array(reading.rows), Array(states.inputs), Array(features))
    }

    /// What the trainer learns a stance from: the target's cells and features.
    package mutating func targetExample(_ run: Range<Int>) -> (cells: Range<Int>, features: [Float]) {
        let cells = reading.cells(of: run)
        TargetFeatures.fill(&targetFeatures, from: reading, target: cells, vocabulary, constructions)
        return (cells, Array(targetFeatures))
    }
}
