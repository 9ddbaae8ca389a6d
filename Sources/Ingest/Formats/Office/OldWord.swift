import Discourse

/// Documents of Word before DOCX (`.doc`): antiword reads them, or else catdoc, apart (`ForeignProgram`).
///
/// Both write a paragraph a line. antiword also draws tables and puts footnotes behind the text; catdoc does neither.
enum OldWord {
    static let name = "Word's old format (.doc)"
    static let mediaType = "application/msword"

    private static let advice =
        "convert it to DOCX, as by: libreoffice --headless --convert-to docx FILE, and drop that."

    static func read(_ file: SourceFile) throws(DecodeError) -> SourceText {
        var complaint: ConversionError?
        for program in [ForeignProgram.antiword, .catdoc] {
            do throws(ConversionError) {
                guard let converter = file.converter else { throw .missing }
                return try text(of: try converter.convert(file.bytes, by: program))
            } catch .missing {
                continue
            } catch .tooSlow, .tooMuchOutput, .tooMuchMemory {
                throw .overLimit(format: name, reason: "reading it takes more time or memory than a document does")
            } catch {
                complaint = error
            }
        }
        guard complaint == nil else {
            throw .malformed(format: name, byteOffset: nil, reason: "it is damaged, or from before Word 6")
        }
        throw .unsupported(
            format: name,
            advice: "Install what reads it, by: sudo apt install \(ForeignProgram.antiword.package); or \(advice)")
    }

    /// Makes blocks of lines.
    ///
    /// - Throws: `.failed` where there is no word in them.
    private static func text(of bytes: [UInt8]) throws(ConversionError) -> SourceText {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        // Behind the last rule, where each line begins with a number in brackets.
        let rule = lines.lastIndex { $0.count > 10 && $0.allSatisfy { $0 == "-" } }
        let notes = (rule.map { lines[($0 + 1)...] } ?? []).filter { !$0.isEmpty }
        let numbers = notes.compactMap(number)
        let hasNotes = !notes.isEmpty && numbers.count == notes.count
        var text = SourceText()
        var table: [Row] = []
        for line in hasNotes ? lines[..<(rule ?? lines.endIndex)] : lines[...] {
            if let row = Row(line) {
                if !(table.last?.goesOn(in: row) ?? false) {
                    table.append(row)
                } else {
                    table[table.count - 1].add(row)
                }
                continue
            }
            for row in table { text.append(row.words, as: .table) }
            table = []
            // What stands for a picture.
            guard line != "[pic]" else { continue }
            text.append(hasNotes ? withoutMarks(line, of: numbers) : String(line))
        }
        for row in table { text.append(row.words, as: .table) }
        for note in hasNotes ? notes : [] { text.append(note.drop { $0 != "]" }.dropFirst(), as: .note) }
        guard !text.isEmpty else { throw .failed(status: 0, words: "") }
        text.mediaType = mediaType
        return text
    }

    private static let mostDigits = 6

    /// The number in brackets that a line begins with.
    private static func number(_ line: Substring) -> Substring? {
        guard line.first == "[" else { return nil }
        let digits = line.dropFirst().prefix(mostDigits).prefix(while: \.isNumber)
        return !digits.isEmpty && line[digits.endIndex...].first == "]" ? digits : nil
    }

    /// A line without the numbers of notes behind its words.
    private static func withoutMarks(_ line: Substring, of numbers: [Substring]) -> String {
        let numbers = Set(numbers)
        var words = ""
        var rest = line
        while let open = rest.firstIndex(of: "[") {
            words += rest[..<open]
            rest = rest[open...]
            if words.last.map({ !$0.isWhitespace }) ?? false, let number = number(rest), numbers.contains(number) {
                rest = rest.dropFirst(number.count + 2)
            } else {
                words.append(rest.removeFirst())
            }
        }
        return words + rest
    }

    /// A line of a table as antiword draws it: cells between bars, words that have no room in one on the next line.
    private struct Row {
        private var cells: [String]
        /// What stands in the last line of each cell.
        private var ends: [Substring]
        private let widths: [Int]

        init?(_ line: Substring) {
            guard line.first == "|", line.last == "|", line.count > 2 else { return nil }
            let parts = line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
            widths = parts.map(\.unicodeScalars.count)
            ends = parts.map { part in
                part.prefix(upTo: part.lastIndex { $0 != " " }.map(part.index(after:)) ?? part.startIndex)
            }
            cells = ends.map(String.init)
        }

        var words: String { cells.filter { !$0.isEmpty }.joined(separator: " | ") }

        /// Whether each word that begins a cell of the next line had no room at the end of this one.
        func goesOn(in next: Row) -> Bool {
            guard next.widths == widths else { return false }
            return zip(zip(ends, next.ends), widths).allSatisfy { cells, width in
                let word = cells.1.prefix { $0 != " " }
                return word.isEmpty
                    || !cells.0.isEmpty
                        && cells.0.unicodeScalars.count + 1 + word.unicodeScalars.count > width
            }
        }

        mutating func add(_ next: Row) {
            for (index, end) in next.ends.enumerated() where !end.isEmpty { cells[index] += " " + end }
            ends = next.ends
        }
    }
}
