/// Why an archive is not read.
package enum ArchiveError: Error, Hashable, Sendable {
    /// Cut off, or otherwise not what it says; what is wrong, as a clause.
    case damaged(String)
    /// A compressed file whose beginning cannot be unpacked.
    case cutOff
    /// What is wanted of it is encrypted.
    case encrypted
    /// Holds more files than are read.
    case tooMany(limit: Int)
    /// Unpacks to more bytes than are read.
    case tooLarge(limit: Int)
    /// Unpacks to more than so many times its own size, as no archive of texts does.
    case tooDense(limit: Int)
    /// Archives in each other, more than so many deep.
    case tooDeep(limit: Int)
    /// There is no libarchive on this machine.
    case noLibrary
}

extension ArchiveError: CustomStringConvertible {
    /// What is wrong, as a clause.
    package var description: String {
        switch self {
        case .damaged(let words): words
        case .cutOff: "it is damaged, or cut off"
        case .encrypted: "it is encrypted"
        case .tooMany(let limit): "it holds more than \(limit) files"
        case .tooLarge(let limit): "it unpacks to more than \(limit >> 20) MiB"
        case .tooDense(let limit): "it unpacks to more than \(limit) times its size"
        case .tooDeep(let limit): "archives stand in each other in it more than \(limit) deep"
        case .noLibrary: "libarchive is not installed"
        }
    }
}
