/// The tone of a document's sentences, and what of it is the document's, the writer's and each quote's.
///
/// Sentences are rated by the network of words; where the encoder has read one, too, its tone moves with all that is made of it.
struct Tones {
    /// Words of one sentence that count for something.
    private struct Part {
        /// What they count for: a quote's number, or that of none.
        var owner: Int
        var sentence: Int
        var evidence: Evidence
        var words: Int
        /// By how much of what moves the sentence these are moved, 0 through 1.
        var share: Float

        mutating func move(_ readings: ContiguousArray<Float?>) { evidence.value += share * (readings[sentence] ?? 0) }
    }

    /// The tone of each sentence.
    private(set) var sentences: ContiguousArray<Evidence> = []
    /// By how much the encoder has moved the tone of each sentence; `nil` where it has not read it.
    private(set) var readings: ContiguousArray<Float?> = []
    private var isCounted: ContiguousArray<Bool> = []
    private var words: ContiguousArray<Int> = []
    private var voices: ContiguousArray<Part> = []
    private var spoken: ContiguousArray<Part> = []
    /// A short text of several sentences is read in one go, as those of the trainer are: a mean over sentences of a few words each would
    /// be too near to neutral.
    private var whole: Evidence?
    private var wholeVoice: (evidence: Evidence, share: Float)?

    /// Makes room for as many sentences.
    mutating func reserve(_ count: Int) {
        sentences.reserveCapacity(count)
        readings.reserveCapacity(count)
        isCounted.reserveCapacity(count)
        words.reserveCapacity(count)
    }

    /// Takes the tone of a short text, and how much of it is the writer's judgement.
    mutating func setWhole(_ tone: Evidence, share: Float) {
        whole = tone
        wholeVoice = (tone.scaled(by: share), share)
    }

    /// Adds the next sentence.
    mutating func add(_ tone: Evidence, words count: Int, counts: Bool) {
        sentences.append(tone)
        readings.append(nil)
        isCounted.append(counts)
        words.append(count)
    }

    /// Adds what the writer says in the sentence added last.
    ///
    /// - Parameters:
    ///   - tone: The tone of those words.
    ///   - count: How many they are.
    ///   - share: How much of their polarity is the writer's judgement, 0 through 1.
    mutating func addVoice(_ tone: Evidence, words count: Int, share: Float) {
        let part = Float(count) / Float(max(words.last ?? count, 1))
        voices.append(
            Part(
                owner: 0, sentence: sentences.count - 1, evidence: tone.scaled(by: share), words: count,
                share: share * part))
    }

    /// Adds what a quote has of the sentence added last.
    mutating func addQuote(_ quote: Int, _ tone: Evidence, words count: Int) {
        let part = Float(count) / Float(max(words.last ?? count, 1))
        spoken.append(Part(owner: quote, sentence: sentences.count - 1, evidence: tone, words: count, share: part))
    }

    /// Takes what the encoder says of sentences, and of a short text in one go.
    mutating func add(_ tones: [StanceReading.Tone?], whole readWhole: StanceReading.Tone?) {
        for (index, tone) in tones.enumerated() where index < sentences.count {
            guard let tone else { continue }
            let read = tone.added(to: sentences[index])
            readings[index] = read.value - sentences[index].value
            sentences[index] = read
        }
        for index in voices.indices { voices[index].move(readings) }
        for index in spoken.indices { spoken[index].move(readings) }
        guard let before = whole else { return }
        if let readWhole {
            let read = readWhole.added(to: before)
            if var voice = wholeVoice {
                voice.evidence.value += voice.share * (read.value - before.value)
                wholeVoice = voice
            }
            whole = read
        } else if tones.contains(where: { $0 != nil }) {
            (whole, wholeVoice) = (nil, nil)
        }
    }

    /// Whether the document's tone is a mean over sentences.
    var isMean: Bool { whole == nil && isCounted.count(where: \.self) > 1 }

    /// The tone of the text.
    var document: Evidence {
        if let whole { return whole }
        var mean = Mean()
        for index in sentences.indices where isCounted[index] { mean.add(sentences[index], words: words[index]) }
        return mean.tone
    }

    /// The tone of the writer's own words.
    ///
    /// - Parameter isAlone: Whether nobody else speaks.
    /// - Returns: The mean of what is the writer's, or the tone of a short text that is all the writer's.
    func voice(isAlone: Bool) -> Evidence {
        if isAlone, let wholeVoice { return wholeVoice.evidence }
        var mean = Mean()
        for part in voices { mean.add(part.evidence, words: part.words) }
        return mean.tone
    }

    /// The tones of so many quotes.
    func quotes(_ count: Int) -> ContiguousArray<Evidence> {
        var means = ContiguousArray(repeating: Mean(), count: count)
        for part in spoken { means[part.owner].add(part.evidence, words: part.words) }
        return ContiguousArray(means.map(\.tone))
    }
}

extension StanceReading.Tone {
    /// What the encoder and the network of words say of a text together; what changes say of it stays as it is.
    func added(to evidence: Evidence) -> Evidence {
        let (mean, certainty) = label.meanAndCertainty
        let (settled, share) = evidence.settled
        let read = Self.weights.rating * rating + Self.weights.label * mean
        let value = (1 - share) * read + Self.weights.words * (evidence.value - settled) + settled
        let isPolar = label.neither < max(label.against, label.toward)
        return Evidence(value: value, strength: max(evidence.strength, isPolar ? certainty : 0))
    }

    /// How much the encoder's rating, the mean of its labels and the network of words count: fitted by Training/Stance/tone.py.
    private static let weights: (rating: Float, label: Float, words: Float) = (0.378, 0.113, 0.495)
}
