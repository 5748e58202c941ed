import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Bodies that are no documents, or too much of one.
@Suite struct RequestBodyLimitTests {
    private func refusal(_ body: some Sequence<UInt8>) -> Failure? {
        do throws(Failure) {
            _ = try DreamMachine.videoRequest.translate(Array(body))
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("", 0), ("{", 1), (#"{"prompt":"abc"} x"#, 17), (#"{"prompt":"abc","prompt":"abd"}"#, 16),
        (#"{"prompt":"\ud800"}"#, 11), (#"{"prompt":"abc",}"#, 16),
    ])
    func text(_ body: String, _ offset: Int) throws {
        let failure = try #require(refusal(body.utf8))
        #expect(failure.code == .malformed)
        #expect(failure.fault == "json_invalid")
        #expect(failure.byteOffset == offset)
        #expect(failure.path == .root)
    }

    @Test func `nesting is bounded`() {
        func body(_ depth: Int) -> String {
            #"{"prompt":"abc","x":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        }
        #expect(refusal(body(31).utf8) == nil)
        #expect(refusal(body(32).utf8)?.code == .malformed)
    }

    @Test func `size is bounded`() {
        func body(_ size: Int) -> String {
            #"{"prompt":"abc","x":""# + String(repeating: "x", count: size - 23) + "\"}"
        }
        #expect(body(100).utf8.count == 100)
        #expect(refusal(body(1 << 20).utf8) == nil)
        #expect(refusal(body(1 << 20 + 1).utf8)?.code == .tooLarge)
    }

    @Test func `the number of values is bounded`() {
        let members = (0..<4096).map { #""k\#($0)":0"# }.joined(separator: ",")
        #expect(refusal("{\(members)}".utf8)?.code == .malformed)
    }

    @Test func `a wrong value comes back cut`() {
        let failure = refusal(#"{"prompt":["\#(String(repeating: "x", count: 5000))"]}"#.utf8)
        #expect(failure?.input?.count == 200)
        #expect(failure?.input?.hasPrefix(#"["xxx"#) == true)
    }

    /// A refusal repeats no more of a key than helps.
    @Test func `a long key comes back cut`() throws {
        let body = #"{"prompt":"abc","model":"ray-3.2","\#(String(repeating: "k", count: 5000))":1}"#
        #expect(refusal(body.utf8) == nil)
        do throws(Failure) {
            _ = try DreamMachine.videoRequest.translate(Array(body.utf8), policy: .strict)
            Issue.record("the key was let through")
        } catch {
            #expect(error.message.utf8.count < 400)
        }
    }
}
