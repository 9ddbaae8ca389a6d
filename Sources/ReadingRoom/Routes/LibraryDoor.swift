import Library
import Synchronization
import SystemPackage

/// The way into the library in use, held open from question to question.
final class LibraryDoor: Sendable {
    private let layout: LibraryLayout
    private let opened = Mutex<(generation: FilePath, reader: LibraryReader)?>(nil)

    init(_ layout: LibraryLayout) { self.layout = layout }

    /// A reader of what is in use now: the library may have been built anew since the last question.
    ///
    /// - Throws: Why there is none to read.
    func reader() throws(RoomError) -> LibraryReader {
        let generation = layout.target
        if let generation, let known = opened.withLock({ $0 }), known.generation == generation { return known.reader }
        let reader = try RoomError.asking { () throws(LibraryError) in try LibraryReader(layout) }
        if let generation { opened.withLock { $0 = (generation, reader) } }
        return reader
    }

    /// Forgets what was opened: it is damaged, or not to be read any more.
    func close() { opened.withLock { $0 = nil } }
}
