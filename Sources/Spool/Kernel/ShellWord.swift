package import SystemPackage

/// Words for a shell.
package enum ShellWord {
    /// A word that a POSIX shell reads as it is.
    package static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || "0123456789/._-+@%:,=".utf8.contains(byte)
        }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
    }

    /// The same for the path of a file: one that cannot be printed as it is stands between `$'` and `'`, which bash, zsh
    /// and ksh read.
    package static func quoted(_ path: FilePath) -> String {
        // Of an escape, or a backslash that looks like one, there is nothing in any other name.
        guard path.printable != path.string else { return quoted(path.string) }
        let escaped = path.bytes.map { byte -> String in
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
            case 0x20..<0x7F: String(UnicodeScalar(byte))
            default: "\\x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return "$'" + escaped.joined() + "'"
    }
}
