import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// One translation for all policies, and what each of them makes of it.
@Suite struct RequestAssessmentTests {
    /// Verdict by verdict the same as asking each policy.
    @Test(arguments: RequestSample.all)
    func theVerdictIsThatOfATranslationUnderThePolicy(_ sample: RequestSample) throws {
        let shape = sample.laws.shape
        let record = shape.dialect == "dream-machine" ? dreamMachine(sample.json, shape) : aceData(sample.json)
        let assessment = ExplainSamples.history(Array(record.utf8))
        #expect(assessment.operations.keys.sorted() == ["\(shape.dialect) \(shape.operation)"])
        for (index, named) in TranslationPolicy.named.enumerated() {
            let verdicts = assessment.total(under: index)
            let actual = (verdicts.exact, verdicts.approximated, verdicts.refused)
            // The record's own tag is no part of the request.
            let body = sample.json.replacing(#","type":"video""#, with: "")
            do throws(Failure) {
                let translated = try shape.translate(Array(body.utf8), policy: named.policy)
                #expect(actual == (translated.losses.isEmpty ? (1, 0, 0) : (0, 1, 0)), "\(named.name)")
            } catch {
                #expect(actual == (0, 0, 1), "\(named.name): \(error.message)")
            }
        }
    }

    private func dreamMachine(_ request: String, _ shape: RequestShape) -> String {
        let word = ExplainSamples.dreamMachine.echoes.operations.first { $0.value == shape.operation }?.key ?? ""
        return #"{"id":"a","generation_type":"\#(word)","state":"completed","assets":null,"request":\#(request)}"#
    }

    private func aceData(_ request: String) -> String {
        #"{"id":"a","request":\#(request),"response":{}}"#
    }
}
