/// How many documents were delivered in the last minute and the last hour, in constant memory.
struct RateMeter: Sendable {
    private var seconds = Ring()
    private var minutes = Ring()

    /// Notes deliveries at a time.
    mutating func add(_ count: Int, at second: Int) {
        seconds.add(count, at: second)
        minutes.add(count, at: second / 60)
    }

    /// Deliveries in the sixty seconds up to a time.
    mutating func perMinute(at second: Int) -> Int { seconds.sum(at: second) }

    /// Deliveries in the sixty minutes up to a time, the one under way among them.
    mutating func perHour(at second: Int) -> Int { minutes.sum(at: second / 60) }

    /// Sixty counts, each for one unit of time.
    private struct Ring: Sendable {
        private var counts = [Int](repeating: 0, count: 60)
        private var last = 0

        mutating func add(_ count: Int, at time: Int) {
            advance(to: time)
            counts[last % 60] += count
        }

        mutating func sum(at time: Int) -> Int {
            advance(to: time)
            return counts.reduce(0, +)
        }

        private mutating func advance(to time: Int) {
            guard time > last else { return }
            for passed in max(last + 1, time - 59)...time { counts[passed % 60] = 0 }
            last = time
        }
    }
}
