import Foundation

/// A program's run to its end, with what it printed.
struct ToolRun {
    let status: Int32
    let output: String
    let errors: String

    /// The folder that holds Package.swift.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The program beside the test bundle, of the same build.
    static var copydesk: URL {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(
            path: "copydesk")
    }

    /// Debian's Python, which has python3-jsonschema; another in the path may not.
    static let python = URL(filePath: "/usr/bin/python3")

    /// Runs a program.
    init(
        _ program: URL, _ arguments: [String], input: Data = Data(), environment: [String: String] = [:]
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "copydesk-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files, not pipes: nothing to deadlock on, whatever the program prints.
        let files = ["in", "out", "err"].map { folder.appending(path: $0) }
        try input.write(to: files[0])
        for file in files[1...] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
        errors = String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
    }
}
