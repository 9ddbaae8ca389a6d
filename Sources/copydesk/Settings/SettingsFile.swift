import Configuration
import Yams

/// A configuration file: YAML whose nested keys are the settings' keys, joined by dots.
struct SettingsFile: Sendable {
    /// The path as given.
    let path: String
    /// The line of each key, 1 for the first.
    let lines: [String: Int]
    /// The keys in the order of the file.
    let keys: [String]
    /// The values; nil for an empty file.
    let values: YAMLSnapshot?

    /// Reads YAML.
    ///
    /// - Throws: `SettingsError` where it is no YAML, or no mapping of names to values.
    init(_ yaml: String, path: String) throws(SettingsError) {
        self.path = path
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw SettingsError(["\(path): this is no YAML: \(error)"])
        }
        guard let root, root.null == nil else {
            (lines, keys, values) = ([:], [], nil)
            return
        }
        guard case .mapping(let mapping) = root else {
            throw SettingsError(["\(path): settings are names and values, as in `workers: 2`."])
        }
        var lines: [String: Int] = [:]
        var keys: [String] = []
        Self.collect(mapping, under: "", &lines, &keys)
        do {
            let bytes = Array(yaml.utf8)
            values = try YAMLSnapshot(data: bytes.span.bytes, providerName: path, parsingOptions: .default)
        } catch {
            throw SettingsError(["\(path): \(error)"])
        }
        (self.lines, self.keys) = (lines, keys)
    }

    private static func collect(
        _ mapping: Node.Mapping, under prefix: String, _ lines: inout [String: Int], _ keys: inout [String]
    ) {
        for (name, value) in mapping {
            let key = prefix + (name.string ?? "?")
            if case .mapping(let inner) = value, !inner.isEmpty {
                collect(inner, under: key + ".", &lines, &keys)
            } else {
                // Of a group all of whose settings are commented out nothing is left but its name.
                let isGroup = value.null != nil || value.mapping != nil
                if isGroup, SettingsTable.all.contains(where: { $0.key.hasPrefix(key + ".") }) { continue }
                lines[key] = name.mark?.line
                keys.append(key)
            }
        }
    }
}
