import FoundationEssentials
package import SystemPackage

/// A document in `failed`, as its error file tells of it.
package struct FailedDocument: Encodable, Hashable, Sendable {
    /// Its path under `failed`.
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
    /// The SHA-256 of its bytes; nil for one that was too large to be read.
    package let sha256: String?
    /// Where it lies under `failed`.
    let place: FilePath
    /// Where it lay under the inbox.
    let origin: FilePath

    private enum CodingKeys: String, CodingKey {
        case name, path, reason, message, byteOffset, attempts, sha256
    }

    init(_ place: FilePath, _ error: ErrorFile) {
        name = place.string
        path = error.path
        reason = error.reason
        message = error.message
        byteOffset = error.byteOffset
        attempts = error.attempts.count
        sha256 = error.sha256
        self.place = place
        origin =
            error.pathBytes.flatMap { Data(base64Encoded: $0) }.map { FilePath(bytes: $0) } ?? FilePath(error.path)
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
        case .unreadable(let path, let errno): "'\(path.printable)' cannot be read: \(errno)."
        case .broken(let path):
            "'\(path.printable)' does not tell of a failure: remove it, and put its document into the inbox again."
        }
    }
}

extension SpoolInspection {
    /// The documents in `failed`, by name; none where no daemon ever ran.
    package static func failedDocuments(in state: FilePath) throws(FailedListingError) -> [FailedDocument] {
        let failed = SpoolLayout(state: state).failed
        let suffix = Array(SpoolLayout.errorSuffix.utf8)
        var read: [(place: FilePath, bytes: Result<[UInt8], Errno>)] = []
        do throws(Errno) {
            try FolderWalk.visit(failed) { path, step in
                guard case .entry(let name, let folder) = step, name.bytes.suffix(suffix.count).elementsEqual(suffix),
                    !name.bytes.starts(with: [UInt8(ascii: ".")]),
                    (try? Kernel.status(of: name, in: folder))?.kind == .regular
                else { return }
                let bytes = Result { () throws(Errno) in try Kernel.contents(of: name, in: folder) }
                read.append((FilePath(bytes: path.bytes.dropLast(suffix.count)), bytes))
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
            case .success(let bytes):
                guard let error = try? JSONDecoder().decode(ErrorFile.self, from: Data(bytes)) else {
                    throw .broken(errorFile)
                }
                documents.append(FailedDocument(place, error))
            // Tried again meanwhile.
            case .failure(.noSuchFileOrDirectory): continue
            case .failure(let error): throw .unreadable(errorFile, error)
            }
        }
        return documents.sorted { $0.name < $1.name }
    }
}
