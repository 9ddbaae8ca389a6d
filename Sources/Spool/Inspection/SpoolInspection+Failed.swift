import FoundationEssentials
package import SystemPackage

/// A document in `failed`, as its error file tells of it.
package struct FailedDocument: Encodable, Hashable, Sendable {
    /// Its path under `failed`, printable.
    package let name: String
    /// Its path under the inbox, printable.
    package let path: String
    /// The kind of trouble in one word.
    package let reason: String
    /// One sentence for a person.
    package let message: String
    /// Where in the document the trouble is, in bytes from its start.
    package let byteOffset: Int?
    /// How many attempts counted.
    package let attempts: Int
    /// How many bytes it has.
    package let bytes: Int
    /// When it failed: RFC 3339, UTC, whole seconds.
    package let time: String
    /// The SHA-256 of its bytes; nil for one that was too large to be read.
    package let sha256: String?
    /// Where it lies under `failed`.
    package let place: FilePath
    /// Where it lay under the inbox.
    package let origin: FilePath

    private enum CodingKeys: String, CodingKey {
        case name, path, reason, message, byteOffset, attempts, bytes, time, sha256
    }

    init(_ place: FilePath, _ error: ErrorFile, failed: Int64) {
        name = place.printable
        path = error.path
        reason = error.reason
        message = error.message
        byteOffset = error.byteOffset
        attempts = error.attempts.count
        bytes = error.bytes
        time = Date(timeIntervalSince1970: Double(failed / 1_000_000_000)).formatted(.iso8601)
        sha256 = error.sha256
        self.place = place
        origin =
            error.pathBytes.flatMap { Data(base64Encoded: $0) }.map { FilePath(bytes: $0) } ?? FilePath(error.path)
    }

    /// Whether another try ends like the last one, where documents of more than `maxBytes` are not read: what is wrong is
    /// in the bytes, or in how many there are.
    package func isSureToFail(maxBytes: Int) -> Bool {
        switch reason {
        case "invalid-utf8", "not-text", "undecodable", "empty", "malformed", "unsupported-format": true
        case "too-large": bytes > maxBytes
        default: false
        }
    }
}

/// Why the failed documents cannot be listed.
package enum FailedListingError: Error, Hashable, Sendable {
    /// The folder, or an error file in it, cannot be read.
    case unreadable(FilePath, Errno)
    /// A file is no error file of ours.
    case broken(FilePath)
}

extension FailedListingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let errno): "\(Blockage(errno, path, for: nil))."
        case .broken(let path):
            "'\(path.printable)' does not tell of a failure: remove it, and put its document into the inbox again."
        }
    }
}

extension SpoolInspection {
    /// How many documents lie in `failed`, told by the names of their error files; 0 where no daemon ever ran.
    package static func failedCount(in state: FilePath) -> Int {
        var count = 0
        try? FolderWalk.visit(SpoolLayout(state: state).failed) { _, step in
            if case .entry(let name, _) = step, isErrorFile(name.bytes) { count += 1 }
        }
        return count
    }

    private static func isErrorFile(_ name: [UInt8]) -> Bool {
        name.suffix(SpoolLayout.errorSuffix.utf8.count).elementsEqual(SpoolLayout.errorSuffix.utf8)
            && name.first != UInt8(ascii: ".")
    }

    /// The documents in `failed` that are wanted by their paths there, by name; none where no daemon ever ran.
    package static func failedDocuments(
        in state: FilePath, where isWanted: (FilePath) -> Bool = { _ in true }
    ) throws(FailedListingError) -> [FailedDocument] {
        let failed = SpoolLayout(state: state).failed
        let suffix = Array(SpoolLayout.errorSuffix.utf8)
        var read: [(place: FilePath, file: Result<(bytes: [UInt8], modified: Int64), Errno>)] = []
        do throws(Errno) {
            try FolderWalk.visit(failed) { path, step in
                guard case .entry(let name, let folder) = step, isErrorFile(name.bytes) else { return }
                let place = FilePath(bytes: path.bytes.dropLast(suffix.count))
                guard isWanted(place), let status = try? Kernel.status(of: name, in: folder), status.kind == .regular
                else { return }
                read.append(
                    (
                        place,
                        Result { () throws(Errno) in
                            (try Kernel.contents(of: name, in: folder), status.modified)
                        }
                    ))
            }
        } catch .noSuchFileOrDirectory {
            return []
        } catch {
            throw .unreadable(failed, error)
        }
        var documents: [FailedDocument] = []
        for (place, result) in read {
            let errorFile = failed.pushing(FilePath(bytes: place.bytes + suffix))
            switch result {
            case .success(let file):
                guard let error = try? JSONDecoder().decode(ErrorFile.self, from: Data(file.bytes)) else {
                    throw .broken(errorFile)
                }
                documents.append(FailedDocument(place, error, failed: file.modified))
            // Tried again meanwhile.
            case .failure(.noSuchFileOrDirectory): continue
            case .failure(let error): throw .unreadable(errorFile, error)
            }
        }
        return documents.sorted { $0.name < $1.name }
    }
}
