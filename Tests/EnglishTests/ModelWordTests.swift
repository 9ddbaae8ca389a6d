import Linguistics
import Testing

@testable import English

/// Words whose groups are features of trained models: who changes them trains the model anew and sets the sum here.
@Suite struct ModelWordTests {
    @Test(arguments: [
        (WordGroup.modelTitle, 103, UInt64(0x722D_B83D_328F_FDAF)),
        (.modelOrganization, 110, 0xEA2B_506D_A252_A194), (.modelMonth, 19, 0xFEA5_A6F4_DEA3_4435),
        (.modelDeterminer, 5, 0x2327_E4CF_994C_3F7F), (.modelPlace, 7, 0x0034_904A_A55A_9547),
    ])
    func groupsAreThoseOfTheModels(group: WordGroup, count: Int, sum: UInt64) {
        let hashes = Words.english[group].hashes
        #expect(hashes.count == count)
        #expect(hashes.reduce(0) { $0 &+ $1.value } == sum)
    }

    /// The classifier of marked words and the ranker of speakers read these.
    @Test func classesAndCuesAreThoseOfTheModels() {
        var classes: UInt64 = 0
        var cues: UInt64 = 0
        for (row, known) in Words.english.rows.enumerated() {
            let hash = WordHash(folding: Words.english.spelling(row))
            classes = classes &+ hash.value &* UInt64(known.classes.rawValue)
            guard let cue = CueLexicon.shared.entry(hash) else { continue }
            let parts = [
                UInt64(cue.frames.rawValue), UInt64(cue.form.rawValue), UInt64(cue.weight.bitPattern),
                cue.isAlsoNoun ? 1 : 0,
            ]
            cues = cues &+ parts.reduce(hash.value) { ($0 &+ $1) &* 0x0000_0100_0000_01B3 }
        }
        #expect(classes == 0x6042_50D3_818E_D9F0)
        #expect(cues == 0xF1D7_DB3A_769A_C9A9)
    }
}
