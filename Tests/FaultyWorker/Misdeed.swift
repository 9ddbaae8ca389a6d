import Glibc

/// What an analyzer must not do.
enum Misdeed: String, CaseIterable {
    case throwing, trapping, aborting, accessing, overflowing, exiting, looping, hanging, flooding, forking
    /// Use up the memory: in large pieces, in small ones, at once.
    case allocating, growing, demanding

    struct Refused: Error {}

    func happen() throws {
        switch self {
        case .throwing: throw Refused()
        case .trapping:
            let numbers = Array(0..<Int(getpid()))
            _ = numbers[numbers.count]
        case .aborting: abort()
        case .accessing: UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
        case .overflowing: _ = Self.descend(0)
        case .exiting: exit(0)
        case .looping: while getppid() != 0 {}
        case .hanging: while true { sleep(1000) }
        case .allocating:
            var held: [[UInt8]] = []
            while true { held.append([UInt8](repeating: UInt8(truncatingIfNeeded: held.count), count: 32 << 20)) }
        case .growing:
            var last: Link?
            while true { last = Link(next: last) }
        case .demanding: _ = [UInt8](repeating: 1, count: 1 << 40)
        case .flooding:
            // What is printed must neither be taken for an answer nor fill anybody's memory.
            for _ in 0..<20_000 { print(String(repeating: "x", count: 1_000)) }
            throw Refused()
        case .forking:
            var argument: UnsafeMutablePointer<CChar>?
            for _ in 0..<10_000 {
                var child: pid_t = 0
                if posix_spawn(&child, "/bin/sh", nil, nil, &argument, nil) == 0 { exit(3) }
            }
            throw Refused()
        }
    }

    private final class Link {
        let next: Link?
        init(next: Link?) { self.next = next }
    }

    private static func descend(_ depth: Int) -> Int {
        getppid() == 0 ? depth : descend(depth + 1) + descend(depth + 2)
    }
}
