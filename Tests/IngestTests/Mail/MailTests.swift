import AnalyzerKit
import Discourse
import Entities
@testable import Ingest
import Linguistics
import Quotes
import References
import Testing

/// The parts of which mails are read.
@Suite struct MailTests {
    private func document(_ mail: String, _ path: String = "a.eml") throws -> Document {
        try Decoder.document(from: Array(mail.utf8), path: path)
    }

    private func mail(_ body: String, from: String = "Ada Reyes <ada@alden.example>", _ fields: String = "") -> String {
        "From: \(from)\nSubject: Rain\nDate: Tue, 3 Mar 2026 10:14:00 +0000\n\(fields)\n\(body)"
    }

    private func quotes(in document: Document) throws -> Quotes.Findings {
        let pipeline = try Pipeline([Entities.self, References.self, Quotes.self])
        let section = try #require(pipeline.analyze(document).first { $0.name == Quotes.name })
        return try #require(try section.outcome.get() as? Quotes.Findings)
    }

    @Test(arguments: [
        ("Re: Rain", "Rain"), ("RE: FW: Rain", "Rain"), ("Re[2]: Rain", "Rain"), ("AW: WG: Rain", "Rain"),
        ("[alden-news] Re: Rain", "Rain"), ("Re: [alden-news] Rain", "Rain"), ("Rain (fwd)", "Rain"),
        ("[Rain]", "[Rain]"), ("Réf : Rain", "Rain"), ("SV: VS: Rain", "Rain"), ("Reed: a life", "Reed: a life"),
        ("", ""),
    ])
    func aSubjectLosesWhatProgramsSetBeforeIt(_ subject: String, _ title: String) {
        #expect(Letter.title(of: subject) == title)
    }

    @Test(
        arguments: [
            ("Ada Reyes <ada@alden.example>", "Ada Reyes", nil),
            ("\"Reyes, Ada\" <a.reyes@alden.example>", "Ada Reyes", nil),
            ("ada@alden.example (Ada Reyes)", "Ada Reyes", nil), ("ada@alden.example", nil, nil),
            ("Ada Reyes (Northline) <ada@northline.example>", "Ada Reyes", "Northline"),
            ("Ada Reyes via Press List <list@alden.example>", "Ada Reyes", nil),
            ("ADA REYES <ada@alden.example>", "Ada Reyes", nil),
            ("Northline Press Office <press@northline.example>", nil, "Northline Press Office"),
            ("Kestrel Foods <news@kestrelfoods.example>", nil, "Kestrel Foods"),
            ("\"'Ada Reyes'\" <ada@alden.example>", "Ada Reyes", nil),
            ("Ada Reyes <press@alden.example>", "Ada Reyes", nil),
            ("=?utf-8?Q?Ad=C3=A8le?= Reyes <adele@alden.example>", "Adèle Reyes", nil),
        ] as [(String, String?, String?)])
    func whoSentItIsAPersonOrAHouse(_ field: String, _ person: String?, _ house: String?) {
        let parts = MailAddress(field).parts
        #expect(parts.person == person)
        #expect(parts.house == house)
    }

    @Test(arguments: [
        ("text/plain; charset=utf-8", "charset", "utf-8"), ("text/plain; charset = \"utf-8\"", "charset", "utf-8"),
        ("a/b; name*=utf-8'en'Caf%C3%A9.txt", "name", "Café.txt"),
        ("a/b; name*0=\"one\"; name*1=\" two\"", "name", "one two"),
        ("a/b; name*1*=%C3%A9; name*0*=iso-8859-1''Caf", "name", "Café"),
        ("a/b; name=\"a;b\\\"c\"", "name", "a;b\"c"), ("a/b; x=1; boundary=\"=_b ?\"", "boundary", "=_b ?"),
    ])
    func parametersAreReadAsTheStandardsSay(_ field: String, _ name: String, _ value: String) {
        #expect(MailParameters(field)[name] == value)
    }

