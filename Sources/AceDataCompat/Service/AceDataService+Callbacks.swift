package import Adapters
import AgentsCore

extension AceDataService {
    /// The callback of a task that has ended: the finished body, or the failed one.
    ///
    /// Source: AceData platform, asynchronous calls: one `POST` when the task is finished, in case of success with what the
    /// blocking call answers; the captured callback of `/luma/videos` is the flat body.
    ///
    /// - Parameter record: The task's record.
    /// - Returns: The callback; nothing before the end, or if none was ordered.
    /// - Throws: ``AdapterError`` if the record says what its shape cannot mean.
    package func callback(for record: TaskRecord) throws(AdapterError) -> Callback? {
        guard record.isTerminal, let state = record.generation.state.value, let target = target(of: record) else {
            return nil
        }
        return Callback(
            url: target, event: state.rawValue, step: .end, acceptance: .any2xx, body: try finishedBody(of: record))
    }

    /// The request is kept as the client sent it, so its callback is as well.
    private func target(of record: TaskRecord) -> String? {
        do throws(Failure) {
            return try target(in: RequestBody((record["request"] ?? "").utf8))
        } catch {
            return nil
        }
    }
}
