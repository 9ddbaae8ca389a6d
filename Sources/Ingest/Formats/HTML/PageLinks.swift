import HTML

/// Where links lead, as far as their addresses tell.
enum PageLinks {
    /// Whether an address is a file's rather than a page's: its last part has the ending of one.
    static func isFile(_ address: ArraySlice<UInt8>) -> Bool {
        let path = address.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard let dot = path.lastIndex(of: UInt8(ascii: ".")) else { return false }
        return PageWords.fileType.contains(String(decoding: path[(dot + 1)...], as: UTF8.self).lowercased())
    }
}
