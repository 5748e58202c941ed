import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// The ledger of requests is complete, and what is sent is valid, whatever clients send.
@Suite struct RequestLawTests {
    private static let policies: [TranslationPolicy] = [.balanced, .lenient, .strict]
    /// Everything is done, and flash models make drafts.
    private static let drafts: TranslationPolicy = {
        var policy = TranslationPolicy.lenient
        policy.flashResolution = .p360
        return policy
    }()

    @Test(arguments: RequestSample.all)
    func `every member is carried or lost`(_ sample: RequestSample) throws {
        for body in try RequestVariation.all(of: sample.json) {
            let drafts = sample.json.contains("flash") ? [Self.drafts] : []
            for policy in Self.policies + drafts {
                let violation = sample.laws.check(body, policy: policy).violation
                #expect(violation == nil, "\(body.text)")
            }
        }
    }

    @Test(arguments: RequestSample.all)
    func `mutated requests are carried, lost or refused`(_ sample: RequestSample) {
        var mutator = Mutator(seed: UInt64(sample.json.utf8.count))
        for _ in 0..<400 {
            let mutant = mutator.mutate(Array(sample.json.utf8))
            let violation = sample.laws.check(mutant.bytes, policy: .lenient).violation
            #expect(violation == nil, "\(mutant.bytes.text)")
        }
    }

    /// Clients send `null` for what their caller left out; only a member that nobody knows is worth a line then.
    @Test(arguments: RequestSample.all)
    func `null is the same as absent`(_ sample: RequestSample) throws {
        for (null, absent) in try RequestVariation.nulls(of: sample.json) {
            switch (
                sample.laws.check(null, policy: .lenient).outcome, sample.laws.check(absent, policy: .lenient).outcome
            ) {
            case (.success(let one), .success(let other)):
                #expect(one.request == other.request, "\(null.text)")
                #expect(one.losses.filter { $0.from != "null" } == other.losses, "\(null.text)")
                #expect(one.losses.allSatisfy { $0.from != "null" || $0.rule.hasSuffix(".unknown_key") })
            case (.failure(let one), .failure(let other)):
                #expect(one.message == other.message, "\(null.text)")
                #expect(one.path == other.path, "\(null.text)")
            case (.success, .failure), (.failure, .success):
                Issue.record("one is refused, the other not: \(null.text)")
            }
        }
    }

    /// Whatever a milder policy refuses, a stricter one refuses, too; and no policy changes what is sent otherwise.
    @Test(arguments: RequestSample.all)
    func `policies differ only in what they refuse`(_ sample: RequestSample) throws {
        for body in try RequestVariation.all(of: sample.json) {
            let lenient = sample.laws.check(body, policy: .lenient).outcome
            let balanced = sample.laws.check(body, policy: .balanced).outcome
            let strict = sample.laws.check(body, policy: .strict).outcome
            if case .success(let translated) = balanced { #expect(try lenient.get() == translated) }
            if case .success(let translated) = strict {
                #expect(try balanced.get() == translated)
                #expect(translated.losses.isEmpty)
            }
            guard case .success(let translated) = lenient else { continue }
            let rows = sample.laws.shape.rows
            let meaning = translated.losses.filter { loss in
                rows.contains { $0.key == loss.rule && $0.disposition == .meaning }
            }
            if case .success = balanced { #expect(meaning.isEmpty) } else { #expect(!meaning.isEmpty) }
        }
    }

    @Test(arguments: RequestLaws.known.indices)
    func `every row of a table happens`(_ number: Int) throws {
        let laws = RequestLaws.known[number]
        var keys: Set<String> = []
        var refusals: Set<String> = []
        for sample in RequestSample.all where sample.laws.shape.name.description == laws.shape.name.description {
            for body in try RequestVariation.all(of: sample.json) {
                switch laws.check(body, policy: Self.drafts).outcome {
                case .success(let translated): keys.formUnion(translated.losses.map(\.rule))
                case .failure(let failure): refusals.insert(failure.message)
                }
            }
        }
        for row in laws.shape.rows where row.disposition != .exact {
            let happens = row.disposition == .refused ? refusals.contains(row.reason) : keys.contains(row.key)
            #expect(happens, "\(row.key)")
        }
    }

    @Test(arguments: RequestLaws.known.indices)
    func `rows have names of their own`(_ number: Int) {
        let rows = RequestLaws.known[number].shape.rows
        #expect(Set(rows.map(\.key)).count == rows.count)
        for row in rows where row.disposition != .exact {
            #expect(!row.reason.isEmpty, "\(row.key)")
        }
    }
}
