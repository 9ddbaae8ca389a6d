import Discourse
import English
import Linguistics

/// The dateline that a story's first paragraph begins with.
///
/// As *SAMARKAND, Sept 15 (Reuters) -*, *CHICAGO, Oct. 3, 2026 /PRNewswire/ --*, *NEW YORK--(BUSINESS WIRE)--*.
struct WireDateline: Hashable {
    /// Place and date as printed; nil where there is an agency alone.
    var dateline: String?
    /// The agency.
    var source: String?
    /// The bytes that it takes of the paragraph, its dash and the space behind included.
    var byteCount = 0

    private static let longest = 140

    /// Finds the dateline that a paragraph begins with.
    static func begin(_ paragraph: some StringProtocol) -> WireDateline? {
        let head = String(paragraph.prefix(longest))
        if let bracketed = bracketed(head) { return bracketed }
        for separator in separators(in: head) {
            let before = head[..<separator.lowerBound]
            guard let parts = parts(of: before) else { continue }
            guard parts.source != nil || (parts.isShouted && separator.isSpaced) else { continue }
            return WireDateline(
                dateline: parts.place, source: parts.source,
                byteCount: head.utf8.distance(from: head.startIndex, to: separator.upperBound))
        }
        return nil
    }

    /// What a field of its own says: a dateline without the agency and the dash.
    static func field(_ text: String) -> WireDateline {
        let folded = text.foldingBlanks().droppingLast { " -–—_:".contains($0) }
        guard let parts = parts(of: folded), parts.source != nil else {
            return WireDateline(dateline: folded.isEmpty ? nil : String(folded), source: nil)
        }
        return WireDateline(dateline: parts.place, source: parts.source)
    }

    /// *(New York, NY - October 21) The …*: place and date in a bracket.
    private static func bracketed(_ head: String) -> WireDateline? {
        guard head.first == "(", let close = head.firstIndex(of: ")") else { return nil }
        let inner = head[head.index(after: head.startIndex)..<close]
        let rest = head[head.index(after: close)...]
        let behind = rest.prefix { $0.isWhitespace }
        guard !behind.isEmpty, inner.contains(where: \.isNumber), inner.count <= 60,
            inner.split(whereSeparator: { !$0.isLetter }).contains(where: {
                BlockWords.months.contains(WordHash(folding: String($0)))
            }),
            isPlaceAndDate(
                inner.split(whereSeparator: { "-–—".contains($0) }).map { $0.trimmingBlanks() }.joined(separator: " "))
        else { return nil }
        return WireDateline(
            dateline: inner.trimmingBlanks(), source: nil,
            byteCount: head.utf8.distance(from: head.startIndex, to: behind.endIndex))
    }

    private struct Separator {
        var lowerBound: String.Index
        var upperBound: String.Index
        var isSpaced: Bool
    }

    /// The dashes that may end a dateline, in order.
    private static func separators(in head: String) -> [Separator] {
        var found: [Separator] = []
        var index = head.startIndex
        while index < head.endIndex {
            let character = head[index]
            guard "-–—_".contains(character), index > head.startIndex else {
                index = head.index(after: index)
                continue
            }
            var end = index
            while end < head.endIndex, "-–—_".contains(head[end]) { end = head.index(after: end) }
            let before = head[head.index(before: index)]
            let isSpaced = before.isWhitespace
            // `NEW YORK--(BUSINESS WIRE)--`: a dash before a bracket is no end.
            let opensBracket = end < head.endIndex && head[end] == "("
            if (isSpaced || before == ")" || before == "/") && !opensBracket, end < head.endIndex {
                var next = end
                while next < head.endIndex, head[next].isWhitespace { next = head.index(after: next) }
                found.append(Separator(lowerBound: index, upperBound: next, isSpaced: isSpaced))
            }
            index = end
        }
        return found
    }

    /// Splits what stands before the dash into place and date, and the agency in its bracket.
    private static func parts(of text: some StringProtocol) -> (place: String?, source: String?, isShouted: Bool)? {
        var place = text.trimmingBlanks()
        var source: String?
        if let last = place.last, last == ")" || last == "/" {
            let open: Character = last == ")" ? "(" : "/"
            let inner = place.dropLast()
            guard let start = inner.lastIndex(of: open) else { return nil }
            let name = inner[inner.index(after: start)...].trimmingBlanks()
            guard (2...40).contains(name.count), name.first?.isLetter ?? false, isAgency(name) else { return nil }
            source = name
            place = inner[..<start].trimmingBlanks()
        } else if place.first == "(", place.last == ")" {
            return nil
        }
        place = String(place.droppingLast { " ,-–—_/".contains($0) })
        // SYDNEY, AAP
        if source == nil, let comma = place.lastIndex(of: ",") {
            let name = place[place.index(after: comma)...].trimmingBlanks()
            if (2...5).contains(name.count), name.allSatisfy(\.isUppercase), WireByline.isOutlet(name) {
                source = name
                place = String(place[..<comma])
            }
        }
        if place.isEmpty {
            // An agency alone, no stage direction.
            guard let name = source, WireByline.isOutlet(name) || !name.contains(where: { $0.isLowercase }) else {
                return nil
            }
            return (nil, source, false)
        }
        guard isPlaceAndDate(place) else { return nil }
        let first = place.prefix { !$0.isWhitespace && $0 != "," }
        let isShouted = first.contains(where: \.isLetter) && !first.contains(where: \.isLowercase) && first.count > 1
        return (place, source, isShouted)
    }

    private static func isAgency(_ name: String) -> Bool {
        let words = name.split(whereSeparator: { $0 == " " || $0 == "/" || $0 == "-" })
        return words.count <= 5 && !name.contains(where: \.isNumber)
            && words.contains {
                $0.contains(where: \.isUppercase) || WireWords.all.outlets.contains(LeadingWords($0).phrase)
            }
    }

    /// Whether words are a place, a date, or both: each begins with a capital or a figure, but for a few small ones.
    private static func isPlaceAndDate(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        guard words.count <= 14, let first = words.first,
            first.first?.isUppercase ?? false || first.first?.isNumber ?? false || first.first == "("
        else {
            return false
        }
        return words.allSatisfy { word in
            let bare = word.drop { "(\"'‘“[".contains($0) }
            guard let initial = bare.first else { return true }
            if initial.isUppercase || initial.isNumber || initial == "/" || initial == "&" { return true }
            let letters = bare.prefix { $0.isLetter }
            return letters.count <= 3 || Self.smallWords.contains(String(letters)) || bare.contains("-")
                || bare.contains("'")
                || BlockWords.months.contains(WordHash(folding: String(bare)))
        }
    }

    private static let smallWords: Set<String> = ["near", "aboard", "upon"]
}
