import AnalyzerKit
import AnalyzerTesting
import Foundation
import Linguistics
import Testing

/// The worked example of docs/WRITING-AN-ANALYZER.md.
@Suite struct AddressesTests {
    @Test func addressesAreFoundWhereTheyStand() throws {
        let document = Document(UTF8Text("„Łódź“ asks desk@example.org, see https://example.org/a?b=c."))
        let findings = Addresses().analyze(document, in: AnalysisContext(for: Addresses.self))
        #expect(findings.addresses.map(\.text) == ["desk@example.org", "https://example.org/a?b=c"])
        let scalars = Array("„Łódź“ asks desk@example.org, see https://example.org/a?b=c.".unicodeScalars)
        for address in findings.addresses {
            #expect(Array(address.text.unicodeScalars) == Array(scalars[address.start..<address.end]))
        }
    }

    @Test func theGuideShowsTheExampleAsItIs() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let code = try String(contentsOf: folder.appending(path: "Addresses.swift"), encoding: .utf8)
        let guide = folder.appending(path: "../../docs/WRITING-AN-ANALYZER.md").standardized
        #expect(try String(contentsOf: guide, encoding: .utf8).contains("```swift\n" + code + "```"))
    }
}

@Suite struct AddressesConformanceTests {
    @Test(arguments: HostileText.all) func keepsItsPromises(on text: HostileText) throws {
        #expect(try AnalyzerConformance([Addresses.self]).breaches(on: text) == [])
    }

    @Test func describesItself() throws {
        #expect(try AnalyzerConformance([Addresses.self]).breachesOfDescription() == [])
    }

    @Test func worksInLinearTime() throws {
        let paragraph = "Write to desk@example.org, or see https://example.org/a?b=c.\n\n"
        #expect(try AnalyzerConformance([Addresses.self]).growth(over: paragraph) < 24)
    }
}
