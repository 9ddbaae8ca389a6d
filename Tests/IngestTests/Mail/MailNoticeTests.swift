import AnalyzerKit
import Discourse
import Entities
import Ingest
import Linguistics
import Quotes
import References
import Testing

/// What stands around the words of mails in many forms, and whom the words around it tell of.
@Suite struct MailNoticeTests {
    private func document(_ body: String, to type: String = "text/plain") throws -> Document {
        let head =
            "From: Ada Reyes <ada@alden.example>\nTo: Tom Becker <tom@paper.example>\nSubject: Rain\n"
            + "Date: Tue, 3 Mar 2026 10:14:00 +0000\nMIME-Version: 1.0\nContent-Type: \(type); charset=utf-8\n\n"
        return try Decoder.document(from: Array((head + body).utf8), path: "a.eml")
    }

    private func blocks(_ body: String, _ type: String = "text/plain") throws -> [(kind: BlockKind, words: String)] {
        let document = try document(body, to: type)
        return document.blocks.kinds.indices.map { index in
            let range = document.structure.tokens.range(document.blocks.tokens[index])
            return (document.blocks.kinds[index], document.text.string(in: range))
        }
    }

    private func speakers(_ body: String) throws -> [String?] {
        let document = try document(body)
        let pipeline = try Pipeline([Entities.self, References.self, Quotes.self])
        let section = try #require(pipeline.analyze(document).first { $0.name == Quotes.name })
        let found = try #require(try section.outcome.get() as? Quotes.Findings)
        return found.quotes.map(\.speaker?.name)
    }

    @Test("A sentence on notices does not make notices of what follows")
    func sentences() throws {
        let told = "To unsubscribe, customers had to call a number, the regulator said."
        let found = try blocks("The bridge opened on Monday.\n\n\(told)\n\n\"It is safe,\" Anna Holt said. She left.\n")
        #expect(found.last?.kind == .paragraph && found.last?.words.hasSuffix("She left.") == true)
    }

    // MARK: Notices

    private static let disclaimers = [
        "This e-mail and any files transmitted with it are confidential and intended solely for the addressee.",
        "If you are not the named addressee you should not disseminate, distribute or copy this e-mail.",
        "Please notify the sender immediately if you have received this e-mail by mistake.",
        "NOTICE: This message contains privileged information and may only be used by the intended recipient.",
        "IMPORTANT: The contents of this email are confidential. You cannot use or forward any attachments in it.",
        "WARNING: Although reasonable precautions were taken to ensure no viruses are present in this email, no liability is taken.",
        "This email has been checked for viruses by Halden antivirus software.",
        "This incoming email was scanned for viruses by the mail gateway of the port.",
        "Virus-free. www.halden.example",
        "Any opinions expressed in this email are those of the individual and not necessarily those of the port.",
        "The views expressed by the author of this message are not necessarily those of the company.",
        "Save a tree. Don't print this e-mail unless it's really necessary.",
        "P Please consider the environment before printing this e-mail",
        "Harbour Lines plc. Registered in Scotland. Company number SC123456. Registered office: 1 Quay Street, Leith.",
        "Velmora Media GmbH, Sitz der Gesellschaft: Hamburg, Amtsgericht Hamburg HRB 12345, Geschäftsführer: Karl Weiss",
        "Northline LLP is authorised and regulated by the Financial Conduct Authority, firm no. 123456.",
        "Emails sent to and from this organisation may be monitored and read for lawful purposes.",
        "Der Inhalt dieser E-Mail ist vertraulich und nur für den Adressaten bestimmt.",
        "If you no longer wish to receive these emails, click here to unsubscribe.",
    ]

    @Test("Notices below a mail and below what it quotes are notes, not words of either", arguments: disclaimers)
    func notices(_ notice: String) throws {
        let body =
            "I agree with Tom. The roof is unsafe and the school should be closed.\n\nRegards\nAda\n\n\(notice)\n\n"
            + "On 13 Oct 2025 at 18:02, Tom Becker wrote:\n\n> The inspector said the roof could fall.\n>\n> Tom\n>\n> \(notice)\n"
        let found = try blocks(body).filter { $0.words.hasPrefix(notice.prefix(24)) }
        #expect(found.map(\.kind) == [.note, .note])
    }

    @Test("A word for a notice alone above it is one", arguments: ["Disclaimer", "Confidentiality", "NOTICE"])
    func headed(_ head: String) throws {
        let body =
            "The roof is unsafe and the school should be closed.\n\n\(head)\n"
            + "This communication from the sender is confidential, and meant for the intended recipient.\n"
        let found = try blocks(body)
        #expect(found.first { $0.words.hasPrefix(head) }?.kind == .note)
    }

    @Test(
        "Warnings of mails from outside are notes",
        arguments: [
            "[EXTERNAL]", "EXTERNAL EMAIL: Think before you click.",
            "*** This message came from an external source. ***",
            "CAUTION: This email originated from outside of the organization. Do not click links unless you trust the sender.",
            "This sender is from outside your organization. Be careful with links.",
        ])
    func banners(_ banner: String) throws {
        let found = try blocks(
            "\(banner)\n\nHello Tom,\n\nThe roof is unsafe and the school should be closed.\n\nAda\n")
        #expect(found.first { $0.words.hasPrefix(banner.prefix(10)) }?.kind == .note)
    }