    @Test(arguments: [
        ("first line of a paragraph that was broken at a width of so many\nletters and goes on here.", 1),
        ("- one\n- two\n- three", 3), ("12 Mill Lane\nMerton\nAlden", 3), ("One.\n\nTwo.", 2),
        ("> a line that somebody quoted and that was broken at this place\n> here, as programs do.", 1),
    ])
    func linesThatWereBrokenAreJoined(_ text: String, _ count: Int) {
        #expect(MailPlainText(Array(text.utf8)).lines.count == count)
    }

    /// Each line of a signature is a block of its own, so that who writes and who employs them are no one name.
    ///
    /// A line that ends with a comma goes on. The text is what it was.
    @Test(arguments: [
        (
            "-- \nAnna Berg\nHydra Power\nHead of Communications",
            ["Anna Berg", "Hydra Power", "Head of Communications"]
        ),
        ("Kind regards,\nAnna Berg\nHydra Power", ["Kind regards,\nAnna Berg", "Hydra Power"]),
        (
            "-- \nAnna Berg\n\nHydra Power,\n12 Mill Lane,\nMerton",
            ["Anna Berg", "Hydra Power,\n12 Mill Lane,\nMerton"]
        ),
        (
            "-- \nAnna Berg\nThis mail is confidential and meant for whom it is addressed to, and\nnobody else may read it.",
            [
                "Anna Berg",
                "This mail is confidential and meant for whom it is addressed to, and nobody else may read it.",
            ]
        ),
    ])
    func aSignatureIsRead(_ signature: String, _ blocks: [String]) throws {
        let head = "From: Anna Berg <anna@hydra.example>\nSubject: Outage\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n\n"
        let body = "The turbines at Velmora will be started again on Friday, after two weeks of\nrepairs.\n\n"
        let document = try Decoder.document(from: Array((head + body + signature + "\n").utf8), path: "a.eml")
        #expect(document.words(of: .note) == blocks)
        let text = String(decoding: document.text.bytes, as: UTF8.self)
        #expect(text.contains(blocks.joined(separator: signature.contains("\n\n") ? "\n\n" : "\n")))
    }

    @Test(arguments: [
        ("> > > a", 3), (">>> a", 3), ("> a", 1), ("a > b", 0), (">a", 1), (">", 0),
    ])
    func marksOfQuotingAreCounted(_ line: String, _ depth: Int) {
        #expect(MailPlainText(Array(line.utf8)).lines.first?.depth ?? 0 == depth)
    }

    /// Who is said to have written the lines below.
    @Test(arguments: [
        "On Tue, Mar 3, 2026 at 10:14 AM Ana Ruiz <ana@courier.example> wrote:",
        "On 3 Mar 2026, at 10:14, Ana Ruiz <ana@courier.example> wrote:", "On 03/03/2026 10:14, Ana Ruiz wrote:",
        "Ana Ruiz wrote:", "Ana Ruiz <ana@courier.example> wrote on 3 March 2026:",
        "Am 03.03.2026 um 10:14 schrieb Ana Ruiz:",
        "Am Di., 3. März 2026 um 10:14 Uhr schrieb Ana Ruiz <ana@courier.example>:",
        "Le mar. 3 mars 2026 à 10:14, Ana Ruiz <ana@courier.example> a écrit :",
        "El mar, 3 mar 2026 a las 10:14, Ana Ruiz (<ana@courier.example>) escribió:",
        "Il giorno mar 3 mar 2026 alle ore 10:14 Ana Ruiz <ana@courier.example> ha scritto:",
        "Em ter., 3 de mar. de 2026 às 10:14, Ana Ruiz <ana@courier.example> escreveu:",
        "Op di 3 mrt 2026 om 10:14 schreef Ana Ruiz <ana@courier.example>:",
        "Den tis 3 mars 2026 kl 10:14 skrev Ana Ruiz <ana@courier.example>:",
        "wt., 3 mar 2026 o 10:14 Ana Ruiz <ana@courier.example> napisał(a):",
        "вт, 3 мар. 2026 г. в 10:14, Ana Ruiz <ana@courier.example>:",
    ])
    func aLineNamesWhoWroteTheNext(_ line: String) throws {
        let document = try document(mail("Yes, in May, we hope.\n\n\(line)\n> Will it open again this year?\n"))
        #expect(document.quotedMails.map(\.speaker) == ["Ana Ruiz"])
        #expect(document.ownWords == ["Yes, in May, we hope."])
    }

