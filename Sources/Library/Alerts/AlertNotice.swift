import Foundation
import Glibc
import Spool
package import SystemPackage

/// What tells of a report that an alert waited for: the contents of a file in `.alerts` of the outbox.
package struct AlertNotice: Codable, Hashable, Sendable {
    /// What somebody who was waited for said.
    package struct Quotation: Codable, Hashable, Sendable {
        package let speaker: String
        package let text: String
    }

    package let alert: String
    /// In seconds since 1970; RFC 3339 in the file.
    package let delivered: Int
    /// The path under the inbox.
    package let document: String
    /// Until when the document is not to be used, as it says so; it may be over.
    package let embargo: String?
    package let published: String?
    package let publisher: String?
    package let quotes: [Quotation]
    /// The report's path under the outbox, as it is printed.
    package let report: String
    package let title: String?
    package let wireStatus: String?

    private enum CodingKeys: String, CodingKey {
        case alert, delivered, document, embargo, published, publisher, quotes, report, title, wireStatus
    }

    /// No file of these is larger, and what is larger is none of these.
    private static let maxBytes = 4 << 20

    /// What alerts found, the latest first.
    ///
    /// - Parameters:
    ///   - outbox: Where the reports lie.
    ///   - alerts: The names of those that are asked about.
    ///   - limit: How many at most.
    /// - Returns: They; files that are none of these are left out.
    /// - Throws: The system's error where a folder is there and cannot be read.
    package static func all(in outbox: FilePath, of alerts: [String], limit: Int) throws(Errno) -> [Self] {
        var found: [(changed: Int, path: FilePath)] = []
        for alert in alerts where Alert.isName(alert) {
            let folder = outbox.appending(LibraryLayout.alertFolder).appending(alert)
            for name in try names(in: folder) {
                let path = folder.appending(name)
                var status = stat()
                guard lstat(path.string, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                    status.st_size <= Self.maxBytes
                else { continue }
                found.append((Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec), path))
            }
        }
        found.sort { ($1.changed, $0.path.string) < ($0.changed, $1.path.string) }
        var notices: [Self] = []
        for (_, path) in found where notices.count < limit {
            guard let data = FileManager.default.contents(atPath: path.string),
                let notice = try? JSONDecoder().decode(Self.self, from: data)
            else { continue }
            notices.append(notice)
        }
        return notices
    }

    /// Until when the document is not to be used, in seconds since 1970; nil where that is over or was never so.
    package func embargo(at now: Int) -> Int? { PublishedTime.seconds(embargo, after: now) }

    private static func names(in folder: FilePath) throws(Errno) -> [String] {
        guard let stream = opendir(folder.string) else {
            let error = Errno(rawValue: errno)
            guard error == .noSuchFileOrDirectory else { throw error }
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name.hasSuffix(".json"), !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}

extension AlertNotice {
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        alert = try fields.decode(String.self, forKey: .alert)
        delivered = try PublishedTime.decode(.delivered, of: fields)
        document = try fields.decode(String.self, forKey: .document)
        embargo = try fields.decodeIfPresent(String.self, forKey: .embargo)
        published = try fields.decodeIfPresent(String.self, forKey: .published)
        publisher = try fields.decodeIfPresent(String.self, forKey: .publisher)
        quotes = try fields.decode([Quotation].self, forKey: .quotes)
        report = try fields.decode(String.self, forKey: .report)
        title = try fields.decodeIfPresent(String.self, forKey: .title)
        wireStatus = try fields.decodeIfPresent(String.self, forKey: .wireStatus)
    }

    /// Every field is there, null for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(alert, forKey: .alert)
        try fields.encode(PublishedTime.text(delivered), forKey: .delivered)
        try fields.encode(document, forKey: .document)
        try fields.encode(embargo, forKey: .embargo)
        try fields.encode(published, forKey: .published)
        try fields.encode(publisher, forKey: .publisher)
        try fields.encode(quotes, forKey: .quotes)
        try fields.encode(report, forKey: .report)
        try fields.encode(title, forKey: .title)
        try fields.encode(wireStatus, forKey: .wireStatus)
    }
}
