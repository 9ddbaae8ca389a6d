import References

/// Words that somebody is reported to have said, without marks.
struct Report {
    var content: Range<Int>
    /// What follows where the attribution splits the clause.
    var rest: Range<Int>?
    var form: IndirectSpeech.Form
    /// The index of the cue.
    var cue: Int
    var source: Source
    /// The ranker's log-odds for this speaker against all others and against its being no report.
    var logOdds: Float
    /// The log-odds that it is a report, whoever speaks.
    var speechOdds: Float
    /// Whether the cue seldom reports.
    var isWeak: Bool
    /// Whether the source has no name and stands right beside the cue.
    var isPlain: Bool
}
