import Linguistics

/// Guesses a text's language by its most frequent function words.
///
/// Function words make up a third or more of running text in each of these languages, and lists of two dozen tell them
/// apart after a sentence or two (Grefenstette, "Comparing two language identification schemes", 1995).
enum LanguageGuess {
    private static let sampleSize = 5_000

    /// The language as a BCP 47 tag, `und` where no language's words are frequent enough.
    static func language(of tokens: Tokens) -> String {
        var hits = [Int](repeating: 0, count: languages.count)
        var words = 0
        for index in 0..<min(tokens.count, sampleSize) where tokens.kinds[index] == .word {
            words += 1
            guard let owners = owners[tokens.hashes[index]] else { continue }
            for owner in owners { hits[owner] += 1 }
        }
        guard words > 0, let best = hits.indices.max(by: { (hits[$0], -$0) < (hits[$1], -$1) }) else { return "und" }
        // A headline has few function words; a text of another language has next to none of ours.
        return hits[best] * 100 >= words * 8 ? languages[best].tag : "und"
    }

    private static let languages: [(tag: String, words: String)] = [
        ("en", "the of and to in is that for was with as it on by he she said at be are from have has not but this i"),
        (
            "de",
            "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an er sie hat"
        ),
        ("fr", "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se il elle ce avec"),
        ("es", "de la que el en y a los se del las un por con no una su para es al lo como más ha pero sus"),
        ("it", "di e il la che in a per un del è non una i con della le si da al nel dei ha sono gli come anche"),
        ("pt", "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao foi são"),
        ("nl", "de van het een en in is dat op te die voor met zijn niet aan er om ook als maar bij naar heeft wordt"),
        ("sv", "och i att det som en på är av för med den till inte har de ett om han var men från vi så"),
        ("pl", "i w na z się nie do to że jest o za po od jak dla przez który ale są tym"),
    ]

    private static let owners: WordTable<[Int]> = {
        var owners: [WordHash: [Int]] = [:]
        for (index, language) in languages.enumerated() {
            for word in language.words.split(separator: " ") {
                owners[WordHash(folding: String(word)), default: []].append(index)
            }
        }
        return WordTable(owners.map { ($0, $1) })
    }()
}
