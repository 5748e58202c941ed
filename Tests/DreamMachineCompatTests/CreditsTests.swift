import AdapterTesting
import AgentsCore
import DreamMachineCompat
import Testing

/// The two answers that are no generations.
@Suite struct CreditsTests {
    @Test func `a balance keeps its digits`() throws {
        let fixture = try Fixture.named("dream-machine/40_")
        let credits = try DreamMachine.Credits(json: fixture.bytes)
        #expect(credits.creditBalance.lexeme == "12345.50")
        #expect(credits.creditBalance.double == 12345.5)
        #expect(credits.json() == minified(fixture.bytes))
        #expect(DreamMachine.Credits(creditBalance: 7).json().text == #"{"credit_balance":7}"#)
    }

    @Test func `a sign of life is the documented one`() throws {
        let fixture = try Fixture.named("dream-machine/41_")
        #expect(try DreamMachine.Pong(json: fixture.bytes) == DreamMachine.Pong())
        #expect(DreamMachine.Pong().json() == minified(fixture.bytes))
    }

    @Test func `members that are not known are kept`() throws {
        let text = #"{"credit_balance":-1e2,"currency":"\u0055SD","x":[1.0]}"#
        let credits = try DreamMachine.Credits(json: text.utf8)
        #expect(credits.json().text == text)
        #expect(try DreamMachine.Credits(json: credits.json()) == credits)
        let pong = #"{"message":"p\"","x":null}"#
        #expect(try DreamMachine.Pong(json: pong.utf8).json().text == pong)
    }

    @Test(arguments: [
        ("{}", "missing"), (#"{"credit_balance":"1"}"#, "wrong_type"), (#"{"credit_balance":null}"#, "wrong_type"),
        ("[]", "missing"), ("1", "missing"), ("{", "not_json"), ("", "not_json"),
    ])
    func otherDocumentsAreRefused(_ text: String, _ code: String) throws {
        let error = try #require(throws: ModelError.self) { try DreamMachine.Credits(json: text.utf8) }
        #expect(error.code.description == code)
        #expect(throws: ModelError.self) { try DreamMachine.Pong(json: text.utf8) }
    }
}
