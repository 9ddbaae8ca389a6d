import AnalyzerKit
import Discourse
import Ingest
import Linguistics
import Testing

/// Interviews and transcripts in the forms that pages give them.
@Suite struct PageTranscriptTests {
    private static let turns = [
        ("ROWAN", "We opened on Monday, and the ovens have been on ever since then."),
        ("REYES", "Was it as hard as people in the town had expected it to be?"),
        ("ROWAN", "It was harder, because nobody in this county had done it before us."),
        ("REYES", "And what comes next, once the council has voted on the matter?"),
        ("ROWAN", "A second plant, if we can find the money and the people for it."),
    ]

    private static func story(_ form: (String, String) -> String) -> String {
        turns.map { form($0.0, $0.1) }.joined(separator: "\n")
    }

    /// The story's markup by the form's name.
    private static let forms: [String: String] = [
        "strong": story { "<p><strong>\($0):</strong> \($1)</p>" },
        "terms": "<dl>" + story { "<dt>\($0)</dt><dd>\($1)</dd>" } + "</dl>",
        "table": "<table>" + story { "<tr><td>\($0)</td><td>\($1)</td></tr>" } + "</table>",
        "headings": story { "<h3>\($0)</h3><p>\($1)</p>" },
        "breaks": story { "\($0): \($1)<br><br>" },
        "lines": story { "<p><b>\($0)</b><br>\($1)</p>" },
        "elements": story { "<p><span class='speaker'>\($0)</span> \($1)</p>" },
        "plain": story { "<p>\($0): \($1)</p>" },
        "questions": story { "<p><b>\($0 == "REYES" ? "Q" : "A")</b> \($1)</p>" },
    ]

    @Test(arguments: forms.keys.sorted())
    func turnsHaveTheirSpeakers(_ form: String) throws {
        var page = TestPage()
        page.story = "<p>\(TestPage.prose[0])</p>" + (Self.forms[form] ?? "")
        let document = try page.document()
        let names = form == "questions" ? ["A", "Q"] : ["ROWAN", "REYES"]
        for (speaker, words) in Self.turns {
            let name = form == "questions" ? names[speaker == "REYES" ? 1 : 0] : speaker
            #expect(document.body.contains("\(name): \(words)"), "\(document.body)")
        }
    }
}
