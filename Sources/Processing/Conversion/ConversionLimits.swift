/// What a program of others may use for one file.
///
/// Time grows with the file's size. All of it is far more than a sound file takes, and little enough that a hostile one
/// is not felt.
package struct ConversionLimits: Hashable, Sendable {
    /// The processor time that every file has.
    package var processorTime = Duration.seconds(8)
    /// The slowest reading that counts as work, in bytes per second of processor time; each byte adds its time.
    ///
    /// pdftotext writes 240,000 words a second. Packed, a word takes two or three bytes.
    package var bytesPerSecond = 64 << 10
    /// How many times longer than its processor time it may take, on a machine with more to do.
    package var patience = 3
    /// Its address space, in bytes, besides room for the file.
    package var memory = 256 << 20
    /// What it may write, in bytes.
    package var output = 128 << 20

    package init() {}

    /// The processor time for a file of that many bytes, in whole seconds, as the system counts it.
    func processorSeconds(forBytes bytes: Int) -> Int {
        max(1, Int(processorTime.components.seconds) + bytes / max(1, bytesPerSecond))
    }

    /// The address space for a file of that many bytes: programs hold it whole, and copy it as it grows.
    func memory(forBytes bytes: Int) -> Int { memory + 2 * bytes }
}
