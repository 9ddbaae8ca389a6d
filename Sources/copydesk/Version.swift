/// The program's version, in reports and for `--version`.
enum Version {
    static let current = "0.1.0"
}
