import CLinux
import Foundation
import Glibc
import Processing
import Testing

/// Each test enters the sandbox in a process of its own, as a worker does, and tries what an analyzer must not do.
///
/// A process that finds an open door exits with the door's number.
@Suite struct SandboxTests {
    @Test func bothWallsStandWhereTheKernelHasThem() async {
        await #expect(processExitsWith: .success) {
            try enterSandbox()
        }
    }

    @Test func nothingIsWritten() async {
        await #expect(processExitsWith: .success) {
            try enterSandbox()
            let flags = [O_WRONLY | O_CREAT, O_RDWR, O_RDONLY | O_CREAT, O_RDONLY | O_TRUNC]
            for (number, flag) in flags.enumerated() where open("/tmp/copydesk-sandbox", flag, 0o600) >= 0 {
                exit(Int32(number) + 1)
            }
            if mkdir("/tmp/copydesk-sandbox-folder", 0o700) == 0 { exit(10) }
            if rename("/etc/hostname", "/etc/hostname2") == 0 { exit(11) }
            if unlink("/etc/hostname") == 0 { exit(12) }
            if symlink("/etc", "/tmp/copydesk-sandbox-link") == 0 { exit(13) }
            if chmod("/tmp", 0o777) == 0 { exit(14) }
        }
    }

    @Test func onlyTheSystemsOwnFoldersAreRead() async {
        await #expect(processExitsWith: .success) {
            let path = NSTemporaryDirectory() + "copydesk-secret-\(getpid())"
            try Data("secret".utf8).write(to: URL(fileURLWithPath: path))
            defer { unlink(path) }
            guard open(path, O_RDONLY) >= 0 else { exit(1) }
            guard try enterSandbox().landlock else { return }
            if open(path, O_RDONLY) >= 0 { exit(2) }
            if open("/etc/passwd", O_RDONLY) >= 0 { exit(3) }
            if open("/proc/1/environ", O_RDONLY) >= 0 { exit(4) }
            guard open("/usr/bin/env", O_RDONLY) >= 0 else { exit(5) }
        }
    }

    @Test func thereIsNoNetwork() async {
        await #expect(processExitsWith: .success) {
            try enterSandbox()
            for (number, family) in [AF_UNIX, AF_INET, AF_INET6].enumerated()
            where socket(family, Int32(SOCK_STREAM.rawValue), 0) >= 0 {
                exit(Int32(number) + 1)
            }
        }
    }

    @Test func noProgramIsStartedAndNoProcessTouched() async {
        await #expect(processExitsWith: .success) {
            try enterSandbox()
            var child: pid_t = 0
            var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
            if posix_spawn(&child, "/usr/bin/true", nil, nil, &arguments, nil) == 0 { exit(1) }
            if execv("/usr/bin/true", &arguments) == 0 { exit(2) }
            if kill(getppid(), 0) == 0 { exit(3) }
            if kill(getpid(), 0) == 0 { exit(4) }
        }
    }

    @Test func computingAndThreadsGoOn() async {
        await #expect(processExitsWith: .success) {
            try enterSandbox()
            let numbers = await withTaskGroup(of: Int.self) { group in
                for number in 0..<100 { group.addTask { (0...number).reduce(0, +) } }
                return await group.reduce(0, +)
            }
            guard numbers == 166_650 else { exit(1) }
            let big = [UInt8](repeating: 1, count: 64 << 20)
            guard big.reduce(0, { $0 + Int($1) }) == 64 << 20 else { exit(2) }
            var thread = pthread_t()
            guard pthread_create(&thread, nil, { _ in nil }, nil) == 0, pthread_join(thread, nil) == 0 else { exit(3) }
        }
    }

    @Test func aTrapIsStillASignal() async {
        await #expect(processExitsWith: .failure) {
            try enterSandbox()
            fatalError("as an analyzer's index out of range")
        }
    }
}

@discardableResult
private func enterSandbox() throws -> Sandbox.Walls {
    // A worker's first step, which both walls need.
    guard copydesk_no_new_privileges() == 0 else { exit(98) }
    let walls = try Sandbox.enter()
    guard walls.seccomp else { exit(99) }
    return walls
}
