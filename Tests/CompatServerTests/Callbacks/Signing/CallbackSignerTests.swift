import AgentsCore
import Testing

@testable import CompatServer

/// Signatures as Standard Webhooks has them; the expected ones were computed with Python's `hmac` and `base64`.
@Suite struct CallbackSignerTests {
    private static let old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let new = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    private func signer(_ secrets: String...) throws -> CallbackSigner {
        CallbackSigner(secrets: try secrets.map { try SigningSecret(Credential($0)) })
    }

    @Test func aCallbackIsSignedOverIdTimeAndBody() throws {
        let fields = try signer(Self.old).fields(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: WallTime(seconds: 1_614_265_330),
            Array(#"{"test": 2432232314}"#.utf8))
        #expect(fields["webhook-id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek")
        #expect(fields["webhook-timestamp"] == "1614265330")
        #expect(fields["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func everySecretSigns() throws {
        let body = Array(#"{"test": 2432232314}"#.utf8)
        let (id, time) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", WallTime(seconds: 1_614_265_330))
        let both = try signer(Self.new, Self.old).fields(id: id, at: time, body)["webhook-signature"]
        let parts = both?.split(separator: " ").map(String.init)
        #expect(parts?.count == 2)
        #expect(parts?.first == (try signer(Self.new).fields(id: id, at: time, body)["webhook-signature"]))
        #expect(parts?.last == (try signer(Self.old).fields(id: id, at: time, body)["webhook-signature"]))
        #expect(parts?.first != parts?.last)
    }

    @Test func withoutASecretNothingIsSigned() throws {
        #expect(try signer().fields(id: "i", at: WallTime(seconds: 1), []) == [:])
    }

    @Test func aChangeOfAnythingChangesTheSignature() throws {
        let signer = try signer(Self.old)
        let time = WallTime(seconds: 1)
        let signatures = [
            signer.fields(id: "a", at: time, [1]), signer.fields(id: "b", at: time, [1]),
            signer.fields(id: "a", at: WallTime(seconds: 2), [1]), signer.fields(id: "a", at: time, [2]),
            signer.fields(id: "a", at: time, []),
        ].compactMap { $0["webhook-signature"] }
        #expect(Set(signatures).count == 5)
    }

    @Test(
        arguments: [
            "", "whsec_", "whsec_!!!!", "whsec_AAAA", "hunter2hunter2hunter2hunter2hunter2?",
            // 23 and 65 bytes.
            "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRY=",
            "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        ])
    func whatIsNoSecretIsRefusedWithoutBeingRepeated(_ text: String) throws {
        do throws(SecretError) {
            _ = try SigningSecret(Credential(text))
            Issue.record("expected a refusal")
        } catch {
            #expect(error.code == .notASecret)
            #expect(text.count < 8 || !"\(error)".contains(text))
        }
    }

    @Test func theSchemeMayBeLeftOut() throws {
        let bare = String(Self.old.dropFirst("whsec_".count))
        let (one, other) = (try signer(Self.old), try signer(bare))
        let time = WallTime(seconds: 1)
        #expect(one.fields(id: "a", at: time, [1]) == other.fields(id: "a", at: time, [1]))
        #expect("\(try SigningSecret(Credential(Self.old)))".contains("MfKQ") == false)
    }
}
