import XML

/// Timed Text Markup Language and its forerunner DFXP (https://www.w3.org/TR/ttml2/).
enum TimedText: SourceFormat {
    static let mediaType = "application/ttml+xml"
    static let name = "TTML"
    static let pathExtensions = ["ttml", "dfxp"]

    static func matches(_ file: SourceFile) -> Bool { file.root?.name == "tt" }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        let (tree, decoded) = try TranscriptXML.read(file, format: name)
        let root = tree.root
        var reading = Reading(clock: TimedTextClock(root))
        let head = root.first("head")
        if let head { reading.readAgents(in: head) }
        if let body = root.first("body") { reading.read(body, Reading.Scope(start: 0, voice: nil)) }
        var text = CaptionTranscript(RollUp.withoutRepeats(reading.captions)).text()
        guard !text.isEmpty else { throw .empty(format: name) }
        let title = head.flatMap { $0.firstDescendant("title") }?.text.trimmed
        text.title = title?.isEmpty == false ? title : nil
        text.declaredLanguage = root["xml:lang"].flatMap { $0.isEmpty ? nil : $0 }
        text.charset = decoded.charset
        text.notices = decoded.notices
        return [text]
    }

    /// Walks through the elements that have times.
    ///
    /// Recursion is as deep as elements are nested, which the reader of XML bounds.
    private struct Reading {
        /// What an element hands down to those in it.
        struct Scope {
            /// When it begins, in seconds: what times in it count from.
            var start: Double
            var end: Double?
            var voice: String?
        }

        let clock: TimedTextClock
        private(set) var captions: [Caption] = []
        private var agents: [String: String] = [:]

        init(clock: TimedTextClock) { self.clock = clock }

        /// The people and characters that the head lists, by their identifiers.
        mutating func readAgents(in head: XMLNode) {
            for agent in head.descendants where agent.name == "agent" {
                guard let id = agent["xml:id"] else { continue }
                let names = agent.elements("name").filter { !$0.text.trimmed.isEmpty }
                let best = names.first { $0["type"] == "full" } ?? names.first
                agents[id] = best.flatMap { SpeakerName.label(of: $0.text) } ?? SpeakerName.label(of: id)
            }
        }

        /// Reads an element that holds others.
        mutating func read(_ element: XMLNode, _ outer: Scope) {
            let scope = scope(of: element, outer)
            if element.name == "p" { return readParagraph(element, scope) }
            guard ["body", "div"].contains(element.name) else { return }
            let isSequence = element["timeContainer"] == "seq"
            var next = scope
            for child in element.elements {
                let before = captions.count
                read(child, next)
                if isSequence, captions.count > before { next.start = captions.last?.end ?? next.start }
            }
        }

        private func scope(of element: XMLNode, _ outer: Scope) -> Scope {
            var scope = outer
            if let begin = element["begin"].flatMap(clock.seconds) { scope.start = outer.start + begin }
            if let end = element["end"].flatMap(clock.seconds) {
                scope.end = outer.start + end
            } else if let length = element["dur"].flatMap(clock.seconds) {
                scope.end = scope.start + length
            }
            if let ids = element["agent"] {
                let names = ids.split(whereSeparator: \.isWhitespace).prefix(8).compactMap {
                    agents[String($0)] ?? SpeakerName.label(of: $0)
                }
                scope.voice = names.isEmpty ? nil : names.joined(separator: " and ")
            }
            return scope
        }

        private mutating func readParagraph(_ paragraph: XMLNode, _ scope: Scope) {
            var lines: [(voice: String?, words: String)] = []
            var start: Double?
            var end: Double?
            gather(paragraph, scope, into: &lines, &start, &end)
            let folded = lines.compactMap { line -> Caption.Line? in
                let words = line.words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                return words.isEmpty ? nil : Caption.Line(voice: line.voice, words: words)
            }
            captions.append(Caption(start: start ?? scope.start, end: scope.end ?? end, lines: folded))
        }

        /// The words of a paragraph in lines; spans may have times and voices of their own.
        private func gather(
            _ element: XMLNode, _ scope: Scope, into lines: inout [(voice: String?, words: String)],
            _ start: inout Double?, _ end: inout Double?
        ) {
            for child in element.children {
                guard child.isElement else {
                    if lines.isEmpty || lines[lines.count - 1].voice != scope.voice { lines.append((scope.voice, "")) }
                    // A line end in the source is white space; only an element breaks a line.
                    lines[lines.count - 1].words += child.text
                    continue
                }
                switch child.name {
                case "br": lines.append((scope.voice, ""))
                case "span" where child["ruby"] == "text": break
                case "span":
                    let inner = self.scope(of: child, scope)
                    if child["begin"] != nil, inner.start < start ?? .infinity { start = inner.start }
                    if let time = inner.end, time > end ?? 0 { end = time }
                    gather(child, inner, into: &lines, &start, &end)
                default: break
                }
            }
        }
    }
}

/// Reads the times of Timed Text, which may count frames and ticks.
struct TimedTextClock {
    private var framesPerSecond = 30.0
    private var subFrames = 1.0
    private var ticksPerSecond = 1.0

    /// Takes the rates that the first element gives.
    init(_ root: XMLNode) {
        func number(_ attribute: String) -> Double? {
            root[attribute].flatMap { Double($0.trimmed) }.flatMap { $0 > 0 && $0 < 1e9 ? $0 : nil }
        }
        let rate = number("frameRate")
        framesPerSecond = rate ?? 30
        if let multiplier = root["frameRateMultiplier"] {
            let parts = multiplier.split { $0.isWhitespace || $0 == ":" }.compactMap { Double($0) }
            if parts.count == 2, parts[0] > 0, parts[1] > 0 { framesPerSecond *= parts[0] / parts[1] }
        }
        subFrames = number("subFrameRate") ?? 1
        ticksPerSecond = number("tickRate") ?? (rate == nil ? 1 : framesPerSecond * subFrames)
    }

    /// Reads `hh:mm:ss.fraction`, `hh:mm:ss:frames`, or a number with its unit (`h m s ms f t`).
    ///
    /// - Returns: Seconds, rounded to milliseconds; `nil` for what is no time.
    func seconds(_ words: String) -> Double? {
        let words = words.trimmed
        guard words.utf8.count <= 40 else { return nil }
        guard let time = words.contains(":") ? clockTime(words) : offset(words), time.isFinite, time >= 0, time < 1e9
        else { return nil }
        return (time * 1000).rounded() / 1000
    }

    private func clockTime(_ words: String) -> Double? {
        let parts = words.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 4, let hours = Int(parts[0]), let minutes = Int(parts[1]),
            let seconds = Double(parts[2])
        else { return nil }
        var time = Double(hours) * 3600 + Double(minutes) * 60 + seconds
        if parts.count == 4 {
            let frames = parts[3].split(separator: ".")
            guard let whole = frames.first.flatMap({ Double($0) }) else { return nil }
            let part = frames.count > 1 ? Double(frames[1]) ?? 0 : 0
            time += (whole + part / subFrames) / framesPerSecond
        }
        return time
    }

    private func offset(_ words: String) -> Double? {
        let number = words.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let value = Double(number) else { return nil }
        switch words.dropFirst(number.count) {
        case "h": return value * 3600
        case "m": return value * 60
        case "s": return value
        case "ms": return value / 1000
        case "f": return value / framesPerSecond
        case "t": return value / ticksPerSecond
        default: return nil
        }
    }
}
