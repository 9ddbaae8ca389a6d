/// A setting as it was read: its value as text, and when another one is used.
package struct SettingInForce: Hashable, Sendable {
    /// When a setting that changed is used.
    package enum Effect: Hashable, Sendable {
        /// As soon as the settings are read again.
        case atOnce
        /// When the daemon starts again.
        case atRestart
        /// Never by the daemon: another process of the program has it.
        case elsewhere
    }

    /// Its key, as `limits.maxBytes`.
    package var key: String
    /// Its value, as a person would write it.
    package var text: [String]
    /// When another value is used.
    package var takesEffect: Effect

    package init(key: String, text: [String], takesEffect: Effect) {
        self.key = key
        self.text = text
        self.takesEffect = takesEffect
    }
}
