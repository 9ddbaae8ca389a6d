import GRDB
package import SystemPackage

/// A look through a whole database for damage, beside whoever writes to it.
///
/// It reads every page, which takes minutes where there are gigabytes: so nothing waits for it.
package final class LibraryInspection: Sendable {
    /// The folder of the database.
    package let generation: FilePath
    private let queue: DatabaseQueue

    package init(_ generation: FilePath) throws(LibraryError) {
        self.generation = generation
        let path = LibraryLayout.database(in: generation)
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "copydesk.library.inspection"
        queue = try LibraryStore.translating(path) {
            try DatabaseQueue(path: path.string, configuration: configuration)
        }
    }

    /// The first flaw; nil for none, and where the look was ended early.
    package func flaw() -> String? {
        do throws(LibraryError) {
            let found = try LibraryStore.translating(LibraryLayout.database(in: generation)) {
                try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            }
            return found == "ok" ? nil : found
        } catch .damaged(_, let flaw) {
            return flaw
        } catch {
            // Ended, or nothing that is the database's fault.
            return nil
        }
    }

    /// Ends the look.
    package func stop() { queue.interrupt() }
}
