import AdapterTesting
import AgentsCore
import Testing

/// Bodies of errors: one text, or a list of faults.
@Suite struct ErrorResponseTests {
    /// The bodies of the Agents API's own page, and those of the API before it.
    static let bodies: [[UInt8]] =
        ((try? JSONTree(Fixture.named("agents/errors_seed002_all").bytes))?.elements ?? [])
        .compactMap { $0["response"]?.json() }
        + Fixture.rejects.filter { $0.path.hasPrefix("dream-machine/3") && !$0.path.contains("failure_reasons") }
        .map { minified($0.bytes) }

    @Test func `all documented bodies are there`() {
        #expect(Self.bodies.count == 64 + 5)
    }

    @Test(arguments: bodies)
    func comesBackByteForByte(_ body: [UInt8]) throws {
        let response = try ErrorResponse(json: body)
        #expect(response.detail.isPresent)
        #expect(try JSONTree(response.json()).isSpelledLike(JSONTree(body)))
    }

    @Test func `a fault has a place, and keeps what this type does not know`() throws {
        let text =
            #"{"detail":[{"type":"missing","loc":["body","concepts",1],"msg":"m","input":{"a":1.0},"ctx":null}],"error":"m"}"#
        let response = try ErrorResponse(json: text.utf8)
        guard case .faults(let faults)? = response.detail.value else {
            Issue.record("no faults")
            return
        }
        #expect(faults.map(\.location) == [.value([.key("body"), .key("concepts"), .index(1)])])
        #expect(faults.first?.unknown.map(\.name) == ["input", "ctx"])
        #expect(response.json() == Array(text.utf8))
    }

    @Test(arguments: [
        (#"{"detail":7}"#, "wrong_type", "detail"), (#"{"detail":["x"]}"#, "wrong_type", "detail[0]"),
        (#"{"detail":[{"loc":[-1]}]}"#, "bad_value", "detail[0].loc[0]"),
        (#"{"detail":[{"loc":[true]}]}"#, "wrong_type", "detail[0].loc[0]"), ("7", "wrong_type", ""),
    ])
    func saysWhatIsWrongAndWhere(_ text: String, _ code: String, _ path: String) throws {
        let error = try #require(throws: ModelError.self) { try ErrorResponse(json: text.utf8) }
        #expect(error.code.description == code)
        #expect(error.path.description == path)
    }

    @Test func `absent, null and empty are three things`() throws {
        for text in ["{}", #"{"detail":null}"#, #"{"detail":""}"#, #"{"detail":[]}"#] {
            #expect(try ErrorResponse(json: text.utf8).json() == Array(text.utf8))
        }
    }
}
