import Foundation
import Glibc
import Library
import SystemPackage

/// What the library costs: reports taken in a second, the size of its database, and how long answers take.
///
/// Beside each time stands the processor's, which tells the cost on a machine that others use too.
@main
struct LibraryBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let count = Int(arguments[2]), count > 0 else {
            print(
                "Usage: library-benchmark <folder> <count>\nMakes reports in <folder>/outbox where they are not, and a library."
            )
            exit(64)
        }
        let folder = FilePath(arguments[1])
        let outbox = folder.appending("outbox")
        var generator = ReportGenerator(seed: 1)
        try generate(count, in: outbox, &generator)
        let state = folder.appending("state")
        try? FileManager.default.removeItem(atPath: state.string)
        try FileManager.default.createDirectory(atPath: state.string, withIntermediateDirectories: true)
        let layout = LibraryLayout(state: state)

        let (began, all, own) = (
            ContinuousClock.now, processorTime(CLOCK_PROCESS_CPUTIME_ID), processorTime(CLOCK_THREAD_CPUTIME_ID)
        )
        let keeper = try LibraryKeeper(layout, of: outbox, folderMode: 0o770)
        try keeper.compact(after: keeper.reconcile())
        let taken = ContinuousClock.now - began
        try keeper.close()
        let generation = layout.target ?? layout.folder
        let size = try fileSize(generation.appending("library.sqlite"))
        print("reports \(count), taken in \(taken), \(Int(Double(count) / seconds(taken))) reports/s")
        func each(_ time: Double) -> Int { Int(time / Double(count) * 1e6) }
        print(
            "processor time a report: \(each(processorTime(CLOCK_THREAD_CPUTIME_ID) - own)) µs to write it, "
                + "\(each(processorTime(CLOCK_PROCESS_CPUTIME_ID) - all)) µs together")
        print("database \(size) bytes, \(size / count) a report")
        try ask(LibraryReader(layout), generator)
    }

    private static func generate(_ count: Int, in outbox: FilePath, _ generator: inout ReportGenerator) throws {
        func place(_ number: Int) -> FilePath {
            outbox.appending("\(number / 1_000)").appending("story-\(number).txt.json")
        }
        // They were made before.
        if FileManager.default.fileExists(atPath: place(count - 1).string) { return }
        for number in 0..<count {
            let report = generator.report(number)
            let place = place(number)
            if FileManager.default.fileExists(atPath: place.string) { continue }
            try FileManager.default.createDirectory(
                atPath: place.removingLastComponent().string, withIntermediateDirectories: true)
            try Data(report).write(to: URL(filePath: place.string))
        }
    }

    private static func ask(_ reader: LibraryReader, _ generator: ReportGenerator) throws {
        let month = LibraryFilter(since: 1_738_368_000, until: 1_740_787_200)
        let publisher = LibraryFilter(publisher: "Gazette 7")
        let (person, place) = (generator.wellKnown, generator.placeWellKnown)
        let questions: [(String, () throws -> Int)] = [
            ("documents", { try reader.documents(limit: 50).count }),
            ("documents of a month", { try reader.documents(month, limit: 50).count }),
            ("quotes --speaker", { try reader.quotes(.init(speaker: person), limit: 50).count }),
            ("quotes --speaker --about", { try reader.quotes(.init(speaker: person, about: place), limit: 50).count }),
            ("entities --top 20", { try reader.entities(limit: 20).count }),
            ("entities of a month", { try reader.entities(.organization, month, limit: 20).count }),
            ("stance --by month", { try reader.stances(of: place, by: .month).count }),
            ("search, a phrase", { try reader.search([generator.phrase], limit: 50).count }),
            ("search, a word in many", { try reader.search([generator.wordInMany], limit: 50).count }),
            ("search, a prefix", { try reader.search([generator.wordInMany.prefix(3) + "*"], limit: 50).count }),
            ("sources", { try reader.sources(by: .both, limit: 10).groups.count }),
            ("sources of a publisher", { try reader.sources(by: .month, publisher, limit: 10).groups.count }),
        ]
        for (name, question) in questions {
            var (times, work): ([Double], [Double]) = ([], [])
            var found = 0
            for _ in 0..<40 {
                let (began, own) = (ContinuousClock.now, processorTime(CLOCK_THREAD_CPUTIME_ID))
                found = try question()
                work.append((processorTime(CLOCK_THREAD_CPUTIME_ID) - own) * 1_000)
                times.append(seconds(ContinuousClock.now - began) * 1_000)
            }
            func quantiles(_ times: [Double]) -> String {
                [50, 95].map { percent in
                    let time = times.sorted()[times.count * percent / 100]
                    return "p\(percent) \(time.formatted(.number.precision(.fractionLength(2)))) ms"
                }.joined(separator: ", ")
            }
            print(
                "\(name.padding(toLength: 26, withPad: " ", startingAt: 0)) \(found) found, \(quantiles(times)); "
                    + "of the processor \(quantiles(work))")
        }
    }

    /// The processor time, in seconds, of the process or of this thread.
    private static func processorTime(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func fileSize(_ path: FilePath) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path.string)[.size] as? Int ?? 0
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
