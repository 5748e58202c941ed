import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// What becomes of single calls.
@Suite struct ExplainerTests {
    @Test func anAcceptedCallIsExplainedInFull() throws {
        let explanation = ExplainSamples.video(
            #"{"prompt":"a tiger","model":"ray-2","duration":"9s","keyframes":{"frame1":{"type":"image","url":"https://e.com/a.jpg"}}}"#
        )
        #expect(explanation.isAccepted)
        let sent =
            #"{"prompt":"a tiger","model":"ray-3.2","type":"video","video":{"duration":"10s","keyframes":[{"url":"https://e.com/a.jpg"}],"keyframe_indexes":[240]}}"#
        #expect(explanation.body == sent)
        #expect(explanation.price == .total(Price(units: 90_000)))
        #expect(
            explanation.ledger.map { "\($0.kind) \($0.path) \($0.target ?? $0.to ?? "")" } == [
                "renamed keyframes.frame1.url video.keyframes[0].url", #"approximated model "ray-3.2""#,
                #"approximated duration "10s""#,
            ])
        guard case .now(let answer) = explanation.answer else {
            Issue.record("\(explanation.answer)")
            return
        }
        let document = try JSONTree(answer.body)
        #expect(answer.status == 201)
        #expect(document["id"]?.text == Explainer.placeholder)
        #expect(document["state"]?.text == "queued")
    }

    @Test func aRefusedCallSaysWhichRuleAndWhatElseWouldBeLost() throws {
        let explanation = ExplainSamples.video(
            #"{"prompt":"a tiger","model":"ray-2","duration":"9s","loop":true,"resolution":"4k"}"#)
        #expect(!explanation.isAccepted)
        #expect(explanation.failure?.rule == "dream_machine.resolution.4k")
        #expect(explanation.body == nil && explanation.price == nil)
        #expect(
            explanation.ledger.filter { $0.verdict == .refuse }.map(\.rule) == [
                "dream_machine.resolution.4k", "dream_machine.loop.10s",
            ])
        guard case .refusal(let answer) = explanation.answer else {
            Issue.record("\(explanation.answer)")
            return
        }
        #expect(answer.status == 400)
        #expect(try JSONTree(answer.body)["detail"]?.text?.hasPrefix("400: ") == true)
    }

    @Test func thePolicyDecides() {
        let body = #"{"prompt":"a tiger","model":"ray-2","resolution":"4k"}"#
        #expect(!ExplainSamples.video(body).isAccepted)
        #expect(ExplainSamples.video(body, .lenient).isAccepted)
        #expect(ExplainSamples.video(body, .strict).failure?.rule == "dream_machine.model")
        var policy = TranslationPolicy.balanced
        policy.rows["dream_machine.resolution"] = .apply
        #expect(ExplainSamples.video(body, policy).isAccepted)
    }

    @Test(arguments: ["", "[]", "{\"prompt\":1}", "{\"prompt\":\"p\"", "nonsense", #"{"prompt":"x"}"#])
    func whatIsNoRequestIsRefusedInTheDialectsShape(_ body: String) throws {
        for explanation in [ExplainSamples.video(body), ExplainSamples.videos(body)] where !explanation.isAccepted {
            guard case .refusal(let answer) = explanation.answer else {
                Issue.record("\(explanation.answer)")
                continue
            }
            #expect((400..<500).contains(answer.status))
            #expect(try JSONTree(answer.body).members != nil)
        }
        #expect(!ExplainSamples.video(body).isAccepted)
    }

    @Test func anOperationWithoutCounterpartIsRefusedByTheService() {
        let explainer = Explainer(ExplainSamples.dreamMachine, policy: .lenient)
        for operation in ExplainSamples.dreamMachine.operations
        where ["reframe-image", "upscale", "audio"].contains(operation.name) {
            let explanation = explainer.explain(Array(#"{"resolution":"4k"}"#.utf8), as: operation)
            #expect(explanation.failure?.code == .notImplemented)
            #expect(explanation.ledger.isEmpty && explanation.body == nil)
        }
    }

    @Test func aCallThatWaitsIsAnsweredWithNothingYet() {
        let explanation = ExplainSamples.videos(#"{"prompt":"a tiger","timeout":60}"#)
        #expect(explanation.answer == .atTheEnd(within: .seconds(55)))
        #expect(explanation.text().contains("Nothing until the generation has ended; after 55 s"))
        guard case .now(let answer) = ExplainSamples.videos(#"{"prompt":"a tiger","async":true}"#).answer else {
            Issue.record("an asynchronous call waits")
            return
        }
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"task_id":"\#(Explainer.placeholder)"}"#)
        #expect(ExplainSamples.videos(#"{"prompt":"p","async":true}"#).text().contains("are placeholders"))
        #expect(!ExplainSamples.video(#"{"prompt":"a"}"#).text().contains("are placeholders"))
    }

    /// What a member is said to have become stands in the request that is sent.
    @Test(arguments: RequestSample.all)
    func carriedMembersAreWhereTheLedgerSays(_ sample: RequestSample) throws {
        let explanation = try ExplainSamples.explain(sample.json, as: sample.laws.shape, .lenient)
        guard let body = explanation.body else { return }
        let sent = try JSONTree(body.utf8)
        let source = try JSONTree(sample.json.utf8)
        for entry in explanation.ledger {
            if entry.kind != .renamed {
                #expect(entry.target == nil)
            } else if let target = entry.target, target != "the server" {
                #expect(sent.value(at: target) != nil, "\(target)")
                #expect(source.value(at: "\(entry.path)") != nil, "\(entry.path)")
                #expect(target != "\(entry.path)")
            }
        }
    }

    /// What the legacy API did without being told is sent, and told.
    @Test func aLegacyDefaultIsInTheLedger() throws {
        let explanation = ExplainSamples.videos(#"{"prompt":"p"}"#)
        let entry = try #require(explanation.ledger.first)
        #expect(explanation.ledger.count == 1)
        #expect(entry.kind == .defaulted && "\(entry.path)" == "aspect_ratio" && entry.to == #""16:9""#)
        #expect(entry.verdict == .apply)
        #expect(ExplainSamples.videos(#"{"prompt":"p","aspect_ratio":"16:9"}"#).ledger.isEmpty)
        #expect(ExplainSamples.videos(#"{"prompt":"p"}"#, .strict).isAccepted)
    }

    /// Only what is sent is told: `false` is what the Agents API does by itself.
    @Test func whatIsNotSentIsNotCarried() {
        #expect(ExplainSamples.videos(#"{"prompt":"p","loop":false,"aspect_ratio":"1:1"}"#).ledger.isEmpty)
        let looped = ExplainSamples.videos(#"{"prompt":"p","loop":true,"aspect_ratio":"1:1"}"#)
        #expect(looped.ledger.map(\.target) == ["video.loop"])
    }

    @Test func controlCharactersAreShownOnATerminalOnly() {
        let explanation = ExplainSamples.videos("{\"prompt\":\"a\u{9B}b\"}")
        #expect(explanation.text().contains("a\u{9B}b"))
        let terminal = explanation.text(ReportStyle(terminal: true, colour: true))
        #expect(!terminal.contains("\u{9B}"))
        #expect(terminal.contains("\u{1B}[32maccepted\u{1B}[0m"))
        #expect(!explanation.text(ReportStyle(terminal: true, colour: false)).contains("\u{1B}"))
    }

    @Test func aReportIsOneDocument() throws {
        let explanation = ExplainSamples.video(#"{"prompt":"a \"tiger\"","model":"ray-2","seed":7}"#)
        let report = try JSONTree(explanation.report.line.utf8)
        #expect(report["verdict"]?.text == "accepted")
        #expect(report.value(at: "upstream.path")?.text == "/v1/generations")
        #expect(try #require(report.value(at: "upstream.body")).description == explanation.body)
        #expect(report.value(at: "price.amount").map { "\($0)" } == "0.30")
        let kinds = report["ledger"]?.elements?.compactMap { $0["kind"]?.text }
        #expect(kinds == ["defaulted", "approximated", "dropped"])
    }
}
