package import Glibc

/// The time since the machine started, sleep included, in nanoseconds.
func bootTime() -> UInt64 {
    let time = clockTime(CLOCK_BOOTTIME)
    return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
}

/// The wall clock, in nanoseconds since 1970.
package func wallTime() -> Int64 {
    let time = clockTime(CLOCK_REALTIME)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
}

/// The wall clock, in seconds since 1970.
package func wallSecond() -> Int { clockTime(CLOCK_REALTIME).tv_sec }

/// The time since the machine started, sleep left out, in microseconds: what systemd calls monotonic.
package func monotonicMicroseconds() -> UInt64 {
    let time = clockTime(CLOCK_MONOTONIC)
    return UInt64(clamping: time.tv_sec) &* 1_000_000 &+ UInt64(clamping: time.tv_nsec) / 1_000
}

/// What a clock of the system shows.
package func clockTime(_ clock: clockid_t) -> timespec {
    var time = timespec()
    clock_gettime(clock, &time)
    return time
}

extension Duration {
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return UInt64(min(seconds, 1 << 32)) &* 1_000_000_000 &+ UInt64(attoseconds / 1_000_000_000)
    }
}