    @Test(arguments: [
        "In her letter of 3 March 2026 the minister wrote:", "The poet Ana Ruiz once wrote:", "As he writes:",
    ])
    func aStoryThatQuotesALetterIsNoReply(_ line: String) throws {
        let document = try document(
            mail("It rained for two days.\n\n\(line)\n\nThe rain is the town's oldest guest.\n"))
        #expect(document.quotedMails.isEmpty)
    }

    @Test(arguments: [
        "From: a@b.example\nSent: Tuesday\nTo: c@d.example\nSubject: Rain",
        "Von: Ana Ruiz\nGesendet: Dienstag, 3. März 2026 10:14\nAn: Tom Ode\nBetreff: Regen",
        "De : Ana Ruiz\nEnvoyé : mardi 3 mars 2026 10:14\nÀ : Tom Ode\nObjet : Pluie",
        "*From:* Ana Ruiz\n*Sent:* Tuesday\n*To:* Tom Ode; Ina Roth;\n Karl Voss\n*Subject:* Rain",
    ])
    func aHeadInTheTextBeginsAnotherMail(_ head: String) throws {
        let document = try document(mail("Yes, in May, we hope.\n\n\(head)\n\nWill it open again this year?\n"))
        #expect(document.ownWords == ["Yes, in May, we hope."])
        #expect(document.quotedMails.map(\.words).map { MailFixtureTests.words($0).last } == ["year"])
    }

    /// A signature's motto and a notice are nobody's words; those of the mail are.
    @Test func signaturesYieldNoQuotations() throws {
        let body = """
            "The pier is closed," said Lena Brandt.

            --\u{20}
            Ada Reyes
            "Rain is a friend," said Karl Voss.
            """
        let document = try document(mail(body))
        let findings = try quotes(in: document)
        #expect(findings.quotes.map(\.text) == ["The pier is closed,"])
    }

    @Test func aReplysWordsAreTheirWriters() throws {
        let body =
            "Yes.\n\nOn 3 Mar 2026, at 10:14, Ana Ruiz <ana@courier.example> wrote:\n> Will the pier open again?\n>\n> It was closed in May.\n"
        let document = try document(mail(body))
        let findings = try quotes(in: document)
        #expect(findings.quotes.map(\.kind) == [.turn])
        #expect(findings.quotes.first?.speaker?.name == "Ana Ruiz")
        #expect(findings.quotes.first?.text == "Will the pier open again?\n\nIt was closed in May.")
    }

    @Test(arguments: [
        ("Memo\nFrom: Ada\n\nIt rained.", "a.txt", "text/plain"),
        ("To: All\nFrom: The editor\nDate: 3 March\n\nIt rained.", "a.txt", "text/plain"),
        ("From: ada@alden.example\nSubject: Rain\n\nIt rained.", "a.txt", "text/plain"),
        ("From: ada@alden.example\nSubject: Rain\n\nIt rained.", "a.eml", "message/rfc822"),
        ("From: ada@alden.example\nDate: Tue, 3 Mar 2026 10:14:00 +0000\n\nIt rained.", "a.txt", "message/rfc822"),
        ("Received: x\nFrom: ada@alden.example\n\nIt rained.", "a", "message/rfc822"),
        ("Q: Why?\nA: Rain.\n", "a.txt", "text/plain"),
    ])
    func mailsAreToldFromOtherTexts(_ text: String, _ path: String, _ mediaType: String) throws {
        #expect(try document(text, path).source.mediaType == mediaType)
    }

