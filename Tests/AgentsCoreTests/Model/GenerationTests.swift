import AdapterTesting
import AgentsCore
import Testing

@Suite struct GenerationTests {
    @Test(arguments: AgentsFixture.responses)
    func comesBackFromJSON(_ fixture: AgentsFixture) throws {
        let generation = try Generation(json: fixture.bytes)
        #expect(try JSONTree(generation.json()) == JSONTree(fixture.bytes))
        #expect(try Generation(json: generation.json()) == generation)
    }

    @Test(arguments: AgentsFixture.responses.filter { $0.name != "resp_generation_schema_example.json" })
    func isWrittenInTheDocumentedOrder(_ fixture: AgentsFixture) throws {
        #expect(try Generation(json: fixture.bytes).json() == minified(fixture.bytes))
    }

    @Test func readsEveryMember() throws {
        let generation = try Generation(json: AgentsFixture.named("resp_layering_synthetic.json").bytes)
        #expect(generation.id == "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e")
        #expect(generation.type == .value(.layering))
        #expect(generation.state == .value(.completed))
        #expect(generation.model == .value(.uni1))
        #expect(generation.createdAt == "2026-08-10T00:00:00Z")
        #expect(generation.failureReason == .null)
        #expect(generation.failureCode == .null)
        let output = try #require(generation.output.value?.first)
        #expect(output.type == .value(.image))
        #expect(output.url == "https://storage.example.com/l0.png")
        let layer = Generation.Layer(
            index: 0,
            label: "cat",
            description: "A white cat",
            alphaHint: .value(.soft),
            bounds: .value(.init(x: 120, y: 80, width: 400, height: 600, canvasWidth: 1024, canvasHeight: 1024))
        )
        #expect(output.layer == .value(layer))
    }

    @Test func keepsAbsentNullAndEmptyApart() throws {
        let texts = [
            #"{"id":"a"}"#, #"{"id":"a","output":null}"#, #"{"id":"a","output":[]}"#, #"{"id":"a","output":[{}]}"#,
            #"{"id":"a","output":[{"layer":null}]}"#, #"{"id":"a","output":[{"layer":{}}]}"#,
            #"{"id":"a","type":null,"state":null,"model":null,"created_at":null,"failure_reason":null}"#,
        ]
        for text in texts { #expect(try Generation(json: text.utf8).json().text == text) }
        #expect(Set(try texts.map { try Generation(json: $0.utf8) }).count == texts.count)
    }

    @Test func keepsWordsThatAreNotKnown() throws {
        let text = """
            {"id":"gen-1","type":"hologram","state":"paused","model":"ray-9","created_at":"yesterday",\
            "output":[{"type":"exr","url":"x","layer":{"alpha_hint":"fuzzy","bounds":{"x":-5}}}],\
            "failure_reason":"","failure_code":"bored"}
            """
        let generation = try Generation(json: text.utf8)
        #expect(generation.json().text == text)
        #expect(generation.state.value?.isKnown == false)
        #expect(generation.failureCode.value?.isKnown == false)
    }

    @Test func passesOverMembersThatItDoesNotKnow() throws {
        let text = #"{"progress":[1,{"a":null}],"id":"a","output":[{"type":"image","size":{}}],"provenance":{}}"#
        #expect(try Generation(json: text.utf8).json().text == #"{"id":"a","output":[{"type":"image"}]}"#)
    }

    @Test func knowsKeysHoweverTheyAreSpelled() throws {
        let text = #" { "\u0069d" : "a" , "stat\u0065" : "fai\u006ced" } "#
        #expect(try Generation(json: text.utf8) == Generation(id: "a", state: .value(.failed)))
    }

    @Test func isReadFromAPlaceInADocumentAndWrittenBehindOtherText() throws {
        var record = JSONRecord()
        try record.load(#"{"response":{"id":"a","state":"queued"}}"#.utf8)
        let generation = try Generation(reading: record, at: record["response"])
        var output = ByteBuffer("{\"generation\":".utf8)
        generation.write(to: &output)
        let text = output.array().text
        #expect(text == #"{"generation":{"id":"a","state":"queued"}"#)
    }

    @Test(arguments: [
        (#"[]"#, "wrong_type", ""),
        (#"null"#, "wrong_type", ""),
        (#""id""#, "wrong_type", ""),
        (#"{}"#, "missing", "id"),
        (#"{"id":null}"#, "wrong_type", "id"),
        (#"{"id":7}"#, "wrong_type", "id"),
        (#"{"id":"a","type":1}"#, "wrong_type", "type"),
        (#"{"id":"a","state":{}}"#, "wrong_type", "state"),
        (#"{"id":"a","created_at":1725077411.961}"#, "wrong_type", "created_at"),
        (#"{"id":"a","output":{}}"#, "wrong_type", "output"),
        (#"{"id":"a","output":[{},null]}"#, "wrong_type", "output[1]"),
        (#"{"id":"a","output":[{"url":false}]}"#, "wrong_type", "output[0].url"),
        (#"{"id":"a","output":[{},{"layer":{"index":"0"}}]}"#, "wrong_type", "output[1].layer.index"),
        (#"{"id":"a","output":[{"layer":{"index":1.5}}]}"#, "bad_value", "output[0].layer.index"),
        (#"{"id":"a","output":[{"layer":{"bounds":{"x":1e3}}}]}"#, "bad_value", "output[0].layer.bounds.x"),
        (#"{"id":"a","output":[{"layer":{"index":9223372036854775808}}]}"#, "bad_value", "output[0].layer.index"),
        (#"{"id":"a","failure_code":[]}"#, "wrong_type", "failure_code"),
    ])
    func saysWhatIsWrongAndWhere(_ text: String, _ code: String, _ path: String) throws {
        let error = try #require(throws: ModelError.self) { try Generation(json: text.utf8) }
        #expect(error.code.description == code)
        #expect(error.path.description == path)
    }
}
