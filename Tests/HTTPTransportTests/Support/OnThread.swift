@testable import HTTPTransport

/// Runs what waits in system calls on a thread of its own, so that tasks keep theirs.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        guard let thread = ServiceThread.start("test", { continuation.resume(with: Result { try body() }) }) else {
            return continuation.resume(throwing: SocketFailure("start a thread"))
        }
        thread.detach()
    }
}
