import Synchronization
import SystemPackage
import Testing

@testable import Spool

struct WatchExchangeTests {
    /// The thread may be in the middle of a scan by the former settings when new ones come.
    @Test func whatNewSettingsIgnoreIsNotGivenOutThoughTheThreadStillFindsIt() throws {
        let exchange = try WatchExchange(capacity: 8, troublesChanged: {}, notify: { _ in })
        exchange.state.withLock { state in
            state.newOptions = SpoolOptions()
            state.newRules = IgnoreRules(patterns: ["*.txt"])
        }
        exchange.offer(FoundFile("one.txt", isWhole: true), changed: 1)
        exchange.offer(FoundFile("one.bak", isWhole: true), changed: 2)
        #expect(exchange.state.withLock { $0.queue.takeOldest()?.path } == "one.bak")
        #expect(exchange.state.withLock { $0.queue.count } == 0)
        // From here on the thread looks by the new rules itself.
        #expect(exchange.takeOrders().options != nil)
        exchange.offer(FoundFile("two.txt", isWhole: true), changed: 3)
        #expect(exchange.state.withLock { $0.queue.count } == 1)
    }
}