    @Test(
        "What tells of such things is text",
        arguments: [
            "This email was the first that the council got, the mayor said.",
            "The letter is confidential, but the minister read it out on television.",
            "Views expressed at the meeting were those of fishermen, not of the town.",
            "Northline is registered in England and has 400 workers, the union said.",
            "Outside the company nobody knew of the plan, and inside few did.",
            "Residents should think before printing their own tickets, the ferry company said.",
            "External auditors found nothing, and the council thanked them.",
            "Please note that the bridge is shut on Sunday.",
            "The watchdog warned customers to be careful with links in messages.",
        ])
    func prose(_ sentence: String) throws {
        for body in [
            "Hello Tom,\n\n\(sentence)\n\nThe roof is unsafe and the school should be closed.\n\nAda\n",
            "Hello Tom,\n\nThe roof is unsafe and the school should be closed.\n\n\(sentence)\n\nAda\n",
        ] {
            #expect(try blocks(body).first { $0.words.hasPrefix(sentence.prefix(20)) }?.kind == .paragraph)
        }
    }

    // MARK: Signatures

    @Test(
        "A signature needs no farewell, nor the sender's own name",
        arguments: [
            "Ada", "Ada Reyes\nPress Officer\nT: +44 20 7946 0123", "Ada Reyes, Press Officer",
            "Nora Beck\nNewsroom\nnora@alden.example", "Mia",
        ])
    func signatures(_ signature: String) throws {
        let found = try blocks("The roof is unsafe, and the school will be closed.\n\n\(signature)\n")
        let first = signature.prefix { $0 != "\n" }
        #expect(found.first { $0.words.hasPrefix(first) }?.kind == .note, "\(found)")
        #expect(found.contains { $0.kind == .paragraph && $0.words.hasPrefix("The roof") })
    }

    // MARK: Forwards

    @Test("The head of a forward names the writer in whatever order its fields come, in text and in a table")
    func forwards() throws {
        let heads = [
            "-------- Forwarded Message --------\nSubject: \tVote\nDate: \tMon, 13 Oct 2025 18:02:00 +0200\n"
                + "From: \tTom Becker <tom@x.example>\nReply-To: \tdesk@x.example\nTo: \tAda\n",
            "-------- Weitergeleitete Nachricht --------\nBetreff: \tVote\nDatum: \tMon, 13 Oct 2025 18:02:00 +0200\n"
                + "Von: \tTom Becker <tom@x.example>\nAn: \tAda\n",
            "Subject: Vote\nDate: Mon, 13 Oct 2025 18:02:00 +0200\nFrom: Tom Becker <tom@x.example>\nTo: Ada\n",
        ]
        for head in heads {
            let found = try blocks("FYI\n\n\(head)\nThe mayor will lose the vote on Monday.\n")
            #expect(
                found.filter { $0.kind == .quote }.map(\.words) == [
                    "Tom Becker: The mayor will lose the vote on Monday."
                ])
        }
        let rows = [
            ("Subject", "Vote"), ("Date", "Mon, 13 Oct 2025 18:02:00"), ("From", "Tom Becker &lt;tom@x&gt;"),
            ("To", "Ada"),
        ]
        let page =
            "<html><body><p>FYI</p><div class=\"moz-forward-container\">-------- Forwarded Message --------<table>"
            + rows.map { "<tr><th>\($0.0): </th><td>\($0.1)</td></tr>" }.joined()
            + "</table><p>The mayor will lose the vote on Monday.</p></div></body></html>"
        let found = try blocks(page, "text/html")
        #expect(
            found.filter { $0.kind == .quote }.map(\.words) == ["Tom Becker: The mayor will lose the vote on Monday."])
    }

    // MARK: Whom the words tell of

    @Test("Answers by mail are the writer's, questions the reader's, and the signature is in neither")
    func answers() throws {
        let body =
            "Dear Tom,\n\nQ: Why did you close the works?\n\nA: Because nobody bought the pumps.\n\n"
            + "Q: Will you come back?\n\nA: No, we will not.\n\nKind regards,\nAda Reyes\nNorthline\n"
        #expect(try speakers(body) == ["Tom", "Ada Reyes", "Tom", "Ada Reyes"])
        let document = try document(body)
        let pipeline = try Pipeline([Entities.self, References.self, Quotes.self])
        let section = try #require(pipeline.analyze(document).first { $0.name == Quotes.name })
        let found = try #require(try section.outcome.get() as? Quotes.Findings)
        #expect(found.quotes.last?.text == "No, we will not.")
    }

    @Test("Where a mail hands on an interview, whoever is named in it answers")
    func handedOn() throws {
        let body =
            "Dear Tom,\n\nI spoke with Klara Weiss, the mayor of Arlen, about the works.\n\nQ: Why did they close?\n\n"
            + "A: Because nobody bought the pumps.\n\nQ: Will they come back?\n\nA: No, they will not.\n\nKind regards,\nAda Reyes\n"
        #expect(try speakers(body).contains("Klara Weiss") && !speakers(body).contains("Tom"))
    }

    @Test(
        "A description of somebody is neither whom a mail greets nor who signs it",
        arguments: ["Dear Tom,", "Dear Judge Weiss,"])
    func descriptions(_ greeting: String) throws {
        let body =
            "\(greeting)\n\nThe court ruled against the firm on Monday.\n\n"
            + "The judge said the firm had lied for years. “They knew it all along,” the judge said.\n\n"
            + "The minister told reporters that the law would be changed.\n\nKind regards,\nAda Reyes\n"
        let found = try speakers(body).compactMap { $0?.lowercased() }
        #expect(found.count >= 2 && found.allSatisfy { $0 == "the judge" || $0 == "the minister" }, "\(found)")
    }
}
