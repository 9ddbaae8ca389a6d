import Foundation
import Testing

/// Mails through the daemon: what newsrooms get, and what nobody should send.
@Suite(.serialized, .timeLimit(.minutes(5))) struct MailDaemonTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "IngestTests/Fixtures/Mail")

    /// How many reports come of each.
    private static let files = [
        ("release-plain.eml", 1, "message/rfc822"), ("reply-outlook-html.eml", 1, "message/rfc822"),
        ("mixed.eml", 3, "message/rfc822"), ("letters.mbox", 3, "message/rfc822"),
    ]

    @Test func eachKindComesOutAsReports() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        for (name, _, _) in Self.files {
            try daemon.drop(Data(contentsOf: Self.folder.appending(path: name)), as: name)
        }
        for (name, count, mediaType) in Self.files {
            let gold = try #require(
                try JSONSerialization.jsonObject(
                    with: Data(contentsOf: Self.folder.appending(path: name + ".gold.json"))) as? [[String: Any]])
            #expect(gold.count == count)
            for number in 1...count {
                let document = try #require(
                    try await daemon.report(number == 1 ? name : "\(name).\(number)")["document"] as? [String: Any])
                let wanted = gold[number - 1]
                #expect(document["title"] as? String == wanted["title"] as? String, "\(name)")
                #expect(document["published"] as? String == wanted["published"] as? String, "\(name)")
                if number == 1 { #expect(document["mediaType"] as? String == mediaType, "\(name)") }
                let part = document["part"] as? [String: Any]
                #expect(part?["name"] as? String == wanted["name"] as? String, "\(name)")
            }
        }
        // What could not be read is named where the mail's own words are.
        let problems = try #require(try await daemon.report("mixed.eml")["problems"] as? [[String: Any]])
        let attachment = problems.first { $0["reason"] as? String == "attachment" }
        #expect((attachment?["message"] as? String)?.contains("'hall.jpg' (image/jpeg)") == true, "\(problems)")
    }

    @Test func whatAReplyQuotesIsItsWritersTurn() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        try daemon.drop(Data(contentsOf: Self.folder.appending(path: "reply-gmail.eml")), as: "reply.eml")
        let report = try await daemon.report("reply.eml")
        let analyzers = try #require(report["analyzers"] as? [String: [String: Any]])
        let findings = try #require(analyzers["quotes"]?["findings"] as? [String: [[String: Any]]])
        let turns = findings["quotes"]?.filter { $0["kind"] as? String == "turn" } ?? []
        #expect(turns.map { ($0["speaker"] as? [String: Any])?["name"] as? String } == ["Ana Ruiz"])
        let document = try #require(report["document"] as? [String: Any])
        let kinds = (document["blocks"] as? [[String: Any]])?.compactMap { $0["kind"] as? String }
        #expect(kinds?.first == "headline" && kinds?.contains("quote") == true && kinds?.contains("note") == true)
    }

    /// Who signs a mail and who employs them, on lines of their own, are two.
    @Test(arguments: ["-- \n", "Kind regards,\n", "Kind regards\n\n"])
    func whoSignsIsNotOneWithTheirEmployer(rule: String) throws {
        let mail = """
            From: Anna Berg <anna.berg@hydrapower.example>
            Subject: Outage at the dam
            Date: Mon, 05 Jan 2026 10:00:00 +0000

            The turbines will be started again on Friday, after two weeks of repairs. We
            regret the outage.

            \(rule)Anna Berg
            Hydra Power
            Head of Communications

            """
        let file = FileManager.default.temporaryDirectory.appending(path: "copydesk-\(UUID()).eml")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(mail.utf8).write(to: file)
        let run = try ToolRun(
            DaemonHarness.binary, ["analyze", file.path], environment: ["COPYDESK_CONFIG": "/dev/null"])
        let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let analyzers = try #require(report["analyzers"] as? [String: [String: Any]])
        let findings = try #require(analyzers["entities"]?["findings"] as? [String: [[String: Any]]])
        let mentions = findings["mentions"]?.compactMap { $0["text"] as? String } ?? []
        #expect(mentions.contains("Anna Berg") && !mentions.contains { $0.contains("\n") }, "\(mentions)")
    }

    @Test func whatCannotBeReadIsSetAsideWithOneSentence() async throws {
        let daemon = try DaemonHarness()
        try await daemon.startAndWait()
        let head = "From: ada@alden.example\nMIME-Version: 1.0\nContent-Type: multipart/"
        let deep = (0..<10_000).map { "--b\($0)\nContent-Type: multipart/mixed; boundary=b\($0 + 1)\n\n" }.joined()
        let hostile: [(String, String, String)] = [
            ("deep.eml", "\(head)mixed; boundary=b0\n\n\(deep)", "malformed"),
            ("secret.eml", "\(head)encrypted; boundary=b\n\n--b\n\nVersion: 1\n--b--\n", "unsupported-format"),
            ("empty.eml", "From: ada@alden.example\nDate: Tue, 3 Mar 2026 10:14:00 +0000\n\n", "empty"),
        ]
        try await daemon.setsAside(hostile)
    }
}
