import Digest
import Foundation
import Rendering
import Reporting
import TestSupport
import Testing

/// The style of a page: what it loads, and that it can be read by everybody.
@Suite struct PageStyleTests {
    private func style() throws -> String {
        let page = String(
            decoding: ReportPage(try StoredReport(ReportJSON("It rained.").bytes(), from: "r.json")).html(),
            as: UTF8.self)
        let start = try #require(page.range(of: "<style>")).upperBound
        return String(page[start..<(try #require(page.range(of: "</style>")).lowerBound)])
    }

    @Test func thePolicyAllowsThisStyleAndNothingElse() throws {
        let hex = SHA256.hexDigest(of: Array(try style().utf8))
        let digits = hex.compactMap(\.hexDigitValue)
        let digest = Data(stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
        #expect(
            ReportPage.contentSecurityPolicy
                == "default-src 'none'; style-src 'sha256-\(digest.base64EncodedString())'; base-uri 'none'; form-action 'none'"
        )
    }

    @Test func theStyleLoadsNothingAndStandsInXMLAsItIs() throws {
        let style = try style()
        for part in ["url(", "@import", "@font-face", "http", "<", "&", "expression", "javascript"] {
            #expect(!style.contains(part), "\(part)")
        }
        #expect(style.utf8.allSatisfy { $0 < 0x80 } && style.count > 2_000)
    }

    // MARK: Contrast

    /// The colours of each scheme by name: light, dark, print.
    private func schemes() throws -> [[String: String]] {
        let blocks = try style().matches(of: /:root \{([^}]*)\}/).map { String($0.output.1) }
        try #require(blocks.count == 3)
        return blocks.map { block in
            Dictionary(
                block.matches(of: /--([a-z-]+): (#[0-9a-f]{6})/).map { (String($0.output.1), String($0.output.2)) },
                uniquingKeysWith: { $1 })
        }
    }

    /// The relative luminance of a colour (WCAG 2.2, definition of relative luminance).
    private func luminance(_ colour: String) throws -> Double {
        let value = try #require(Int(colour.dropFirst(), radix: 16))
        let parts = [value >> 16, value >> 8 & 255, value & 255].map { part -> Double in
            let share = Double(part) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private func contrast(_ one: String, _ other: String) throws -> Double {
        let (first, second) = (try luminance(one), try luminance(other))
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    @Test func contrastIsComputedAsTheGuidelinesDo() throws {
        #expect(abs(try contrast("#000000", "#ffffff") - 21) < 0.01)
        #expect(abs(try contrast("#777777", "#ffffff") - 4.48) < 0.01)
    }

    /// Text and the grounds that it stands on, at 4.5 to 1 (WCAG 2.2, 1.4.3); lines and bars at 3 to 1 (1.4.11).
    @Test(
        arguments: [
            (["ink", "muted", "link", "negative", "positive"], ["paper", "panel"], 4.5),
            (["ink", "link", "negative", "positive"], ["direct", "indirect", "turn"], 4.5),
            (["hold-ink"], ["hold"], 4.5),
            (["aim-ink"], ["aim"], 4.5),
            (
                ["person", "organisation", "place", "other", "neutral"],
                ["paper", "panel", "direct", "indirect", "turn"], 3
            ),
        ] as [([String], [String], Double)])
    func textStandsOut(words: [String], grounds: [String], least: Double) throws {
        for (number, scheme) in try schemes().enumerated() {
            for word in words {
                for ground in grounds {
                    let contrast = try contrast(try #require(scheme[word]), try #require(scheme[ground]))
                    #expect(contrast >= least, "--\(word) on --\(ground) in scheme \(number): \(contrast)")
                }
            }
        }
    }
}
