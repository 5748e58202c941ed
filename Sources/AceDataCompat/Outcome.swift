import Adapters
import AgentsCore

extension AceData {
    /// How a task ended, or that it has not, read from the members that say so.
    ///
    /// No record of this API has one field for it. The rules are those of its clients (`acedatacloud` 2026.10.20.0,
    /// `mcp-luma` 2026.10.18.4), in the order in which they do not contradict each other: `success: false` is a failure
    /// whatever else stands there, then the word of `state` counts, then an URL, then `finished_at` with `success: true`.
    /// Sibling services put their results into a list `data`, which counts with either of the last two.
    struct Outcome {
        /// The object that holds `success`, `state` and `error`; absent or no object if nothing is known yet.
        let result: JSONRef

        init(of result: JSONRef) {
            self.result = result
        }

        /// Fills the canonical members that follow.
        func derive(into draft: inout Draft, _ record: borrowing JSONRecord) {
            if draft.isAbsent(.type) { draft.derive(.type, "video") }
            draft.listOutputs()
            deriveState(into: &draft, record)
            if draft.isAbsent(.failureReason) { deriveReason(into: &draft, record) }
            if draft.isAbsent(.failureCode) { draft.deriveNull(.failureCode) }
        }

        private func deriveState(into draft: inout Draft, _ record: borrowing JSONRecord) {
            let success = record.bool(record[result, "success"])
            if success == false {
                if !draft.holds(.state, "failed", in: record) { draft.derive(.state, "failed") }
                return
            }
            guard draft.isMissing(.state, in: record) else { return }
            let isFinished = isGiven(record[draft.root, "finished_at"], record)
            if draft.hasOutput("video", in: record) || (isFinished && success == true) {
                draft.derive(.state, "completed")
            } else if isFinished && isGiven(record[result, "error"], record) {
                draft.derive(.state, "failed")
            } else if hasResults(record) && (isFinished || success == true) {
                draft.derive(.state, "completed")
            } else {
                draft.derive(.state, "queued")
            }
        }

        /// Whether there is a list of results that has any.
        private func hasResults(_ record: borrowing JSONRecord) -> Bool {
            let list = record[result, "data"]
            return record.has(list, .array) && record.first(in: list).isPresent
        }

        /// A failure without a message of its own may have one as `error` itself.
        private func deriveReason(into draft: inout Draft, _ record: borrowing JSONRecord) {
            draft.deriveNull(.failureReason)
            guard draft.holds(.state, "failed", in: record) else { return }
            let error = record[result, "error"]
            if record.has(error, .string) { draft.derive(.failureReason, copyOf: error) }
        }

        private func isGiven(_ ref: JSONRef, _ record: borrowing JSONRecord) -> Bool {
            ref.isPresent && record.kind(ref) != .null
        }
    }
}
