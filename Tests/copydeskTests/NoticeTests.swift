import Foundation
import Testing

/// What is compiled into the program is named with its licence.
@Suite struct NoticeTests {
    /// The names of the packages that a build resolves to, those of Package.swift and theirs.
    private static func packages() throws -> [String] {
        let resolved = try Data(contentsOf: ToolRun.root.appending(path: "Package.resolved"))
        struct Resolved: Decodable {
            struct Pin: Decodable { let location: URL }
            let pins: [Pin]
        }
        return try JSONDecoder().decode(Resolved.self, from: resolved).pins.map {
            $0.location.lastPathComponent.replacing(/\.git$/, with: "")
        }
    }

    @Test(arguments: ["NOTICE", "deploy/debian/copyright"])
    func namesEveryLinkedPackage(in name: String) throws {
        let text = try String(contentsOf: ToolRun.root.appending(path: name), encoding: .utf8)
        let packages = try Self.packages()
        #expect(packages.count >= 11)
        for package in packages { #expect(text.contains(package), "\(package)") }
    }
}
