/// What one mention's sentence says of it: whether somebody judges it, and whether something befalls it.
struct Verdict {
    /// −1 where it is judged badly, 1 where well.
    var judgement = 0
    /// How sure that is, 0 through 1.
    var certainty: Float = 0
    /// −1 where what befalls it is bad, 1 where good.
    var news = 0
    /// How sure that is, 0 through 1.
    var newsCertainty: Float = 0
    /// How sure a reading is of the likeliest judgement and news, told or not; 0 without one.
    var read: (stance: Float, news: Float) = (0, 0)
    /// The index of the entity that judges it by a verb; `nil` where none is named.
    var holder: Int?
    /// The verb that tells, where one does.
    var verb: Int?

    /// Whether its news is that something rises or falls, which is no judgement, though a reading often takes it for one.
    var isOfChange = false
    /// Whether a verb tells what befalls it and no judgement: *was cleared*.
    var isNewsAlone = false

    /// How sure it is where a verb tells.
    static let byVerb: Float = 0.9

    /// Adds what a reading says where it is sure.
    mutating func add(_ scores: StanceReading.Scores) {
        let stance = Self.likeliest(scores.stance, scores.portrayal, Self.ofStance)
        // A verb that tells is right more often than a reading that contradicts it: *acquitted of fraud* is good news.
        let (isToldOf, isTold) = (judgement != 0 && verb != nil, news != 0 && verb != nil)
        let least = isOfChange || isNewsAlone ? Self.leastOfStanceBesideChange : Self.leastOfStance
        if stance.certainty >= least, !isToldOf || judgement == stance.label {
            if judgement != stance.label { (holder, certainty) = (nil, 0) }
            (judgement, certainty) = (stance.label, max(certainty, stance.certainty))
        }
        let event = Self.likeliest(scores.news, scores.portrayal, Self.ofNews)
        read = (stance.certainty, event.certainty)
        if event.certainty >= Self.leastOfNews, !isTold || news == event.label {
            if news != event.label { newsCertainty = 0 }
            (news, newsCertainty) = (event.label, max(newsCertainty, event.certainty))
        }
    }

    /// How much the log-odds of a label, and those of being portrayed so, count, and what is added: fitted on running text by
    /// Training/Stance/fit.py.
    private static let ofStance: (own: Float, portrayal: Float, constant: Float) = (0.277, 0.128, -1.029)
    private static let ofNews: (own: Float, portrayal: Float, constant: Float) = (0.536, 0.057, -0.901)
    /// What is less sure is none.
    private static let leastOfStance: Float = 0.55
    private static let leastOfStanceBesideChange: Float = 0.85
    private static let leastOfNews: Float = 0.5

    private static func likeliest(
        _ own: Logits, _ portrayal: Logits, _ weights: (own: Float, portrayal: Float, constant: Float)
    ) -> (label: Int, certainty: Float) {
        let against =
            weights.own * (own.against - own.neither) + weights.portrayal * (portrayal.against - portrayal.neither)
            + weights.constant
        let toward =
            weights.own * (own.toward - own.neither) + weights.portrayal * (portrayal.toward - portrayal.neither)
            + weights.constant
        let highest = max(against, toward, 0)
        let shares = (Logits.power(against - highest), Logits.power(toward - highest))
        let total = shares.0 + Logits.power(-highest) + shares.1
        return against > toward ? (-1, shares.0 / total) : (1, shares.1 / total)
    }
}
