import CArchive

// Archives reads archives in memory by libarchive, under limits of size, count and ratio. It opens no file: what is in an
// archive comes out as bytes, and no name in it is ever a path of this machine.

/// An archive in memory.
package enum Archive {
    /// What an archive may be.
    package struct Forms: OptionSet, Sendable {
        package let rawValue: Int32

        package init(rawValue: Int32) { self.rawValue = rawValue }

        package static let zip = Forms(rawValue: Int32(COPYDESK_ARCHIVE_ZIP.rawValue))
        /// Also compressed.
        package static let tar = Forms(rawValue: Int32(COPYDESK_ARCHIVE_TAR.rawValue))
        /// One compressed file.
        package static let single = Forms(rawValue: Int32(COPYDESK_ARCHIVE_SINGLE.rawValue))
    }

    /// A file in an archive.
    package struct Member: Sendable {
        /// The name as given, with folders; one of a single compressed file says nothing.
        package var name: String
        package var bytes: [UInt8]
    }

    /// Whether libarchive is installed.
    package static var isThere: Bool { copydesk_archive_is_there() }

    /// Lists the first files in an archive; none where it is none, or where it cannot be read.
    ///
    /// - Parameters:
    ///   - bytes: The archive.
    ///   - forms: What it may be.
    ///   - limit: How many names are wanted at most.
    /// - Returns: The names in order.
    package static func names(in bytes: [UInt8], as forms: Forms, limit: Int) -> [String] {
        bytes.withUnsafeBytes { buffer in
            guard let archive = copydesk_archive_open(buffer.baseAddress, buffer.count, forms.rawValue) else {
                return []
            }
            defer { copydesk_archive_close(archive) }
            var names: [String] = []
            while names.count < limit, copydesk_archive_next(archive) > 0 { names.append(name(archive)) }
            return names
        }
    }

    /// Unpacks files of an archive.
    ///
    /// - Parameters:
    ///   - bytes: The archive.
    ///   - forms: What it may be.
    ///   - budget: What may come out of it; what comes out is taken from it.
    ///   - isWanted: Whether a file of a name is unpacked; others are passed over.
    /// - Returns: The files in the order in which they stand in the archive.
    /// - Throws: Why they cannot be had; then there is none.
    /// - Complexity: O(bytes), packed and unpacked.
    package static func members(
        of bytes: [UInt8], as forms: Forms, within budget: UnpackingBudget, where isWanted: (String) -> Bool
    ) throws(ArchiveError) -> [Member] {
        guard isThere else { throw .noLibrary }
        if forms.contains(.zip), !endsAsZIP(bytes) {
            throw .damaged("its end is missing, so not all of it is there")
        }
        let result: Result<[Member], ArchiveError> = bytes.withUnsafeBytes { buffer in
            do throws(ArchiveError) {
                return .success(try members(of: buffer, forms, budget, isWanted))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func members(
        of buffer: UnsafeRawBufferPointer, _ forms: Forms, _ budget: UnpackingBudget, _ isWanted: (String) -> Bool
    ) throws(ArchiveError) -> [Member] {
        guard let archive = copydesk_archive_open(buffer.baseAddress, buffer.count, forms.rawValue) else {
            throw forms.contains(.single) ? .cutOff : .damaged("it is no archive")
        }
        defer { copydesk_archive_close(archive) }
        let most = max(UnpackingBudget.free, buffer.count * UnpackingBudget.ratio)
        var sum = 0
        var members: [Member] = []
        let size = 1 << 16
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { piece.deallocate() }
        while true {
            let next = copydesk_archive_next(archive)
            guard next >= 0 else { throw .damaged(complaint(archive)) }
            guard next > 0 else { return members }
            try budget.takeMember()
            let name = name(archive)
            guard copydesk_archive_is_file(archive), isWanted(name) else { continue }
            guard !copydesk_archive_is_encrypted(archive) else { throw .encrypted }
            var member = Member(name: name, bytes: [])
            while true {
                let count = copydesk_archive_read(archive, piece.baseAddress, size)
                guard count >= 0 else { throw .damaged(complaint(archive)) }
                guard count > 0 else { break }
                sum += count
                try budget.take(count)
                guard sum <= most else { throw .tooDense(limit: UnpackingBudget.ratio) }
                member.bytes.append(contentsOf: piece[..<count])
            }
            members.append(member)
        }
    }

    private static func name(_ archive: UnsafeMutableRawPointer) -> String {
        copydesk_archive_name(archive).map { String(cString: $0) } ?? ""
    }

    /// What libarchive says, as a clause.
    private static func complaint(_ archive: UnsafeMutableRawPointer) -> String {
        let words = copydesk_archive_error(archive).map { String(cString: $0) } ?? "it is damaged"
        return "what is packed in it is damaged (" + words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            + ")"
    }

    /// Whether the record that ends each ZIP archive stands where it may: before a comment of no more than 64 KiB.
    ///
    /// One that is before anything else may be that of an archive in a larger one, which is cut off.
    private static func endsAsZIP(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 22 else { return false }
        var index = bytes.count - 22
        let first = max(0, index - 0xFFFF)
        while index >= first {
            if bytes[index] == 0x50, bytes[index + 1] == 0x4B, bytes[index + 2] == 5, bytes[index + 3] == 6 {
                let end = index + 22 + Int(bytes[index + 20]) + Int(bytes[index + 21]) << 8
                // Some writers fill a file up with zeros.
                if end <= bytes.count, bytes[end...].allSatisfy({ $0 == 0 }) { return true }
            }
            index -= 1
        }
        return false
    }
}
