import Discourse

/// Where signatures, contacts and notes on who issues a release end.
extension MailBody {
    /// The end of a signature that begins with taking leave: *Best regards,* and the short lines below it.
    func closingEnd(_ index: Int, _ section: Range<Int>, hasProse: Bool) -> Int? {
        let found = folded[index]
        let length = words.length(.closing, at: found[...])
        guard length > 0, kinds[index] == nil, index > section.lowerBound || found.count <= 5 else { return nil }
        let line = lines[index].words
        let rest = line.split(separator: " ").dropFirst(length)
        let isAlone = found.count == length && !":?".contains(line.last ?? ":")
        // *Thanks, Ana*; *Best, Ana Ruiz*
        let isNamed =
            rest.count <= 3 && line.contains(",") && line.last != "." && line.last != "?"
            && rest.allSatisfy { $0.first?.isUppercase == true }
        guard isAlone || isNamed, hasProse || isNamed || isAlone && index + 1 < section.upperBound else { return nil }
        // *Thank you.* may open as well as close.
        if isAlone, line.last == ".", !isSignatureLine(index + 1, section) { return nil }
        return signatureEnd(index + 1, section)
    }

    /// The end of the short lines of a signature: names, posts, addresses, numbers.
    private func signatureEnd(_ start: Int, _ section: Range<Int>) -> Int {
        var end = start
        while end < section.upperBound, end - start < Self.longestSignature, isSignatureLine(end, section) { end += 1 }
        return end
    }

    /// So many lines a signature has at most.
    private static let longestSignature = 16

    private func isSignatureLine(_ index: Int, _ section: Range<Int>) -> Bool {
        guard index < section.upperBound, kinds[index] == nil || kinds[index] == .note || kinds[index] == .header else {
            return false
        }
        if isDropped[index] { return true }
        let count = folded[index].count
        let line = lines[index].words
        if isContactLine(index) { return count <= 24 }
        let endsSentence = line.last.map { ".!?".contains($0) } ?? false
        return lines[index].role == .text && count <= 10 && !(endsSentence && count >= 6)
            && words.length(.editors, at: folded[index][...]) == 0
            && folded[index].first != "ps" && folded[index].prefix(2) != ["p", "s"] && endMark(index) == nil
    }

    /// Whether addresses or numbers to call stand in a line.
    private func isContactLine(_ index: Int) -> Bool {
        let line = lines[index].words
        if line.contains("@") || line.holds("www.") || line.holds("://") { return true }
        var digits = 0
        var run = 0
        // Digits with what parts those of a telephone's number.
        for character in line {
            if character.isNumber {
                run += 1
                digits = max(digits, run)
            } else if !" ()-–./+".contains(character) {
                run = 0
            }
        }
        return digits >= 7
    }

    /// The end of the lines that tell whom to ask.
    func contactEnd(_ index: Int, _ section: Range<Int>, hasProse: Bool) -> Int? {
        let found = folded[index]
        let line = lines[index].words
        let length = words.length(.contact, at: found[...])
        guard length > 0, lines[index].role != .row else { return nil }
        let isHeading = found.count == length || found.count <= length + 2 && line.last == ":"
        let behind = line.split(separator: " ").dropFirst(length)
        let isField =
            line.contains(":") && found.count <= 30
            && line.prefix { $0 != ":" }.split(separator: " ").count <= length + 2
        let isNotice = isContactLine(index) && found.count <= 45
        guard isHeading || isField || isNotice, isHeading || !behind.isEmpty else { return nil }
        var end = index + 1
        while end < section.upperBound, end - index < Self.longestContact {
            guard kinds[end] == nil || kinds[end] == .note, endMark(end) == nil else { break }
            let isBare = !isContactLine(end)
            let ends = lines[end].words.last.map { ".!?".contains($0) } ?? false
            let isShort = folded[end].count <= 8 && !ends && lines[end].role == .text
            // The headline stands below the first of them, behind an empty line.
            let isParted = lines[end].followsBlank
            if isDropped[end] || !isBare && folded[end].count <= 30 {
                end += 1
            } else if isShort, !isParted || hasProse || end == index + 1 && isHeading && isContactNear(end, section) {
                if words.length(.about, at: folded[end][...]) > 0, isParted { break }
                end += 1
            } else {
                break
            }
        }
        return end
    }

