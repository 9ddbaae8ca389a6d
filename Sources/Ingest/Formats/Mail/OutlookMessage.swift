import AnalyzerKit

/// A mail as Outlook keeps it in a file ([MS-OXMSG]): its properties are written as a mail is sent, and read as one.
enum OutlookMessage: SourceFormat {
    static let mediaType = "application/vnd.ms-outlook"
    static let name = "Outlook message"
    static let pathExtensions = ["msg"]

    /// Messages stand in each other this deep at most.
    private static let deepest = 8

    static func matches(_ file: SourceFile) -> Bool {
        guard file.bytes.starts(with: CompoundFile.signature) else { return false }
        // The names of its streams, in UTF-16.
        let mark = "__substg1.0_".utf8.flatMap { [$0, 0 as UInt8] }
        return file.pathExtension == "msg" || holds(file.bytes, mark)
    }

    private static func holds(_ bytes: [UInt8], _ mark: [UInt8]) -> Bool {
        // Entries of a directory begin at every 128th byte.
        stride(from: 512, to: bytes.count - mark.count, by: 128).contains { start in
            bytes[start..<start + mark.count].elementsEqual(mark)
        }
    }

    static func read(_ file: SourceFile) throws(DecodeError) -> [SourceText] {
        guard let container = CompoundFile(file.bytes) else {
            throw .malformed(format: name, byteOffset: nil, reason: "its tables are cut off")
        }
        var writer = Writer(container, budget: file.bytes.count * 2)
        let letter = writer.letter(of: 0, headBytes: 32, depth: 0)
        guard !letter.isEmpty else {
            throw .unsupported(
                format: "an Outlook file without a mail's words",
                advice: "Open it in Outlook, save it as .eml or as text, and drop that.")
        }
        return try MailReader.read(MailPart(letter[...]), of: file).map { text in
            var text = text
            if text.mediaType == Mail.mediaType { text.mediaType = mediaType }
            return text
        }
    }

    /// Writes a storage's message as one that is sent.
    private struct Writer {
        private let file: CompoundFile
        /// How many bytes may still be written: several storages may name the same streams.
        private var left: Int

        /// What a message or an attachment takes of that besides its bytes.
        private static let overhead = 512

        init(_ file: CompoundFile, budget: Int) {
            self.file = file
            left = budget
        }

        /// The message in a storage.
        ///
        /// - Parameters:
        ///   - storage: The storage.
        ///   - headBytes: How many bytes stand before its fixed properties.
        ///   - depth: In how many other messages it stands.
        /// - Returns: The message; empty where it has neither subject nor words nor attachments.
        mutating func letter(of storage: Int, headBytes: Int, depth: Int) -> [UInt8] {
            left -= Self.overhead
            guard left > 0 else { return [] }
            let properties = Properties(file, storage, headBytes: headBytes)
            let subject = properties.string(0x0037)
            let body = properties.string(0x1000, upTo: left)
            let markup = body == nil && properties.size(0x1013) <= left ? properties.bytes(0x1013) : []
            left -= (body?.utf8.count ?? 0) + markup.count
            let parts = depth < deepest ? attachments(of: storage, depth: depth) : []
            guard subject ?? body != nil || !markup.isEmpty || !parts.isEmpty else { return [] }
            // What would be taken for a line end is none here.
            func line(_ name: String, _ value: String?) -> String {
                value.map { "\(name): \($0.foldingBlanks())\n" } ?? ""
            }
            let address = [0x5D01, 0x0C1F, 0x0065].lazy.compactMap { properties.string($0) }.first { $0.contains("@") }
            let sender = (properties.string(0x0C1A) ?? properties.string(0x0042) ?? "").filter { !"<>\"".contains($0) }
            var head = line("From", "\"\(sender)\" <\(address ?? "")>") + line("Subject", subject)
            head += line("Date", properties.time(0x0039) ?? properties.time(0x0E06))
            head += line("Message-ID", properties.string(0x1035))
            let boundary = "=_part_\(depth)_of_\(storage)"
            head += "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"\(boundary)\"\n"
            var letter = Array(head.utf8)
            func add(_ fields: String, _ bytes: [UInt8]) {
                letter += Array("\n--\(boundary)\n\(fields)\n\n".utf8) + bytes
            }
            if let body, body.contains(where: { !$0.isWhitespace }) {
                add("Content-Type: text/plain; charset=utf-8", Array(body.utf8))
            } else if !markup.isEmpty {
                add("Content-Type: text/html", markup)
            }
            for part in parts { add(part.fields, part.bytes) }
            return letter + Array("\n--\(boundary)--\n".utf8)
        }

