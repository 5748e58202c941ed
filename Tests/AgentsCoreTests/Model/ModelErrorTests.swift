import AgentsCore
import Testing

@Suite struct ModelErrorTests {
    @Test func namesCodePlaceAndRemedy() throws {
        let error = try #require(throws: ModelError.self) {
            try GenerationRequest(json: #"{"image_ref":[{"url":5}]}"#.utf8)
        }
        #expect(error.code == .wrongType)
        #expect(error.offset == nil)
        #expect(error.reason == "expected a string, found a number: write the value as a string")
        #expect("\(error)" == "wrong_type at image_ref[0].url: \(error.reason)")
    }

    @Test func saysNothingOfTheDocument() throws {
        let secret = "luma-api-secret"
        let texts = [
            "{\"prompt\":[\"\(secret)\"]}", "{\"web_search\":\"\(secret)\"}", "{\"video\":\"\(secret)\"}", secret,
            "{\"\(secret)\":1,\"\(secret)\":2}", "{\"prompt\":\"\(secret)", "{\"\(secret)\":{\"style\":1},\"style\":1}",
        ]
        for text in texts {
            let error = try #require(throws: ModelError.self) { try GenerationRequest(json: text.utf8) }
            #expect(!"\(error)".contains(secret))
        }
    }

    @Test(arguments: [
        ("", "not_json"), ("{", "not_json"), ("{} {}", "not_json"), (#"{"prompt":'a'}"#, "not_json"),
        (#"{"prompt":"a","prompt":"b"}"#, "duplicate_key"), (#"{"prompt":"a","promp\u0074":"b"}"#, "duplicate_key"),
        (#"{"prompt":"\ud800"}"#, "lone_surrogate"),
        (String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000), "too_deep"),
    ])
    func faultsOfTheTextKeepTheirCodeAndOffset(_ text: String, _ code: String) throws {
        let error = try #require(throws: ModelError.self) { try Generation(json: text.utf8) }
        #expect(error.code.description == code)
        #expect(error.path.isRoot)
        #expect(error.offset != nil)
    }

    @Test func refusesBytesThatAreNotUTF8() throws {
        let error = try #require(throws: ModelError.self) {
            try Generation(json: Array(#"{"id":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8))
        }
        #expect(error.code.description == "not_utf8")
        #expect(error.offset == 7)
    }
}
