/// Why bytes are no XML document.
package enum XMLError: Error, Hashable, Sendable {
    /// No element begins anywhere.
    case noElement
    /// The document ends before its elements do; the one that was open last.
    case endsInside(String)
    /// Elements within elements, more than so many deep.
    case tooDeep(limit: Int)
    /// What libxml2 says, and in which line.
    case notWellFormed(line: Int, String)
}

extension XMLError: CustomStringConvertible {
    /// What is wrong, as a clause.
    package var description: String {
        switch self {
        case .noElement: "there is no element in it"
        case .endsInside(let name): "it ends inside <\(name)>, so the rest is missing"
        case .tooDeep(let limit): "its elements are nested more than \(limit) deep"
        case .notWellFormed(let line, let message): "it is not well-formed in line \(line): \(message)"
        }
    }
}
