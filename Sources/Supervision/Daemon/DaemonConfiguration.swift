package import Spool

/// What the daemon is told.
package struct DaemonConfiguration: Hashable, Sendable {
    /// Where documents come in, where reports go, and where everything else is kept; other folders need a restart.
    package var folders: SpoolFolders
    /// Where the log goes; another place needs a restart.
    package var logFormat: LogFormat
    /// What a reload brings into use at once.
    package var live: LiveSettings
    /// All settings by name, to tell what a reload changes.
    package var settings: [SettingInForce]
    /// What the administrator should hear of the settings when they are taken up, a sentence each.
    package var notes: [String] = []

    package init(folders: SpoolFolders, logFormat: LogFormat, live: LiveSettings, settings: [SettingInForce]) {
        self.folders = folders
        self.logFormat = logFormat
        self.live = live
        self.settings = settings
    }

    /// The settings that differ and take effect at once, and those that need a restart, by name.
    func changes(from old: Self) -> (live: [String], needRestart: [String]) {
        let before = Dictionary(old.settings.map { ($0.key, $0.text) }) { first, _ in first }
        let changed = settings.filter { before[$0.key] != $0.text }
        func keys(_ place: SettingInForce.Effect) -> [String] {
            changed.filter { $0.takesEffect == place }.map(\.key)
        }
        return (keys(.atOnce), keys(.atRestart))
    }

    /// What is in use once a daemon that runs with these settings has read others.
    func reloaded(as new: Self) -> Self {
        var current = self
        current.live = new.live
        let kept = Dictionary(settings.map { ($0.key, $0) }) { first, _ in first }
        current.settings = new.settings.map { $0.takesEffect == .atRestart ? kept[$0.key] ?? $0 : $0 }
        return current
    }
}
