/// Exit statuses (sysexits.h(3head)).
enum Sysexits {
    /// The command line is wrong.
    static let usage: Int32 = 64
    /// A document is not what it should be.
    static let data: Int32 = 65
    /// A file does not exist or cannot be read.
    static let noInput: Int32 = 66
    /// A bug of this program.
    static let software: Int32 = 70
    /// A file could not be made.
    static let cannotCreate: Int32 = 73
    /// Output could not be written.
    static let inputOutput: Int32 = 74
    /// It may work at another time.
    static let temporaryFailure: Int32 = 75
    /// Something is not for this user to do.
    static let noPermission: Int32 = 77
    /// The settings are wrong.
    static let configuration: Int32 = 78
}
