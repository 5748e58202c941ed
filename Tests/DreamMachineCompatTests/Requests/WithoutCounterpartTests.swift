import Adapters
import DreamMachineCompat
import Testing

/// Operations that the Agents API has no counterpart for.
@Suite struct WithoutCounterpartTests {
    @Test(
        arguments: [
            (DreamMachine.RequestKind.reframeImage, "POST /generations/image"), (.upscale, "resolution"),
            (.audio, "another tool"),
        ], ["{}", #"{"resolution":"1080p"}"#, "", "no JSON", "[]"])
    func `every request is refused, and told what to do instead`(
        _ operation: (kind: DreamMachine.RequestKind, instead: String), _ body: String
    ) {
        for policy in [TranslationPolicy.balanced, .lenient, .strict] {
            do throws(Failure) {
                _ = try operation.kind.shape.translate(Array(body.utf8), policy: policy)
                Issue.record("it was let through")
            } catch {
                #expect(error.code == .notImplemented)
                #expect(error.message.contains(operation.instead))
                #expect(error.rule == operation.kind.shape.rows.map(\.key).first)
            }
        }
    }

    @Test func `others have no such refusal`() {
        #expect(DreamMachine.RequestKind.allCases.count { $0.shape.refusal != nil } == 3)
    }
}
