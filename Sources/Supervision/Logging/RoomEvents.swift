package import Logging

/// The reading room is open.
package struct RoomOpened: JournalEvent {
    package static let messageID = "e1b7a9c04f5d4c28ad63907b5f21c8e4"
    package static let level = Logger.Level.notice

    /// Where it can be asked.
    let places: String

    package init(places: String) { self.places = places }

    package var message: String { "The reading room is open at \(places)." }
    package var fields: Logger.Metadata { ["places": .string(places)] }
}
