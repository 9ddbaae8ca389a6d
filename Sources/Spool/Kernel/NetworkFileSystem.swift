import SystemPackage

/// File systems of which the kernel sees only what this machine changes.
enum NetworkFileSystem {
    /// The name of the file system that an open folder lies on, if it is one of them (`statfs(2)`).
    static func name(of folder: Descriptor) throws(Errno) -> String? {
        switch try Kernel.fileSystemType(of: folder) {
        case 0x6969: "NFS"
        case 0x517B, 0xFE53_4D42: "SMB"
        case 0xFF53_4D42: "CIFS"
        case 0x6573_5546: "FUSE"
        case 0x0102_1997: "9p"
        case 0x00C3_6400: "Ceph"
        case 0x5346_414F: "AFS"
        case 0x0BD0_0BD0: "Lustre"
        case 0x4750_4653: "GPFS"
        default: nil
        }
    }
}
