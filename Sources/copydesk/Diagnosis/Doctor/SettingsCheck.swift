/// The configuration file: a daemon does not start with a mistake in it, and one at work does not take it over.
enum SettingsCheck: Check {
    static let area = "settings"

    static func look(at machine: Examination) -> [Finding] {
        guard !machine.mistakes.isEmpty else { return machine.settings.memoryNotes().map { finding(.note, $0) } }
        let effect =
            machine.isAtWork
            ? "The daemon at work keeps the settings that it has, and would not start again."
            : "No daemon starts with it."
        let place = machine.unit.map { " (\($0.name))" } ?? ""
        return machine.mistakes.map { mistake in
            finding(
                .problem, "\(mistake) \(effect)\(place) What follows is told of the settings that are right.")
        }
    }
}
