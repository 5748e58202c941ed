import Adapters
import Testing

/// What a policy says about a row.
@Suite struct TranslationPolicyTests {
    private let near = RequestRow.near("a.ratio.9:21", "ratio", "`9:21`", .approximated, to: "ratio", "nearest")
    private let meaning = RequestRow.meaning("a.loop.10s", "loop", "", .dropped, to: "", "not at ten seconds")
    private let refused = RequestRow.refused("a.model.unknown", "model", "others", "unknown")
    private let exact = RequestRow.exact("a.prompt", "prompt", to: "prompt")

    @Test(arguments: [
        (TranslationPolicy.balanced, [TranslationPolicy.Verdict.apply, .refuse]), (.lenient, [.apply, .apply]),
        (.strict, [.refuse, .refuse]),
    ])
    func presets(_ policy: TranslationPolicy, _ verdicts: [TranslationPolicy.Verdict]) {
        #expect([near, meaning].map { policy.verdict(on: $0) } == verdicts)
        #expect(policy.verdict(on: exact) == .apply)
        #expect(policy.verdict(on: refused) == .refuse)
    }

    @Test(arguments: [
        (["a.loop": TranslationPolicy.Verdict.apply], TranslationPolicy.Verdict.apply),
        (["a.loop.10s": .apply], .apply),
        (["a": .apply], .apply), (["a": .apply, "a.loop": .refuse], .refuse),
        (["a.loop": .refuse, "a.loop.10s": .apply], .apply), (["a.loo": .apply], .refuse), (["": .apply], .refuse),
    ])
    func `the longest key that fits wins`(
        _ rows: [String: TranslationPolicy.Verdict], _ verdict: TranslationPolicy.Verdict
    ) {
        #expect(TranslationPolicy(near: .apply, meaning: .refuse, rows: rows).verdict(on: meaning) == verdict)
    }

    @Test func `no setting changes what is exact or never sent`() {
        let none = TranslationPolicy(near: .apply, meaning: .apply, rows: ["a": .refuse])
        #expect(none.verdict(on: exact) == .apply)
        let all = TranslationPolicy(near: .apply, meaning: .apply, rows: ["a": .apply])
        #expect(all.verdict(on: refused) == .refuse)
    }
}
