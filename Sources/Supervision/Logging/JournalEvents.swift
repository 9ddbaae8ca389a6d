/// All events with an id of their own; `deploy/copydesk.catalog` explains each.
package enum JournalEvents {
    package static let all: [any JournalEvent.Type] = [
        AnalyzerFailed.self, ClaimingPaused.self, ClaimingResumed.self, ConfigurationRejected.self,
        ConfigurationReloaded.self, DaemonStarted.self, DaemonStopped.self, DaemonStopping.self, DaemonStuck.self,
        DocumentDelivered.self, DocumentFailed.self, DocumentHeldBack.self, DocumentNotRead.self, DocumentRetried.self,
        DocumentReturned.self,
        DocumentWithdrawn.self, DocumentsPruned.self, EntryIgnored.self, FolderBarred.self, FolderFreed.self,
        InboxBack.self, InboxGone.self, InboxHangs.self, LimitsDoubtful.self, PruningIncomplete.self, RoomOpened.self,
        StartRefused.self,
        StateFileUseless.self, WatchDegraded.self,
        WorkerDied.self,
        WorkersHeldBack.self, WorkersRecovered.self,
    ]
}
