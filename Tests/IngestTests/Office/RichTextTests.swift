import AnalyzerKit
import Ingest
import TestSupport
import Testing

@Suite("Rich Text Format")
struct RichTextTests {
    typealias Office = TestOffice

    private func document(_ body: String, head: String = #"\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}"#) throws
        -> Document
    {
        try Office.document(Array("{\\rtf1\(head) \(body)}".utf8), "a.rtf")
    }

    private func text(_ body: String, head: String = #"\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}"#) throws -> String
    {
        Office.text(try document(body, head: head))
    }

    @Test(
        "what a reader sees of a paragraph",
        arguments: [
            (#"One.\par Two.\par"#, "One.\n\nTwo."), (#"One\line two\tab three"#, "One\ntwo three"),
            // What ends a control word is text, unless it is a space.
            (#"{\b Gone}.\b0, he said\i."#, "Gone., he said."),
            (#"\ldblquote So\rdblquote , he said."#, "“So”, he said."),
            (#"caf\'e9 \'93quoted\'94 \'80 5"#, "café “quoted” € 5"),
            (#"\u8220?So\u8221? \u8220 ?x\u8221\'94y"#, "“So” “x”y"),
            (#"\uc2\u12354\'82\'a0b\uc0\u233 a\uc1\u-4051?"#, "あbéa"),
            (#"\u-10179?\u-8704?"#, "😀"), (#"a\u8211\endash b"#, "a–b"), (#"x{\u233}?"#, "xé?"),
            (#"co\-operate ex\_mayor 10\~000 \{a\} \\"#, "cooperate ex-mayor 10 000 {a} \\"),
            (#"Seen{\v  unseen}.\v  not\v0  too."#, "Seen. too."),
            (#"Kept{\deleted  gone}.{\revised  New.}"#, "Kept. New."),
            (#"One {\deleted\par}two."#, "One two."),
            (
                #"{\*\unknown words}{\*\bkmkstart a}Text{\pict\pngblip 89504e47}.{\header Head\par}{\footer Foot}"#,
                "Text."
            ),
            (#"{\field{\*\fldinst HYPERLINK "http://x.example"}{\fldrslt the site}}."#, "the site."),
            (#"{\object{\*\objdata 0105}{\result{\pard shown}}}"#, "shown"),
            (#"{\upr{caf?}{\*\ud caf\u233?}}"#, "café"),
            (#"A{\xe index}{\tc entry} b"#, "A b"), ("One \r\ntwo.\\\nThree.", "One two.\n\nThree."),
            (#"A{\bin4 }}}}b"#, "Ab"),
            (
                #"Before{\shp{\*\shpinst\shpleft1{\sp{\sn x}{\sv 1}}{\shptxt\pard Boxed.\par}}{\shprslt{\*\do{\dptxbxtext Boxed.\par}}}} after.\par"#,
                "Before after.\n\nBoxed."
            ),
            (#"{\pard\dropcapli2\dropcapt1 T\par}\pard he harbour.\par"#, "The harbour."),
            (#"\page One.\page Two."#, "One.\n\nTwo."),
        ])
    func paragraphs(body: String, read: String) throws {
        #expect(try text(body) == read)
    }

    @Test(
        "reads bytes in the charsets of their fonts",
        arguments: [
            (#"{\f0\fcharset204 A;}{\f1\fcharset128 B;}"#, #"\f0\'cf\'f0\'e8 \f1\'83\'41\'83A\'83\\"#, "При アアソ"),
            (#"{\f0\fcharset238 A;}{\f1\fcharset161 B;}"#, #"\f0 \'b3\f1 \'e1"#, "łα"),
            (#"{\f0\fcharset134 A;}{\f1\fcharset136 B;}"#, #"\f0\'d6\'d0\f1\'a4\'a4"#, "中中"),
            (#"{\f0\fcharset129 A;}{\f1\fcharset77 B;}"#, #"\f0\'b0\'a1\f1\'8e"#, "가é"),
            (#"{\f0\fcharset2 Symbol;}{\f1\fcharset0 B;}"#, #"{\f0\'b7 }\f1 x"#, "•x"),
        ])
    func charsets(fonts: String, body: String, read: String) throws {
        #expect(try text(body, head: #"\ansi\ansicpg1252{\fonttbl"# + fonts + "}") == read)
    }

    @Test(
        "reads bytes of a font without a charset in the document's",
        arguments: [
            (#"\ansi\ansicpg1251"#, #"\'cf\'f0\'e8"#, "При"), (#"\mac"#, #"\'8e"#, "é"), (#"\pc"#, #"\'82"#, "é"),
            (#"\ansi\ansicpg932"#, #"\'82\'a0"#, "あ"), ("", #"\'e9"#, "é"),
        ])
    func documentCharsets(head: String, body: String, read: String) throws {
        #expect(try text(body, head: head) == read)
    }

    @Test("tells what paragraphs are by their styles, and numbers as they are written")
    func styles() throws {
        let head =
            #"\ansi{\stylesheet{Normal;}{\s1\outlinelevel0 heading 1;}{\s2\sbasedon0 Title;}{\s3\sbasedon1 Mine;}{\*\cs10 Bold;}{\s4 toc 1;}}"#
        let body =
            #"\pard\s2 Harbour reopens\par\pard\s4 Causes 1\par\pard\plain The harbour of Velmora is open again.\par"#
            + #"\pard\s3 Causes\par{\pard\ls1{\listtext 1.\tab}A storm.\par{\listtext\f3\'b7\tab}A leak.\par}\pard End of it all.\par"#
        let document = try document(body, head: head)
        #expect(
            Office.blocks(document) == [
                "headline: Harbour reopens", "paragraph: The harbour of Velmora is open again.", "subhead: Causes",
                "list: 1. A storm.", "list: A leak.", "paragraph: End of it all.",
            ])
    }

    @Test("reads tables by rows")
    func tables() throws {
        let body =
            #"Before.\par\trowd\cellx1\cellx2\pard\intbl Place\cell Height\par in cm\cell\row"#
            + #"\trowd\cellx1\cellx2\pard\intbl Velmora\cell 12\cell\row\pard After.\par"#
        #expect(try text(body) == "Before.\n\nPlace | Height in cm\nVelmora | 12\n\nAfter.")
    }

    @Test("puts notes behind the text")
    func notes() throws {
        let body =
            #"It rose.{\super\chftn}{\footnote\pard{\super\chftn} By hand.}{\footnote\ftnalt At night.}"#
            + #"{\*\atnid AB}{\*\atnauthor Ada}\chatn{\*\annotation{\*\atnref 1}\pard Is that so?}{\deleted{\footnote Gone.}}\par"#
        #expect(
            Office.blocks(try document(body)) == [
                "paragraph: It rose.", "note: By hand.", "note: At night.", "note: Is that so?",
            ])
    }

    @Test("takes title, author and times from the document's information")
    func properties() throws {
        let document = try document(
            #"{\info{\title Harbour reopens}{\author Ada Brandt}{\operator x}{\creatim\yr2026\mo10\dy14\hr8\min30}}The harbour is open.\par"#
        )
        #expect(document.title == "Harbour reopens")
        #expect(document.authors == ["Ada Brandt"])
        #expect(document.metadata.published == "2026-10-14T08:30:00")
    }

    @Test("takes a missing last brace for what it is, and refuses what is cut off")
    func cut() throws {
        let whole = #"{\rtf1\ansi The harbour is open.\par"#
        let document = try Office.document(Array(whole.utf8), "a.rtf")
        #expect(Office.text(document) == "The harbour is open.")
        #expect(document.notices.map(\.reason) == ["malformed"])
        let error = #expect(throws: DecodeError.self) {
            try Office.document(Array((whole + #"{\b The "#).utf8), "a.rtf")
        }
        #expect(error?.reason == "malformed")
    }

    @Test("refuses groups without end, and takes no time over them")
    func deep() throws {
        let bytes = Array(("{\\rtf1" + String(repeating: "{\\b", count: 500_000)).utf8)
        let error = #expect(throws: DecodeError.self) { try Office.document(bytes, "a.rtf") }
        #expect(error?.description.contains("nested more than 1024 deep") == true)
    }
}
