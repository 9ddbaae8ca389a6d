import AnalyzerTesting
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Spool

/// Random sequences of drops, renames, claims, deliveries, failures, errors and deaths against a model of the promise.
///
/// Each sequence follows from its number, which a failure names. COPYDESK_SEQUENCES says how many there are.
struct SequenceTests {
    private static var count: UInt64 {
        getenv("COPYDESK_SEQUENCES").flatMap { UInt64(String(cString: $0)) } ?? 12
    }

    @Test(arguments: 0..<count) func whateverHappensNothingIsLostTornOrMixedUp(number: UInt64) throws {
        var sequence = try Sequence(number: number)
        for _ in 0..<12 {
            try sequence.live()
            sequence.check()
        }
        try sequence.end()
    }
}

/// One sequence: several lives of a spool, and what must be there whatever became of them.
private struct Sequence {
    private let scene: Scene
    private var random: SplitMix64
    /// The contents that were dropped, each as often as it was.
    private var dropped: [String] = []
    /// Name and content of each, joined.
    private var names: Set<String> = []
    /// Claims that are being delivered, and that are being set aside: the daemon goes on with what it began.
    private var delivering: Set<String> = []
    private var failing: Set<String> = []

    init(number: UInt64) throws {
        scene = try Scene()
        random = SplitMix64(state: number)
    }

    /// From the opening of the spool to its end, which may come at any system call.
    mutating func live() throws {
        let spool = try scene.open()
        let weather = Storm.Weather.allCases.randomElement(using: &random) ?? .fair
        let storm = Storm(weather, &random)
        try Kernel.$faults.withValue({ _ in storm.next() }) {
            var claims = (try? spool.recover()) ?? []
            for _ in 0..<20 { try step(spool, &claims) }
        }
    }

    private mutating func step(_ spool: Spool, _ claims: inout [Claim]) throws {
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1: try drop()
        case 2: rename()
        case 3, 4:
            guard let path = scene.files("inbox").randomElement(using: &random) else { return }
            if let claim = try? spool.claim(FilePath(path)) { claims.append(claim) }
        case 5:
            guard let index = claims.indices.randomElement(using: &random) else { return }
            try? spool.beginAttempt(&claims[index])
        case 6:
            guard let index = claims.indices.randomElement(using: &random), !claims[index].attempts.isEmpty else {
                return
            }
            if Bool.random(using: &random) {
                try? spool.handBack(&claims[index])
            } else {
                try? spool.endAttempt(&claims[index], with: Failure(reason: "crash", message: "It crashed."))
            }
        case 7, 8:
            guard let index = claims.indices.randomElement(using: &random), !failing.contains(claims[index].id) else {
                return
            }
            delivering.insert(claims[index].id)
            guard (try? spool.deliver([report(for: claims[index])], for: claims[index])) != nil else { return }
            claims.remove(at: index)
        default:
            guard let index = claims.indices.randomElement(using: &random), !delivering.contains(claims[index].id)
            else { return }
            failing.insert(claims[index].id)
            guard (try? spool.fail(claims[index], because: Failure(reason: "crash", message: "It crashed."))) != nil
            else { return }
            claims.remove(at: index)
        }
    }

    /// A new document, or the bytes of an earlier one under another name.
    private mutating func drop() throws {
        let isCopy = !dropped.isEmpty && Int.random(in: 0..<4, using: &random) == 0
        let content = isCopy ? dropped.randomElement(using: &random) ?? "" : "document \(dropped.count)"
        // Names of other documents come again, but one that lies in the inbox is not written over.
        let folder = ["", "a/", "a/b/"].randomElement(using: &random) ?? ""
        var name = folder + "story\(Int.random(in: 0..<12, using: &random)).txt"
        if isCopy || names.contains(name + content) { name = folder + "copy\(dropped.count).txt" }
        guard scene.text(FilePath("inbox/" + name)) == nil else { return }
        names.insert(name + content)
        try scene.drop(content, at: FilePath(name))
        dropped.append(content)
    }

    private mutating func rename() {
        guard let old = scene.files("inbox").randomElement(using: &random) else { return }
        let new = "renamed\(UInt32.random(in: 0 ... .max, using: &random)).txt"
        let inbox = scene.folders.inbox
        inbox.appending(old).withPlatformString { from in
            inbox.appending(new).withPlatformString { to in _ = Glibc.rename(from, to) }
        }
    }

    /// Every document is in exactly one place with its bytes, and every report is whole and of an archived document.
    func check() {
        var found = contents("inbox") + contents("state/archive")
        found += contents("state/failed") { !$0.hasSuffix(".error.json") && !isHidden($0) }
        found += contents("state/spool/active") { $0.hasSuffix(".document") }
        #expect(found.sorted() == dropped.sorted())
        let reports = contents("outbox") { !isHidden($0) }
        for report in reports { #expect(report.hasPrefix("{") && report.hasSuffix("}\n"), "\(report)") }
        #expect(reports.count >= contents("state/archive").count)
    }

    /// A last life in fair weather, in which all that is left is delivered.
    mutating func end() throws {
        do {
            let spool = try scene.open()
            var claims = try spool.recover()
            for path in scene.files("inbox") { claims.append(try spool.claim(FilePath(path))) }
            for claim in claims {
                if failing.contains(claim.id) {
                    try spool.fail(claim, because: Failure(reason: "crash", message: "It crashed."))
                } else {
                    _ = try spool.deliver([report(for: claim)], for: claim)
                }
            }
        }
        check()
        #expect(scene.files("inbox") == [] && scene.files("state/spool") == [])
        let left = (scene.files("outbox") + scene.files("state")).filter { $0.contains(".copydesk-") }
        #expect(left == [])
        #expect(scene.files("outbox").count == scene.files("state/archive").count)
        let failures = scene.files("state/failed")
        #expect(failures.count { $0.hasSuffix(".error.json") } * 2 == failures.count)
    }

    /// Whether it is a file that is not whole yet.
    private func isHidden(_ path: String) -> Bool { FilePath(path).lastComponent?.string.hasPrefix(".") ?? false }

    private func contents(_ folder: String, where isWanted: (String) -> Bool = { _ in true }) -> [String] {
        scene.files(FilePath(folder)).filter(isWanted).compactMap { scene.text(FilePath(folder + "/" + $0)) }
    }
}

/// The errors of a life's system calls.
private final class Storm: Sendable {
    enum Weather: CaseIterable {
        case fair
        /// From some call on all fail, as if the process were gone.
        case death
        /// One in fifteen fails.
        case flaky
    }

    private struct State {
        var calls = 0
        var random: SplitMix64
    }

    private let death: Int
    private let isFlaky: Bool
    private let state: Mutex<State>

    init(_ weather: Weather, _ random: inout SplitMix64) {
        death = weather == .death ? Int.random(in: 1...250, using: &random) : .max
        isFlaky = weather == .flaky
        state = Mutex(State(random: SplitMix64(state: random.next())))
    }

    func next() -> Errno? {
        state.withLock { state in
            state.calls += 1
            if state.calls >= death { return .ioError }
            guard isFlaky, Int.random(in: 0..<15, using: &state.random) == 0 else { return nil }
            return [Errno.noSpace, .ioError, .tooManyOpenFiles, .diskQuotaExceeded].randomElement(using: &state.random)
        }
    }
}
