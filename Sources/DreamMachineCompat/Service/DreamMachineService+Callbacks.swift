package import Adapters
import AgentsCore

extension DreamMachineService {
    /// The callback of a task that is being worked on or has ended: the `Generation`, as whoever asks for it gets it.
    ///
    /// Source: Dream Machine API, callbacks: a `POST` of the generation when it is `dreaming`, `completed` or `failed`; any
    /// status but 200 is taken for a failure.
    ///
    /// - Parameter record: The task's record.
    /// - Returns: The callback; nothing while the task is queued, or if none was ordered.
    /// - Throws: `AdapterError` if the record says what its shape cannot mean.
    package func callback(for record: TaskRecord) throws(AdapterError) -> Callback? {
        guard let state = record.generation.state.value, state != .queued, let target = target(of: record) else {
            return nil
        }
        return Callback(
            url: target, event: record.isTerminal ? state.rawValue : "dreaming",
            step: record.isTerminal ? .end : .progress, acceptance: .exactly200, body: try document(of: record))
    }

    /// The echo of the request has the callback as the client sent it.
    private func target(of record: TaskRecord) -> String? {
        do throws(Failure) {
            return try Self.target(in: RequestBody((record["request"] ?? "").utf8))
        } catch {
            return nil
        }
    }

    /// Where a caller wants to be called back.
    static func target(in body: borrowing RequestBody) throws(Failure) -> String? {
        try body.text("callback_url").flatMap { $0.isEmpty ? nil : $0 }
    }
}
