import AceDataCompat
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// The legacy APIs as these tests explain them.
enum ExplainSamples {
    static let dreamMachine = ExplainedDialect(
        .dreamMachine,
        operations: DreamMachine.requests.map { shape in
            let paths = [
                "video": "video", "image": "image", "modify": "video/modify", "reframe-video": "video/reframe",
                "reframe-image": "image/reframe", "upscale": "{id}/upscale", "audio": "{id}/audio",
            ]
            return ExplainedOperation(shape, path: "/dream-machine/v1/generations/\(paths[shape.operation] ?? "")")
        },
        echoes: EchoTags(
            "request", inRequest: ["generation_type", "type"], inRecord: ["generation_type", "type"],
            operations: [
                "video": "video", "image": "image", "modify_video": "modify", "reframe_video": "reframe-video",
                "reframe_image": "reframe-image", "upscale_video": "upscale", "add_audio": "audio",
            ], otherwise: "video")
    ) { DreamMachineService(policy: $0) }

    static let aceData = ExplainedDialect(
        .aceData,
        operations: [ExplainedOperation(AceData.videosRequest, path: "/luma/videos")],
        echoes: EchoTags(
            "request", inRequest: [], inRecord: ["type"], operations: ["videos": "videos"], otherwise: "videos")
    ) { AceDataService(policy: $0) }

    /// Explains a request by its shape.
    static func explain(
        _ body: String, as shape: RequestShape, _ policy: TranslationPolicy
    ) throws -> Explanation {
        let dialect = try #require([dreamMachine, aceData].first { "\($0.dialect)" == shape.dialect })
        let operation = try #require(dialect.operations.first { $0.name == shape.operation })
        return Explainer(dialect, policy: policy).explain(Array(body.utf8), as: operation)
    }

    /// Explains a Dream Machine video.
    static func video(_ body: String, _ policy: TranslationPolicy = .balanced) -> Explanation {
        Explainer(dreamMachine, policy: policy).explain(Array(body.utf8), as: dreamMachine.operations[0])
    }

    /// Explains an AceData video.
    static func videos(_ body: String, _ policy: TranslationPolicy = .balanced) -> Explanation {
        Explainer(aceData, policy: policy).explain(Array(body.utf8), as: aceData.operations[0])
    }

    /// Assesses a history that comes in pieces of a size.
    static func history(_ text: [UInt8], pieces: Int = 1 << 16) -> HistoryAssessment {
        let registry = AdapterRegistry(
            shapes: AceData.shapes + DreamMachine.shapes, envelopes: AceData.envelopes + DreamMachine.envelopes)
        var explainer = HistoryExplainer(
            [dreamMachine, aceData], registry: registry, policies: TranslationPolicy.named)
        var reader = HistoryReader()
        var rest = text[...]
        while true {
            switch reader.next() {
            case .document: explainer.add(reader, from: "history")
            case .rejected(let rejection): explainer.add(rejection)
            case .end: return explainer.assessment
            case .needsInput:
                reader.fill { space in
                    let piece = rest.prefix(min(pieces, space.count))
                    space.copyBytes(from: piece)
                    rest = rest.dropFirst(piece.count)
                    return piece.count
                }
            }
        }
    }
}
