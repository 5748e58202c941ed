import Adapters
import AgentsCore

extension AceData {
    /// How a task ended, or that it has not, read from the members that say so.
    ///
    /// No record of this API has one field for it. The rules are those of its clients (`acedatacloud` 2026.10.20.0,
    /// `mcp-luma` 2026.10.18.4), in the order in which they do not contradict each other: `success: false` is a failure
    /// whatever else stands there, then the word of `state` counts, then an URL, then `finished_at` with `success: true`.
    struct Outcome {
        private let success: Bool?
        private let error: JSONRef
        private let isFinished: Bool

        /// Reads the object that holds `success`, `state` and `error`.
        ///
        /// - Parameters:
        ///   - result: The object; absent or no object if nothing is known yet.
        ///   - finishedAt: The task's `finished_at`.
        ///   - record: The document.
        init(of result: JSONRef, finishedAt: JSONRef = .absent, _ record: borrowing JSONRecord) {
            success = record.bool(record[result, "success"])
            error = record[result, "error"]
            isFinished = finishedAt.isPresent && record.kind(finishedAt) != .null
        }

        /// Fills the canonical members that follow.
        func derive(into draft: inout Draft, _ record: borrowing JSONRecord) {
            if draft.isAbsent(.type) { draft.derive(.type, "video") }
            draft.listOutputs()
            deriveState(into: &draft, record)
            if draft.holds(.state, "failed", in: record), draft.isAbsent(.failureReason), record.has(error, .string) {
                draft.derive(.failureReason, copyOf: error)
            }
            if draft.isAbsent(.failureReason) { draft.deriveNull(.failureReason) }
            if draft.isAbsent(.failureCode) { draft.deriveNull(.failureCode) }
        }

        private func deriveState(into draft: inout Draft, _ record: borrowing JSONRecord) {
            if success == false {
                if !draft.holds(.state, "failed", in: record) { draft.derive(.state, "failed") }
                return
            }
            guard draft.isAbsent(.state) else { return }
            let hasError = error.isPresent && record.kind(error) != .null
            if draft.hasOutput("video", in: record) || (isFinished && success == true) {
                draft.derive(.state, "completed")
            } else if isFinished && hasError {
                draft.derive(.state, "failed")
            } else {
                draft.derive(.state, "queued")
            }
        }
    }
}
