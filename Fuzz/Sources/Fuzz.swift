import Foundation

/// libFuzzer (https://llvm.org/docs/LibFuzzer.html) over the part of the program that $PART names.
///
/// A finding is a crash: a trap, an access that AddressSanitizer refuses, or a `precondition` of `Part` that fails.
@main
enum Fuzz {
    static func main() {
        var count = CommandLine.argc
        var arguments: Arguments? = CommandLine.unsafeArgv
        exit(runDriver(&count, &arguments, test))
    }
}

private typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

private let part: Part = {
    if let name = ProcessInfo.processInfo.environment["PART"], let part = Part(rawValue: name) { return part }
    print("PART must be one of \(Part.allCases.map(\.rawValue).joined(separator: ", ")).")
    exit(EX_USAGE)
}()

private func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    part.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}

/// `LLVMFuzzerRunDriver` of compiler-rt.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments?>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
