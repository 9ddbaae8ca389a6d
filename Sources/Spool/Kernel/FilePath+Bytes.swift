package import SystemPackage

extension FilePath {
    /// The path's bytes as the file system has them, without the final zero.
    package var bytes: [UInt8] {
        withPlatformString { pointer in
            var bytes: [UInt8] = []
            var next = pointer
            while next.pointee != 0 {
                bytes.append(UInt8(bitPattern: next.pointee))
                next += 1
            }
            return bytes
        }
    }

    /// A path of bytes as the file system has them; what follows a zero is left out.
    package init(bytes: some Sequence<UInt8>) {
        var characters: [CChar] = bytes.map { CChar(bitPattern: $0) }
        characters.append(0)
        self = characters.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { FilePath(platformString: $0) } ?? FilePath()
        }
    }

    /// Whether the path names something strictly below the folder that it is looked up in.
    var staysBeneath: Bool {
        isRelative && !components.isEmpty && components.allSatisfy { $0.kind == .regular }
            && !bytes.contains(0)
    }

    /// The last component's bytes.
    var nameBytes: [UInt8] {
        lastComponent.map { FilePath(root: nil, [$0]).bytes } ?? []
    }

    /// The folder part; empty for a path of one component.
    package var folder: FilePath { removingLastComponent() }
}
