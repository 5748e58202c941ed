import Adapters
import AgentsCore

extension DreamMachine {
    /// What kind of generation a record is.
    ///
    /// The answer's own `generation_type` names the asset only; the echo of the request names the operation and wins.
    /// Records from before either member are told by their assets.
    struct GenerationKind {
        private let request: JSONRef
        private let word: JSONRef

        init(of root: JSONRef, _ record: borrowing JSONRecord) {
            request = record[root, "request"]
            let named = record[request, "generation_type"]
            word = named.isPresent ? named : record[request, "type"]
        }

        /// Fills the canonical type, and keeps only what is an output of that type.
        func derive(into draft: inout Draft, _ record: borrowing JSONRecord) {
            if let kind = requested(record) {
                if !draft.holds(.type, kind, in: record) { draft.refine(.type, kind, types, in: record) }
            } else if draft.isAbsent(.type) {
                if draft.hasOutput("video", in: record) {
                    draft.derive(.type, "video")
                } else if draft.hasOutput("image", in: record) {
                    draft.derive(.type, "image")
                }
            }
            // A video's image is its thumbnail.
            if isVideo(draft, record) { draft.withdrawOutputs("image") }
        }

        /// The canonical type that the echo of the request stands for (`openapi.yaml`, the seven requests).
        private func requested(_ record: borrowing JSONRecord) -> JSONKey? {
            guard record.has(word, .string) else { return nil }
            for (name, kind, _) in Self.kinds where record.isString(word, name) { return kind }
            guard record.isString(word, "image") else { return nil }
            return record.has(record[request, "modify_image_ref"], .object) ? "image_edit" : "image"
        }

        /// Operations, the canonical types that are nearest to them, and whether those say the same.
        private static let kinds: [(name: JSONKey, kind: JSONKey, isExact: Bool)] = [
            ("video", "video", true), ("modify_video", "video_edit", true), ("reframe_video", "video_reframe", true),
            ("upscale_video", "video", false), ("add_audio", "video", false), ("reframe_image", "image_edit", false),
        ]

        /// Operations that the Agents API does not have: a record of one becomes that of another.
        static let approximation = Approximation(
            ["request", "generation_type"], kinds.filter { !$0.isExact }.map(\.name), as: .type)

        private func isVideo(_ draft: borrowing Draft, _ record: borrowing JSONRecord) -> Bool {
            draft.holds(.type, "video", in: record) || draft.holds(.type, "video_edit", in: record)
                || draft.holds(.type, "video_reframe", in: record)
        }
    }
}