        private mutating func attachments(of storage: Int, depth: Int) -> [(fields: String, bytes: [UInt8])] {
            let storages = file.children(of: storage)
                .filter { file.entries[$0].name.hasPrefix("__attach_version1.0_") }
                .sorted { file.entries[$0].name < file.entries[$1].name }
            var found: [(fields: String, bytes: [UInt8])] = []
            for attachment in storages {
                left -= Self.overhead
                guard left > 0 else { break }
                let properties = Properties(file, attachment, headBytes: 8)
                let name = properties.string(0x3707) ?? properties.string(0x3704)
                let shown = name?.foldingBlanks().filter { !"\"\\".contains($0) } ?? ""
                if let inner = properties.storage(0x3701) {
                    let letter = letter(of: inner, headBytes: 24, depth: depth + 1)
                    if !letter.isEmpty { found.append(("Content-Type: message/rfc822", letter)) }
                    continue
                }
                let told = properties.string(0x370E)?.filter { !$0.isWhitespace && $0 != ";" }
                let type = told ?? "application/octet-stream"
                let isPicture = type.hasPrefix("image/") && properties.string(0x3712) != nil
                var fields = "Content-Type: \(type)"
                if !shown.isEmpty {
                    fields += "\nContent-Disposition: \(isPicture ? "inline" : "attachment"); filename=\"\(shown)\""
                }
                if isPicture { fields += "\nContent-ID: <picture>" }
                let bytes = properties.size(0x3701) <= left ? properties.bytes(0x3701) : []
                left -= bytes.count
                found.append((fields, bytes))
            }
            return found
        }
    }

    /// The properties of a storage.
    private struct Properties {
        private let file: CompoundFile
        /// The streams and storages of properties, by number and type.
        private var entries: [UInt32: Int] = [:]
        private var fixed: [UInt16: UInt64] = [:]

        init(_ file: CompoundFile, _ storage: Int, headBytes: Int) {
            self.file = file
            for child in file.children(of: storage) {
                let name = file.entries[child].name
                if name.hasPrefix("__substg1.0_"), let tag = UInt32(name.dropFirst(12).prefix(8), radix: 16) {
                    entries[tag] = child
                } else if name == "__properties_version1.0" {
                    readFixed(file.bytes(of: child).dropFirst(headBytes))
                }
            }
        }

        private mutating func readFixed(_ bytes: ArraySlice<UInt8>) {
            for start in stride(from: bytes.startIndex, to: bytes.endIndex - 15, by: 16) {
                let id = UInt16(bytes[start + 2]) | UInt16(bytes[start + 3]) << 8
                fixed[id] = (0..<8).reduce(0) { $0 | UInt64(bytes[start + 8 + $1]) << UInt64(8 * $1) }
            }
        }

        /// No field is longer, in bytes.
        private static let longestField = 65_536

        /// A property of text, in UTF-16 or in the code page of the message.
        func string(_ id: UInt32, upTo limit: Int = longestField) -> String? {
            if let entry = entries[id << 16 | 0x001F] {
                let bytes = file.bytes(of: entry, upTo: limit)
                let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
                    UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
                }
                return Self.filled(String(decoding: units, as: UTF16.self))
            }
            guard let entry = entries[id << 16 | 0x001E] else { return nil }
            let page = fixed[0x3FFD] ?? fixed[0x3FDE] ?? 1252
            let bytes = file.bytes(of: entry, upTo: limit).filter { $0 != 0 }
            let declared = page == 65001 ? "utf-8" : "windows-\(page & 0xFFFF)"
            return (try? TextDecoding.decode(bytes, declared: declared)).flatMap {
                Self.filled(String(decoding: $0.bytes, as: UTF8.self))
            }
        }

        private static func filled(_ text: String) -> String? {
            let text = text.filter { $0 != "\0" }
            return text.isEmpty ? nil : text
        }

        /// How many bytes a property of bytes has.
        func size(_ id: UInt32) -> Int { entries[id << 16 | 0x0102].map { file.entries[$0].size } ?? 0 }

        /// A property of bytes, or of text as bytes.
        func bytes(_ id: UInt32) -> [UInt8] {
            if let entry = entries[id << 16 | 0x0102] { return file.bytes(of: entry) }
            return string(id, upTo: .max).map { Array($0.utf8) } ?? []
        }

        /// A property that is a message.
        func storage(_ id: UInt32) -> Int? {
            entries[id << 16 | 0x000D].flatMap { file.entries[$0].isStream ? nil : $0 }
        }

        /// A property of time, in RFC 3339: it counts 100 nanoseconds from 1601.
        func time(_ id: UInt16) -> String? {
            guard let value = fixed[id], value > 0 else { return nil }
            let seconds = Int(value / 10_000_000)
            // From 1601 in whole days, then by the calendar, whose cycle of 400 years begins there.
            var days = seconds / 86_400
            guard days < 146_097 * 3 else { return nil }
            var year = 1601
            while true {
                let length = WireTime.Parts.days(in: 2, of: year) == 29 ? 366 : 365
                guard days >= length else { break }
                days -= length
                year += 1
            }
            var month = 1
            while days >= WireTime.Parts.days(in: month, of: year) {
                days -= WireTime.Parts.days(in: month, of: year)
                month += 1
            }
            var parts = WireTime.Parts(year: year, month: month, day: days + 1)
            parts.hour = seconds % 86_400 / 3600
            parts.minute = seconds % 3600 / 60
            parts.second = seconds % 60
            parts.offset = 0
            return parts.description
        }
    }
}
