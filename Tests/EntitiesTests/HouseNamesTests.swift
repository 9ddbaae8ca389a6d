import AnalyzerKit
import TestSupport
import Testing

@testable import Entities

/// Houses that are called by their founder's name.
@Suite struct HouseNamesTests {
    private func corrected(_ marked: String) -> [String] {
        let text = RecognisedText(marked)
        return text.described(
            HouseNames(tokens: text.document.tokens, text: text.document.text).corrected(text.names))
    }

    @Test(
        arguments: [
            "Shares of ‹ORG:Hadley's› fell, and ‹PER:Hadley›'s will close nine shops.",
            "‹PER:Hadley›’s opened early. ‹ORG:Hadley’s› has no rival.",
            "‹PER:Hadley›'s would open. The queue at ‹ORG:Hadley›'s was long.",
        ])
    func everyMentionIsOfTheHouse(_ marked: String) {
        let names = corrected(marked)
        #expect(names.count == 2)
        for name in names { #expect(name.hasPrefix("ORG Hadley") && name.hasSuffix("s")) }
    }

    @Test(
        arguments: [
            // The founder is named, too.
            "Shares of ‹ORG:Hadley's› fell. ‹PER:Hadley› sold, and ‹PER:Hadley›'s will was read.",
            "‹PER:Ada Hadley› spoke. ‹PER:Hadley›'s would be the last word; ‹PER:Hadley›'s house was sold.",
            "‹PER:Hadley›'s house was sold. ‹PER:Hadley›'s might was gone.",
            "‹LOC:Britain›'s had shrunk; ‹LOC:Britain›'s economy grew.",
            "‹PER:Anna›'s has not.",
        ])
    func whatIsSomebodysStaysSo(_ marked: String) {
        let text = RecognisedText(marked)
        #expect(corrected(marked) == text.described(text.names))
    }
}
