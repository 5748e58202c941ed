import Adapters
import AgentsCore
import HTTPTransport
import Testing

@testable import CompatServer

/// Where callbacks may go, at the moment when they are ordered and when they are sent.
@Suite(.timeLimit(.minutes(1))) struct CallbackTargetTests {
    private static func targets(_ names: [String: [[String]]], allowsPrivate: Bool = false) -> CallbackTargets {
        CallbackTargets(
            resolver: ScriptedResolver(names), rules: AddressRules(allowsPrivate: allowsPrivate))
    }

    @Test(
        arguments: [
            "http://127.0.0.1/", "https://[::1]/", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1:8080",
            "http://[::ffff:10.0.0.1]/", "http://private.example", "http://mixed.example/", "http://mapped.example",
            "http://metadata.example", "http://2130706433/", "http://0x7f.1/", "http://user@public.example/",
            "ftp://public.example/", "public.example", "http://[fe80::1%25eth0]/", "http://public.example:0/",
        ])
    func whatMustNotBeCalledIsRefusedWhenItIsOrdered(_ url: String) async {
        let targets = Self.targets([
            "private.example": [["192.168.0.7"]], "mixed.example": [["1.1.1.1", "127.0.0.1"]],
            "mapped.example": [["::ffff:169.254.169.254"]], "metadata.example": [["fd00:ec2::254"]],
            "public.example": [["1.1.1.1"]],
        ])
        let failure = await targets.refusal(of: url)
        #expect(failure?.code == .badRequest)
        #expect(failure?.path == "callback_url")
        #expect(failure?.message.contains("192.168") == false)
    }

    @Test(
        arguments: [
            "https://public.example/hook", "http://1.1.1.1:8080/", "https://[2606:4700::1111]/",
            "https://nobody-knows.example/", "https://PUBLIC.example./",
        ])
    func theInternetMayBeCalledAndUnknownNamesMayAppear(_ url: String) async {
        let targets = Self.targets(["public.example": [["1.1.1.1", "2606:4700::1111"]]])
        #expect(await targets.refusal(of: url) == nil)
    }

    @Test func privateNetworksCanBeAllowedButNeverMetadata() async {
        let targets = Self.targets(["meta.example": [["169.254.169.254"]]], allowsPrivate: true)
        #expect(await targets.refusal(of: "http://127.0.0.1:9000/hook") == nil)
        #expect(await targets.refusal(of: "http://192.168.1.2/hook") == nil)
        #expect(await targets.refusal(of: "http://169.254.169.254/") != nil)
        #expect(await targets.refusal(of: "http://meta.example/") != nil)
    }

    // MARK: When it is sent

    @Test(
        arguments: [
            ["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"],
        ])
    func aNameThatHasBecomePrivateIsNotCalled(_ addresses: [String]) async throws {
        var options = DeliveryBench.Options()
        options.allowsPrivate = false
        // The first answer is the one at the time of the order.
        options.names = ["receiver.example": [["1.1.1.1"], addresses]]
        try await DeliveryBench.run(options) { _, _ in
            .status(200)
        } _: { bench in
            let callback = bench.callback("c")
            #expect(await bench.sender.targets.refusal(of: callback.callback.url) == nil)
            try await bench.post(callback)
            try await bench.wait(for: "c", attempts: 1)
            #expect(try await bench.store.attempts(of: "c").map(\.error) == ["forbidden_address"])
            #expect(bench.receiver.requests.isEmpty)
        }
    }

    @Test func theAddressThatWasCheckedIsTheOneThatIsCalled() async throws {
        // A second answer would lead to another loopback address, on which nobody listens.
        try await DeliveryBench.run(.init(names: ["receiver.example": [["127.0.0.1"], ["127.0.0.9"]]])) { _, _ in
            .status(200)
        } _: { bench in
            try await bench.post(bench.callback("c"))
            try await bench.wait(for: "c", .delivered)
            #expect(bench.resolver.count(of: "receiver.example") == 1)
        }
    }

    @Test func ofSeveralAddressesTheNextIsTriedIfOneCannotBeReached() async throws {
        try await DeliveryBench.run(.init(names: ["receiver.example": [["127.0.0.9", "127.0.0.1"]]])) { _, _ in
            .status(200)
        } _: { bench in
            try await bench.post(bench.callback("c"))
            try await bench.wait(for: "c", .delivered)
            #expect(bench.receiver.requests.count == 1)
        }
    }

    @Test func aNameThatAppearsLaterIsCalledThen() async throws {
        try await DeliveryBench.run(.init(names: ["receiver.example": [[], ["127.0.0.1"]]])) { _, _ in
            .status(200)
        } _: { bench in
            try await bench.post(bench.callback("c"))
            try await bench.wait(for: "c", attempts: 1)
            #expect(try await bench.store.attempts(of: "c").map(\.error) == ["unknown_name"])
            await bench.advance(by: .milliseconds(100))
            try await bench.wait(for: "c", .delivered)
        }
    }

    // MARK: Signatures

    @Test func everyAttemptIsSignedAnewUnderOneId() async throws {
        var options = DeliveryBench.Options()
        options.secrets = [try SigningSecret(Credential("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))]
        let signer = CallbackSigner(secrets: options.secrets)
        try await DeliveryBench.run(options) { index, _ in
            .response(HTTPResponse(index == 0 ? 500 : 200, fields: ["Retry-After": "7"]))
        } _: { bench in
            let callback = bench.callback("msg_c")
            try await bench.post(callback)
            try await bench.wait(for: "msg_c", attempts: 1)
            await bench.advance(by: .seconds(7))
            try await bench.wait(for: "msg_c", .delivered)
            for (request, time) in zip(bench.receiver.requests, [1000, 1007] as [Int64]) {
                let expected = signer.fields(id: "msg_c", at: WallTime(seconds: time), callback.body)
                for field in expected { #expect(request.fields[field.name] == field.value) }
            }
            #expect(bench.receiver.requests.count == 2)
        }
    }
}