    @Test func placesOfBlocksNameTheirPart() throws {
        let text = """
            MIME-Version: 1.0
            From: ada@alden.example
            Content-Type: multipart/mixed; boundary=b

            --b

            It rained for two days.
            --b
            Content-Type: text/html

            <p>Then it stopped again.</p>
            --b--
            """
        #expect(try document(text).blocks.places.map { $0?.part } == ["1", "2"])
    }

    @Test(
        arguments: [
            ("multipart/encrypted; boundary=b", "--b\n\nVersion: 1\n--b--\n", "an encrypted mail"),
            ("application/pkcs7-mime", "AAAA\n", "an encrypted mail"),
            ("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "AAAA\n", "an encrypted mail"),
            ("application/pkcs7-mime; smime-type=signed-data", "AAAA\n", "inside its signature"),
        ], ["", "Subject: The bridge\n"])
    func encryptedMailsAreRefused(_ mail: (type: String, body: String, words: String), _ subject: String) {
        let text = "From: ada@alden.example\n\(subject)MIME-Version: 1.0\nContent-Type: \(mail.type)\n\n\(mail.body)"
        let error = #expect(throws: DecodeError.self) { try document(text) }
        #expect(error?.reason == "unsupported-format")
        #expect(error?.description.contains(mail.words) == true)
    }

    @Test func headingsThatAreLinksStayAndCallsToReadOnGo() throws {
        let rows = ["Mayor quits", "Rain stops play"].map { heading in
            "<tr><td><a href=a><b>\(heading)</b></a></td></tr><tr><td>It was said on Friday, and nobody was surprised by it.</td>"
                + "</tr><tr><td><a href=a>Go on</a></td></tr>"
        }
        let page = "<table role=presentation>\(rows.joined())</table>"
        let document = try document(mail(page, "MIME-Version: 1.0\nContent-Type: text/html\n"))
        let line = "It was said on Friday, and nobody was surprised by it."
        #expect(document.ownWords == ["Mayor quits", line, "Rain stops play", line])
    }

    @Test(arguments: [
        ("It rained for two days.\n\nSOURCE Harlow Energy\n", "SOURCE Harlow Energy"),
        ("It rained for two days.\n\nA.\n", "A."),
        ("It rained for two days.\n\nSee you,\nAda\n", "See you,\nAda"),
        (
            "It rained for two days.\n\nNorthline, 4 Mill Lane. Unsubscribe from this list.\n",
            "Northline, 4 Mill Lane. Unsubscribe from this list."
        ),
        ("It rained for two days.\n\nThis is an automated message.\n", "This is an automated message."),
    ])
    func whatStandsBelowTheWordsIsANote(_ body: String, _ note: String) throws {
        let document = try document(mail(body))
        #expect(document.words(of: .note) == [note])
        #expect(document.ownWords == ["It rained for two days."])
    }

    @Test func armourIsTakenOff() throws {
        let body = """
            -----BEGIN PGP SIGNED MESSAGE-----
            Hash: SHA256

            - - The strike goes on, we said.
            -----BEGIN PGP SIGNATURE-----

            iQEzBAEB
            -----END PGP SIGNATURE-----
            """
        #expect(try document(mail(body)).ownWords == ["- The strike goes on, we said."])
    }
}

/// Mails that nobody should send: each is a document or a sentence.
@Suite struct HostileMailTests {
    private static func nested(_ depth: Int) -> String {
        var text = "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n"
        for level in 0..<depth {
            text += "--b\(level)\nContent-Type: multipart/mixed; boundary=b\(level + 1)\n\n"
        }
        return text
    }

    private static func forwarded(_ depth: Int) -> String {
        String(repeating: "From: a@b.example\nContent-Type: message/rfc822\nMIME-Version: 1.0\n\n", count: depth)
    }

    private static func attached(_ depth: Int) -> String {
        (0..<depth).map { level in
            "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=c\(level)\n\n--c\(level)\n"
                + "Content-Type: application/octet-stream; name=a.eml\n\n"
        }.joined()
    }

