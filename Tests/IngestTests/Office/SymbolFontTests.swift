import AnalyzerKit
import Ingest
import TestSupport
import Testing

@Suite("Signs of symbol fonts")
struct SymbolFontTests {
    typealias Office = TestOffice

    /// Codes of Symbol in hexadecimal and what they stand for; empty where that is no character.
    static let signs: [(String, String)] = [
        ("B3", "≥"), ("A3", "≤"), ("B9", "≠"), ("B1", "±"), ("B4", "×"), ("B8", "÷"), ("B0", "°"), ("6D", "µ"),
        ("AE", "→"), ("AC", "←"), ("61", "α"), ("62", "β"), ("44", "Δ"), ("57", "Ω"), ("53", "Σ"), ("7A", "ζ"),
        ("A5", "∞"), ("D6", "√"), ("BB", "≈"), ("DE", "⇒"), ("E0", "◊"), ("F2", "∫"), ("2D", "−"), ("37", "7"),
        ("E6", ""), ("F0", ""), ("FF", ""), ("60", ""), ("80", ""),
    ]

    private func docx(_ run: String) throws -> String {
        Office.text(try Office.document(Office.docx(Office.p(Office.r("a") + run + Office.r("b"))), "a.docx"))
    }

    private func rtf(_ body: String) throws -> String {
        let head = #"\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f3\froman\fcharset2{\*\panose 05}Symbol;}"#
        let text = "{\\rtf1\(head){\\f4\\fcharset2 Wingdings;}} a\(body)b}"
        return Office.text(try Office.document(Array(text.utf8), "a.rtf"))
    }

    @Test(arguments: signs)
    func symbolIsReadAsWhatItStandsFor(_ code: String, _ sign: String) throws {
        #expect(try docx("<w:r><w:sym w:font=\"Symbol\" w:char=\"F0\(code)\"/></w:r>") == "a\(sign)b")
        #expect(try docx("<w:r><w:sym w:font=\"Symbol\" w:char=\"00\(code)\"/></w:r>") == "a\(sign)b")
        #expect(
            try docx(
                "<w:r><w:rPr><w:rFonts w:ascii=\"Symbol\" w:hAnsi=\"Symbol\"/></w:rPr><w:t>&#xF0\(code);</w:t></w:r>")
                == "a\(sign)b")
        let value = try #require(Int(code, radix: 16))
        #expect(try rtf("{\\f3\\'\(code.lowercased())}") == "a\(sign)b")
        #expect(try rtf("{\\f3\\u\(value + 0xF000 - 0x10000)\\'\(code.lowercased())}") == "a\(sign)b")
        #expect(try rtf("{\\field{\\*\\fldinst SYMBOL \(value) \\\\f \"Symbol\"}}") == "a\(sign)b")
    }

    @Test(
        "a field that stands for a sign is read by its code alone",
        arguments: [
            (#"5 {\field{\*\fldinst {SYMBOL 179 \\f "Symbol" \\s 12}}{\fldrslt {\f3\'b3}}} 3"#, "a5 ≥ 3b"),
            (#"5 {\field\flddirty{\*\fldinst symbol 61619 \\f Symbol}{\fldrslt\f3\fs24}} 3"#, "a5 ≥ 3b"),
            (#"5 {\field{\*\fldinst SYMBOL 0xB3 \\f "Symbol"}} 3"#, "a5 ≥ 3b"),
            (#"{\field{\*\fldinst SYMBOL 8805 \\u}}"#, "a≥b"), (#"{\field{\*\fldinst SYMBOL 150}}"#, "a–b"),
            (#"{\field{\*\fldinst SYMBOL 163 \\f "Times New Roman"}}"#, "a£b"),
            (#"{\field{\*\fldinst SYMBOL 40 \\f "Wingdings"}{\fldrslt\f4 (}}"#, "ab"),
            (#"{\v {\field{\*\fldinst SYMBOL 179 \\f "Symbol"}}}"#, "ab"),
            (#"{\field{\*\fldinst SYMBOL 179 \\f "Symbol"}}{\field{\*\fldinst PAGE}{\fldrslt 7}}"#, "a≥7b"),
            (
                #"{\field{\*\fldinst IF 1 {\footnote x}{\upr{c}{\*\ud d}} {\field{\*\fldinst PAGE}{\fldrslt 3}}}{\fldrslt 7}}"#,
                "a7b"
            ),
            (#"{\field{\*\fldinst SYMBOLS 179 of the town}{\fldrslt 7}}"#, "a7b"),
        ])
    func fields(body: String, read: String) throws {
        #expect(try rtf(body) == read)
    }

    @Test(
        "fields of Word",
        arguments: [
            ("SYMBOL 179 \\f &quot;Symbol&quot; \\s 12", "", "a≥b"), ("SYMBOL 61619 \\f Symbol", "?", "a≥b"),
            ("SYMBOL 40 \\f Wingdings", "(", "ab"), ("PAGE", "7", "a7b"),
        ])
    func wordFields(code: String, result: String, read: String) throws {
        func mark(_ type: String) -> String { "<w:r><w:fldChar w:fldCharType=\"\(type)\"/></w:r>" }
        let begin = mark("begin") + "<w:r><w:instrText>\(code)</w:instrText></w:r>"
        #expect(try docx(begin + mark("separate") + Office.r(result) + mark("end")) == read)
        #expect(try docx("<w:fldSimple w:instr=\"\(code)\">\(Office.r(result))</w:fldSimple>") == read)
        if result.isEmpty { #expect(try docx(begin + mark("end")) == read) }
    }

    @Test(
        "pictures of other fonts are no text, bullets and arrows are",
        arguments: [
            ("Wingdings", "F028", ""), ("Wingdings", "0028", ""), ("Webdings", "F061", ""), ("Wingdings", "F0FC", ""),
            ("Wingdings", "F0E0", "→"), ("Wingdings", "F0A7", "•"), ("Times New Roman", "2265", "≥"),
        ])
    func otherFonts(font: String, code: String, read: String) throws {
        #expect(try docx("<w:r><w:sym w:font=\"\(font)\" w:char=\"\(code)\"/></w:r>") == "a\(read)b")
    }

    @Test(
        "runs of Symbol in RTF",
        arguments: [
            (#" 5 {\f3\'b3} 3 {\f3 abc} c"#, "a 5 ≥ 3 αβχ cb"), (#"{\f4 abc}"#, "ab"),
            (#"{\f3\'b7\tab}"#, "a• b"),
        ])
    func runs(body: String, read: String) throws {
        #expect(try rtf(body).replacing("\t", with: " ") == read)
    }

    @Test("a font's name is read in the document's charset, though the font is the document's")
    func firstFont() throws {
        let text = #"{\rtf1\ansi\deff0{\fonttbl{\f0\fcharset2 Symbol;}{\f1\fcharset0 Times;}}{\f1 5 }\'b3{\f1  3}}"#
        #expect(Office.text(try Office.document(Array(text.utf8), "a.rtf")) == "5 ≥ 3")
    }
}
