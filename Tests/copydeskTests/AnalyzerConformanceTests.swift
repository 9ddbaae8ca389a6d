import AnalyzerTesting
import Testing

@testable import copydesk

/// What every analyzer in the list must keep to, whatever it finds.
@Suite struct AnalyzerConformanceTests {
    private static let conformance = Result { try AnalyzerConformance(Analyzers.all) }

    private func conformance() throws -> AnalyzerConformance { try Self.conformance.get() }

    @Test(arguments: HostileText.all) func everyAnalyzerKeepsItsPromises(on text: HostileText) throws {
        #expect(try conformance().breaches(on: text) == [])
    }

    @Test func everyAnalyzerDescribesItself() throws {
        #expect(try conformance().breachesOfDescription() == [])
    }

    /// Eight times the text may take little more than eight times the time; quadratic work would take 64 times.
    @Test func workGrowsWithTheTextNotFaster() throws {
        let growth = try conformance().growth(
            over: "“We will not go,” Ann Lee said on Monday. She told Bob Ray of the U.N. that it was “awful”.\n\n")
        #expect(growth < 24)
    }
}