    static let mails: [(name: String, text: String)] = [
        ("nested", nested(10_000)), ("forwarded", forwarded(10_000)), ("attached", attached(2000)),
        (
            "thousands of parts",
            "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
                + String(repeating: "--b\n\nIt rained.\n", count: 20_000) + "--b--\n"
        ),
        (
            "thousands of attachments",
            "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
                + String(repeating: "--b\nContent-Disposition: attachment; filename=a.txt\n\nIt rained.\n", count: 5000)
        ),
        (
            "cut base64",
            "From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain\n"
                + "Content-Transfer-Encoding: base64\n\nSXQgcmFpbmVkIGZvciB0d28gZGF5cy4gQW5k"
        ),
        (
            "a boundary that lies",
            "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--y\n\nIt rained.\n--y--\n"
        ),
        (
            "a boundary within a boundary",
            "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
                + "Content-Type: multipart/alternative; boundary=bb\n\n--bb\n\nIt rained.\n--bb--\n--b--\n"
        ),
        ("a head without end", "From: a@b.example\nDate: 1:1\n" + String(repeating: "X: y\n", count: 50_000)),
        (
            "one long field",
            "From: a@b.example\nMessage-ID: a\n" + String(repeating: " x\n", count: 50_000) + "\nIt rained."
        ),
        (
            "many parameters",
            "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed"
                + String(repeating: "; a*0*=%", count: 20_000) + "\n\nIt rained."
        ),
        ("many marks", "From: a@b.example\nMessage-ID: a\n\n" + String(repeating: "> ", count: 50_000) + "x\n"),
        (
            "many levels",
            "From: a@b.example\nMessage-ID: a\n\n"
                + (0..<20_000).map { String(repeating: ">", count: $0 % 9) + " x\n" }.joined()
        ),
        (
            "many heads",
            "From: a@b.example\nMessage-ID: a\n\n"
                + (0..<5000).map { "From: n\($0)\nSent: x\nTo: y\n\nIt rained.\n" }.joined()
        ),
        (
            "many who wrote",
            "From: a@b.example\nMessage-ID: a\n\n" + (0..<5000).map { "n\($0) wrote:\n> It rained.\n" }.joined()
        ),
        (
            "many closings",
            "From: a@b.example\nMessage-ID: a\n\n"
                + String(repeating: "It rained for days.\n\nThanks,\nA\n", count: 5000)
        ),
        (
            "many footers",
            "From: a@b.example\nMessage-ID: a\n\nIt rained for two days.\n"
                + String(repeating: "unsubscribe\na\n\n", count: 20_000)
        ),
        (
            "a deep page",
            "From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
                + String(repeating: "<blockquote>", count: 20_000) + "It rained."
        ),
        (
            "many boxes",
            String(
                repeating: "From a@b.example Tue Mar  3 10:14:00 2026\nFrom: a@b.example\n\nIt rained.\n\n", count: 2000
            )
        ),
    ]

    @Test(.timeLimit(.minutes(5)), arguments: mails.map(\.name))
    func isADocumentOrASentence(_ name: String) throws {
        let text = try #require(Self.mails.first { $0.name == name }?.text)
        do throws(DecodeError) {
            let documents = try Decoder.documents(from: Array(text.utf8), path: "a.eml")
            #expect(documents.allSatisfy { !$0.text.bytes.isEmpty })
        } catch {
            #expect(error.description.hasSuffix("."))
        }
    }

    @Test func whatIsLeftOutIsSaid() throws {
        let many = try #require(Self.mails.first { $0.name == "thousands of parts" }?.text)
        let document = try Decoder.document(from: Array(many.utf8), path: "a.eml")
        #expect(document.notices.map(\.reason) == ["parts"])
        let error = #expect(throws: DecodeError.self) {
            try Decoder.document(from: Array(Self.nested(10_000).utf8), path: "a.eml")
        }
        #expect(error?.description.contains("stand in each other") == true)
    }
}