    private static let longestContact = 14

    /// Whether one of the next lines has an address or a number.
    private func isContactNear(_ index: Int, _ section: Range<Int>) -> Bool {
        (index..<min(index + 4, section.upperBound)).contains { isContactLine($0) }
    }

    /// The end of the paragraphs on who issues a release: *About Northline*.
    func aboutEnd(_ index: Int, _ section: Range<Int>, hasProse: Bool) -> Int? {
        let found = folded[index]
        let line = lines[index].words
        let length = words.length(.about, at: found[...])
        guard hasProse, length > 0, found.count > length, found.count <= length + 8, lines[index].followsBlank,
            line.last.map({ !".!?,;".contains($0) }) ?? false,
            line.split(separator: " ").dropFirst(length).contains(where: { $0.first?.isUppercase == true }),
            index + 1 < section.upperBound, isProse(index + 1),
            // It stands in the last part of a release.
            (index - section.lowerBound) * 2 >= section.count
        else { return nil }
        var end = index + 1
        while end < section.upperBound, kinds[end] == nil, !isDropped[end], lines[end].role != .heading,
            words.length(.contact, at: folded[end][...]) == 0, isProse(end) || !lines[end].followsBlank
        { end += 1 }
        return end
    }

    func isDevice(_ index: Int) -> Bool {
        let found = folded[index]
        return found.count <= 14 && words.length(.device, at: found[...]) > 0
            && (kinds[index] == nil || kinds[index] == .note)
    }

    /// The end of a signature that begins with the writer's name alone.
    func nameEnd(_ index: Int, _ section: Range<Int>, hasProse: Bool) -> Int? {
        guard hasProse, let name = owners[ownerOfLine[index]].name, kinds[index] == nil,
            section.upperBound - index <= Self.longestSignature, lines[index].words.count <= 60
        else { return nil }
        let own = MailWords.words(of: name)
        let found = folded[index]
        // *Ana Ruiz, Press Officer*, *Ana Ruiz | Northline*
        let isTitled =
            own.count > 1 && found.count <= 12 && found.starts(with: own)
            && lines[index].words.drop { !",|–—/(".contains($0) }.isEmpty == false && !isProse(index)
        guard let first = found.first, let given = own.first, found.count == 1 || found == own || isTitled else {
            return nil
        }
        // *Ana Ruiz*, *Ana*, *A.*
        guard found == own || isTitled || first == given || first.count == 1 && given.hasPrefix(first) else {
            return nil
        }
        let end = signatureEnd(index + 1, section)
        return end == section.upperBound || lines[index].followsBlank && end - index > 1 ? end : nil
    }

    /// The end of a signature that says neither farewell nor the sender's name: a name, and below it how to reach whoever
    /// bears it, to the end of what was written.
    func cardEnd(_ index: Int, _ section: Range<Int>, hasProse: Bool) -> Int? {
        guard hasProse, kinds[index] == nil, lines[index].followsBlank, lines[index].role == .text,
            section.upperBound - index <= Self.longestSignature, isName(index)
        else { return nil }
        var end = index + 1
        while end < section.upperBound, isSignatureLine(end, section) { end += 1 }
        guard end == section.upperBound else { return nil }
        // A first name alone below the words.
        if end == index + 1 { return folded[index].count == 1 ? end : nil }
        return (index + 1..<end).contains { isContactLine($0) } ? end : nil
    }

    /// Whether a line has a name and nothing else: *Ana Ruiz*, *Dr Ana Ruiz*.
    private func isName(_ index: Int) -> Bool {
        let line = lines[index].words
        guard line.count <= 40, line.last?.isLetter == true, (1...4).contains(folded[index].count),
            words.length(.greeting, at: folded[index][...]) == 0
        else { return false }
        return line.split(separator: " ").allSatisfy { word in
            let letters = word.filter { $0.isLetter }
            return letters.first?.isUppercase == true && letters.dropFirst().contains(where: \.isLowercase)
                && word.allSatisfy { $0.isLetter || ".-’'".contains($0) }
        }
    }
}
