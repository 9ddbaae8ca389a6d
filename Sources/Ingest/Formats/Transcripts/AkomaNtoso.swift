import AnalyzerKit
import Discourse
import XML

/// Akoma Ntoso, the OASIS standard of parliaments: debates become turns, other documents paragraphs.
enum AkomaNtoso: SourceFormat {
    static let mediaType = "application/akn+xml"
    static let name = "Akoma Ntoso"
    static let pathExtensions = ["akn"]

    static func matches(_ file: SourceFile) -> Bool { file.root?.name == "akomantoso" }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let (tree, decoded) = try TranscriptXML.read(file, format: name)
        var reading = Reading(tree.root)
        reading.read(tree.root)
        var text = reading.text
        guard !text.isEmpty else { throw .empty(format: name) }
        if let title = tree.root.firstDescendant("docTitle").map({ Reading.words(of: $0).trimmed }), !title.isEmpty {
            text.title = title
        }
        text.metadata.published = date(of: tree.root)
        text.charset = decoded.charset
        text.notices = decoded.notices
        return [text]
    }

    /// The day of the debate: that of the work, else the one in the preface.
    private static func date(of root: XMLNode) -> String? {
        let work = root.firstDescendant("FRBRWork")?.first("FRBRdate")
        let value = work?["date"] ?? root.firstDescendant("docDate")?["date"]
        guard let day = value?.trimmed, day.utf8.count >= 10 else { return nil }
        let parts = day.prefix(10).split(separator: "-").map { Int($0) }
        guard parts.count == 3, let month = parts[1], let number = parts[2], (1...12).contains(month),
            (1...31).contains(number)
        else { return nil }
        return String(day.prefix(10))
    }

    /// Walks through a document; as deep as elements are nested, which the reader of XML bounds.
    private struct Reading {
        private(set) var text = SourceText()
        /// What the references of the head show people and roles as, by their identifiers.
        private var names: [String: String] = [:]
        private var firstTime: Double?
        /// Whether the speaker of the present speech is named.
        private var isLabelled = false

        private struct Speech {
            var speaker: String?
            var time: Double?
        }

        init(_ root: XMLNode) {
            for node in root.descendants where node.name == "TLCPerson" || node.name == "TLCRole" {
                guard let id = node["eId"] ?? node["id"], let name = node["showAs"]
                else { continue }
                names[id] = name
            }
        }

        /// Reads a whole document.
        mutating func read(_ root: XMLNode) { read(root, nil) }

        private mutating func read(_ element: XMLNode, _ speech: Speech?) {
            for child in element.elements {
                switch child.name {
                case "meta", "from", "attachments", "components": break
                case "speech", "question", "answer": readSpeech(child)
                case "docTitle": text.append(Self.words(of: child), as: .headline, level: 1)
                case "heading", "subheading":
                    text.append(Self.words(of: child), as: .subhead, level: 2, place: place(speech))
                case "narrative", "scene", "summary", "rollCall", "other", "adjournment":
                    // What happens and what is read out is nobody's speech, but a remark within one does not end it.
                    if speech == nil || child.name == "rollCall" {
                        readAside(child)
                    } else if child.firstDescendant("p") == nil {
                        text.append(Self.words(of: child), as: .note, place: place(speech))
                    } else {
                        read(child, speech)
                    }
                case "p", "block", "li", "tocItem": append(child, speech)
                case "item", "th", "td", "listIntroduction", "listWrapUp", "intro", "wrapUp":
                    if child.firstDescendant("p") == nil { append(child, speech) } else { read(child, speech) }
                default: read(child, speech)
                }
            }
        }

        private mutating func readSpeech(_ element: XMLNode) {
            let printed = element.first("from").map { Self.words(of: $0) } ?? ""
            let label = printed.trimmed.withoutTrailingMarks
            let id = element["by"].map { $0.drop { $0 == "#" } }.map(String.init)
            let speaker = label.isEmpty ? id.map { names[$0] ?? $0 } : label
            isLabelled = false
            read(element, Speech(speaker: speaker, time: time(element["startTime"])))
            if isLabelled { text.endTurn() }
            // Whoever was interrupted is named again.
            isLabelled = false
        }

        private mutating func readAside(_ element: XMLNode) {
            if element.firstDescendant("p") == nil {
                text.append(Self.words(of: element), as: .paragraph)
            } else {
                read(element, nil)
            }
        }

        private mutating func append(_ element: XMLNode, _ speech: Speech?) {
            let words = Self.words(of: element)
            guard !words.trimmed.isEmpty else { return }
            if speech == nil, element.firstDescendant("docTitle") != nil {
                return text.append(words, as: .headline, level: 1)
            }
            let speaker = isLabelled ? nil : speech?.speaker
            text.append(words, as: .paragraph, place: place(speech), speaker: speaker)
            if speaker != nil { isLabelled = true }
        }

        private func place(_ speech: Speech?) -> Blocks.Place? { speech?.time.map { Blocks.Place(time: $0) } }

        /// Seconds from the first time that is given, of a time as `2011-05-12T10:05:00`.
        private mutating func time(_ words: String?) -> Double? {
            guard let words, let mark = words.firstIndex(of: "T") else { return nil }
            let days = words[..<mark].split(separator: "-").compactMap { Int($0) }
            let clock = words[words.index(after: mark)...].prefix { $0.isNumber || $0 == ":" || $0 == "." }
            guard days.count == 3, let seconds = CaptionTime.seconds(Array(clock.utf8)),
                (0...9999).contains(days[0]), (1...12).contains(days[1]), (1...31).contains(days[2])
            else { return nil }
            let time = Double(Self.day(days[0], days[1], days[2])) * 86_400 + seconds
            let first = firstTime ?? time
            firstTime = first
            return time >= first ? time - first : nil
        }

        /// The number of a day of the Gregorian calendar; those that follow each other are one apart.
        private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
            let year = month <= 2 ? year - 1 : year
            let months = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5
            return 365 * year + year / 4 - year / 100 + year / 400 + months + day
        }

        /// The words of an element; notes beside the text are left out.
        static func words(of element: XMLNode) -> String {
            var words = ""
            gather(element, into: &words)
            return words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }

        private static func gather(_ element: XMLNode, into words: inout String) {
            for child in element.children {
                guard child.isElement else {
                    words += child.text
                    continue
                }
                switch child.name {
                case "authorialNote", "noteRef", "from": break
                case "eol", "br", "eop": words += " "
                case "p", "item", "li", "td", "th":
                    words += " "
                    gather(child, into: &words)
                    words += " "
                default: gather(child, into: &words)
                }
            }
        }
    }
}

extension String {
    /// The label without the colon, dash or stop that parts it from the speech.
    fileprivate var withoutTrailingMarks: String {
        var words = self
        while let last = words.last, ":–—-".contains(last) || last.isWhitespace { words.removeLast() }
        return words
    }
}
