import Library
import SystemPackage

/// Why somebody is not answered.
enum RoomError: Error, Hashable {
    /// What is asked cannot be meant.
    case badParameter(String)
    case tooLong
    case notFound(String)
    /// The name of the host is not one of this room's.
    case foreignHost(String)
    case method(allowed: String)
    /// Nobody of whom it is known that they may read.
    case unknownReader
    case library(LibraryError)
    /// Nobody can tell how the daemon is.
    case badQueue
    /// A report is none that can be read; why.
    case unreadable(String)
    /// A file or folder cannot be read.
    case system(FilePath, Errno)

    /// What a program is told.
    struct Told: Encodable { let error: String }

    var status: Int {
        switch self {
        case .badParameter: 400
        case .unknownReader: 401
        case .notFound: 404
        case .method: 405
        case .tooLong: 414
        case .foreignHost: 421
        case .badQueue, .library, .system, .unreadable: 503
        }
    }

    var title: String {
        switch self {
        case .badParameter, .tooLong: "That cannot be asked"
        case .unknownReader: "Sign in first"
        case .notFound: "There is nothing here"
        case .method: "This room is for reading"
        case .foreignHost: "Another name"
        case .badQueue: "The queue cannot be read now"
        case .unreadable: "This report cannot be read"
        case .library, .system: "The library cannot be read now"
        }
    }

    var message: String {
        switch self {
        case .badParameter(let what): what
        case .tooLong: "The address is longer than \(RoomRequest.maxTarget) bytes: ask with fewer words."
        case .notFound(let what): "'\(what)' is not in the reading room."
        case .foreignHost(let host):
            "The reading room is not called '\(host)': use localhost or its address, or name it in serve.hosts."
        case .method: "Nothing can be changed here: ask with GET or HEAD."
        case .unknownReader: "A token is required: send it as `Authorization: Bearer`, or sign in at \(SignIn.path)."
        case .badQueue:
            "The daemon's folders cannot be read: ask `copydesk doctor` what keeps this service's user from it."
        case .unreadable(let what): what
        case .library(let error): "\(error)"
        case .system(let path, let errno): "'\(path)' cannot be read: \(errno)."
        }
    }

    /// Runs what asks the library.
    static func asking<Value>(_ body: () throws(LibraryError) -> Value) throws(RoomError) -> Value {
        do throws(LibraryError) { return try body() } catch { throw .library(error) }
    }
}
