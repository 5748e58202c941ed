import AceDataCompat
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Policies from settings.
@Suite struct PolicySettingsTests {
    private static let shapes = DreamMachine.requests + AceData.requests

    private func policy(_ settings: (key: String, value: String)...) throws(PolicyError) -> TranslationPolicy {
        try TranslationPolicy(settings: settings, for: Self.shapes)
    }

    private func refusal(_ key: String, _ value: String) -> PolicyError? {
        do throws(PolicyError) {
            _ = try policy((key, value))
            return nil
        } catch {
            return error
        }
    }

    @Test func `settings come on top of a policy`() throws {
        let policy = try TranslationPolicy(
            .strict,
            settings: [
                ("dream_machine.loop", "apply"), ("acedata", "apply"), ("acedata.loop", "refuse"),
                ("models.ray-2", "ray-4"), ("models.my-model", "uni-1-max"), ("neutral_prompt", "Gently."),
                ("neutral_edit_prompt", "As it is."), ("flash_resolution", "360p"),
            ], for: Self.shapes)
        #expect(policy.near == .refuse)
        #expect(policy.rows == ["dream_machine.loop": .apply, "acedata": .apply, "acedata.loop": .refuse])
        #expect(policy.models == ["ray-2": "ray-4", "my-model": "uni-1-max"])
        #expect(policy.neutralPrompt == "Gently.")
        #expect(policy.neutralEditPrompt == "As it is.")
        #expect(policy.flashResolution == .p360)
    }

    @Test func `no settings change nothing`() throws {
        #expect(try policy() == .balanced)
        #expect(TranslationPolicy.named.map(\.name) == ["balanced", "lenient", "strict"])
    }

    @Test func `the last setting of a key counts`() throws {
        let policy = try policy(("dream_machine.loop", "apply"), ("dream_machine.loop", "refuse"))
        #expect(policy.rows == ["dream_machine.loop": .refuse])
    }

    @Test(arguments: [
        ("dream_machine.lop", "dream_machine.loop"), ("dreammachine.loop", "dream_machine.loop"),
        ("dream_machine.aspect_ratio.9:12", "dream_machine.aspect_ratio.9:21"), ("acedta", "acedata"),
        ("neutral-prompt", "neutral_prompt"), ("flash_resolutoin", "flash_resolution"),
        ("dream_machine.image.wieght", "dream_machine.image.weight"),
    ])
    func `an unknown key names the nearest`(_ key: String, _ nearest: String) throws {
        let error = try #require(refusal(key, "apply"))
        #expect(error.code == .unknownKey)
        #expect(error.key == key)
        #expect(error.description == "the policy setting '\(key)' is unknown; did you mean '\(nearest)'?")
    }

    @Test(arguments: ["", ".", "loop", "dream_machine.", "dream_machine.loop.", "nothing.like.it", "models."])
    func `a key that is near to nothing is unknown`(_ key: String) throws {
        let error = try #require(refusal(key, "apply"))
        #expect(error.code == .unknownKey)
        #expect(error.description.hasPrefix("the policy setting '\(key)' "))
    }

    @Test func `a long key is not repeated whole`() throws {
        let error = try #require(refusal(String(repeating: "k", count: 10_000), "apply"))
        #expect(error.description.count < 300)
    }

    @Test(arguments: ["dream_machine.generation_type.unknown", "dream_machine.upscale", "acedata.callback_url"])
    func `rows that no policy changes cannot be set`(_ key: String) throws {
        #expect(refusal(key, "apply")?.code == .fixedRow)
    }

    @Test(arguments: [
        ("dream_machine.loop", "on"), ("dream_machine.loop", ""), ("dream_machine.loop", "Apply"),
        ("neutral_prompt", ""), ("neutral_prompt", "ab"), ("neutral_prompt", " \n\u{A0}\t "),
        ("neutral_edit_prompt", String(repeating: "a", count: 5001)), ("flash_resolution", "720p"),
        ("flash_resolution", "360"), ("models.ray-2", ""), ("models.ray-2", "ray 3"), ("models.ray-2", "uni-1"),
        ("models.photon-1", "ray-3.2"), ("models.mine", String(repeating: "m", count: 65)),
        ("models.mine", "ray\n3"),
    ])
    func `values are checked`(_ key: String, _ value: String) throws {
        #expect(refusal(key, value)?.code == .badValue)
    }

    @Test func `every key that is offered is accepted`() throws {
        let keys = TranslationPolicy.settingKeys(for: Self.shapes)
        #expect(Set(keys).count == keys.count)
        #expect(keys.starts(with: TranslationPolicy.settingNames))
        for key in keys.dropFirst(TranslationPolicy.settingNames.count) {
            #expect(try policy((key, "apply")).rows == [key: .apply])
        }
    }

    /// The setting that the refusal of a request names is one that lets the request through.
    @Test func `a refusal names its remedy`() throws {
        let body = Array(#"{"prompt":"a kite","loop":true,"duration":"10s"}"#.utf8)
        do throws(Failure) {
            _ = try DreamMachine.videoRequest.translate(body)
            Issue.record("the loop was let through")
        } catch {
            let key = try #require(error.rule)
            #expect(error.message.contains("\(key)=apply"))
            let losses = try DreamMachine.videoRequest.translate(body, policy: try policy((key, "apply"))).losses
            #expect(losses.contains { $0.rule == key })
        }
    }

    /// A model for one operation does nothing to another.
    @Test func `models are told apart by operation`() throws {
        let policy = try policy(("models.mine", "uni-1-max"))
        let body = Array(#"{"prompt":"a kite","model":"mine"}"#.utf8)
        #expect(try DreamMachine.imageRequest.translate(body, policy: policy).request.model == .value(.uni1Max))
        #expect(throws: Failure.self) { try DreamMachine.videoRequest.translate(body, policy: policy) }
    }
}
