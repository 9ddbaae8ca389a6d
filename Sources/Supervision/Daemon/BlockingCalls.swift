import Dispatch

/// Runs calls that block on the disk on threads of their own: with two cores the pool of the tasks has two threads,
/// and one fsync(2) on a slow disk must not stop the loop.
package struct BlockingCalls: Sendable {
    private let queue: DispatchQueue

    /// Makes a queue for the calls.
    ///
    /// - Parameters:
    ///   - label: What debuggers call it.
    ///   - isConcurrent: Whether as many calls run side by side as are made; else they run one after the other.
    package init(label: String, isConcurrent: Bool = false) {
        queue = DispatchQueue(label: label, qos: .userInitiated, attributes: isConcurrent ? .concurrent : [])
    }

    /// Gives the call's result once it is there.
    package func callAsFunction<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(Failure) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
