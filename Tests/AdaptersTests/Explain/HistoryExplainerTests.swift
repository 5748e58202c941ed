import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// The requests that histories repeat.
@Suite struct HistoryExplainerTests {
    private static func record(_ id: Int, _ request: String) -> String {
        #"{"id":"g\#(id)","state":"completed","assets":null,"request":\#(request)}"#
    }

    @Test func aMixtureIsCounted() throws {
        let assessment = ExplainSamples.history(try Fixture.named("mixed-history.txt").bytes)
        #expect(assessment.records == 9)
        #expect(assessment.requests == 5)
        #expect(assessment.withoutEcho == ["agents": 3, "acedata": 1])
        #expect(assessment.rejected == ["not_json": 2, "not_a_generation": 1])
        let balanced = assessment.total(under: 0)
        #expect((balanced.exact, balanced.approximated, balanced.refused) == (2, 2, 1))
        #expect(balanced.price.known == Price(units: 120_000))
        #expect(assessment.total(under: 2).refused == 3)
        #expect(assessment.rules["dream_machine.model.missing"]?.requests == 2)
        #expect(assessment.rules["dream_machine.keyframes.interpolation"]?.requests == nil)
        #expect(assessment.refusals.keys.first?.hasPrefix("Loop is not supported") == true)
    }

    /// However it is cut, a history is the same.
    @Test(arguments: [1, 7, 100, 4096])
    func piecesDoNotMatter(_ size: Int) throws {
        let bytes = try Fixture.named("mixed-history.txt").bytes
        #expect(ExplainSamples.history(bytes, pieces: size).report.line == ExplainSamples.history(bytes).report.line)
    }

    @Test func aHistoryWithoutRequestsSaysSo() throws {
        let assessment = ExplainSamples.history(try Fixture.named("dream-machine/09_list_flattened").bytes)
        #expect(assessment.requests == 0)
        #expect(assessment.records == 0)
        #expect(assessment.rejected == ["not_a_generation": 19])
        #expect(assessment.text().hasSuffix("There is no request to translate.\n"))
    }

    /// A canonical line keeps the request in its residue.
    @Test func aCanonicalLineCountsLikeItsRecord() throws {
        let line =
            #"{"id":"a","type":"video","state":"queued","provenance":{"dialect":"dream-machine","shape":"generation","residue":{"request":{"generation_type":"video","prompt":"a tiger","model":"ray-2"}}}}"#
        let assessment = ExplainSamples.history(Array(line.utf8))
        #expect(assessment.operations.keys.sorted() == ["dream-machine video"])
        #expect(assessment.rules["dream_machine.model"]?.requests == 1)
    }

    @Test(arguments: [
        (#""generation_type":"upscale_video","resolution":"4k""#, "dream-machine upscale"),
        (#""type":"upscale_video""#, "dream-machine upscale"),
        (#""generation_type":"dance""#, "dream-machine (unknown)"),
        (#""prompt":"a tiger""#, "dream-machine video"),
        (#""generation_type":"video","prompt":"a tiger""#, "dream-machine video"),
    ])
    func theOperationIsThatOfTheRequest(_ request: String, _ name: String) {
        let assessment = ExplainSamples.history(Array(Self.record(1, "{\(request)}").utf8))
        #expect(assessment.operations.keys.sorted() == [name])
    }

    @Test(arguments: [
        (#"{"generation_type":"image","prompt":"a cat","model":"photon-1"}"#, "$0.0404"),
        (
            #"{"type":"image","prompt":"a cat","model":"photon-1","image_ref":[{"url":"https://e.com/a.jpg"},{"url":"https://e.com/b.jpg"}]}"#,
            "$0.0464"
        ),
        (
            #"{"generation_type":"image","prompt":"a cat","model":"photon-1","modify_image_ref":{"url":"https://e.com/a.jpg"}}"#,
            "$0.0434"
        ),
        (
            #"{"generation_type":"modify_video","prompt":"a cat","model":"ray-2","mode":"flex_1","media":{"url":"https://e.com/a.mp4"}}"#,
            "$0.00 + $1.08 × every five seconds of the source (1)"
        ),
        (
            #"{"generation_type":"reframe_video","prompt":"a cat","model":"ray-2","aspect_ratio":"1:1","media":{"url":"https://e.com/a.mp4"}}"#,
            "$0.00 + $0.12 × every second of the source (1)"
        ),
        (#"{"generation_type":"add_audio"}"#, "$0.00"),
    ])
    func everyOperationHasItsPrice(_ request: String, _ price: String) {
        let assessment = ExplainSamples.history(Array(Self.record(1, request).utf8))
        #expect(assessment.requests == 1)
        #expect(assessment.total(under: 1).price.description == price)
    }

    @Test(arguments: ["null", "{}", "[]", "\"text\"", "7"])
    func whatRepeatsNothingIsCounted(_ request: String) {
        let assessment = ExplainSamples.history(Array(Self.record(1, request).utf8))
        #expect(assessment.withoutEcho == ["dream-machine": 1])
        #expect(assessment.requests == 0)
    }

    @Test func anExampleLeadsToTheFirstRequest() throws {
        let lines = [
            "broken", Self.record(1, #"{"prompt":"abc","model":"ray-3.2"}"#),
            Self.record(2, #"{"prompt":"abc","model":"ray-3.2","loop":true,"duration":"9s"}"#),
            Self.record(3, #"{"prompt":"abc","model":"ray-3.2","duration":"9s"}"#),
        ]
        let assessment = ExplainSamples.history(Array(lines.joined(separator: "\n").utf8))
        let rule = try #require(assessment.rules["dream_machine.duration.9s"])
        #expect(rule.requests == 2)
        #expect(rule.example == HistoryAssessment.Example(file: "history", line: 3, path: "duration"))
        #expect(rule.example.description == "history:3 duration")
        #expect(assessment.total(under: 0).exact == 1)
    }

    @Test func aRowCountsOnceForARequest() {
        let body = #"{"prompt":"abc","model":"ray-3.2","a":1,"b":2,"concepts":[{"key":"pov"},{"key":"static"}]}"#
        let assessment = ExplainSamples.history(Array(Self.record(1, body).utf8))
        #expect(
            assessment.rules.mapValues(\.requests) == ["dream_machine.unknown_key": 1, "dream_machine.concepts": 1])
    }

    /// Whatever stands in a history, what is remembered of it stays small.
    @Test func reasonsAreBounded() {
        let lines = (0..<300).map { Self.record($0, #"{"generation_type":"kind\#($0)"}"#) }
        let assessment = ExplainSamples.history(Array(lines.joined(separator: "\n").utf8))
        #expect(assessment.requests == 300)
        #expect(assessment.refusals.count == 101)
        #expect(assessment.refusals["(others)"]?.requests == 200)
        #expect(assessment.refusals.values.reduce(0) { $0 + $1.requests } == 300)
    }

    @Test func requestsThatNameAnotherGenerationAreTold() {
        let body =
            #"{"prompt":"abc","model":"ray-2","keyframes":{"frame0":{"type":"generation","id":"g"},"frame1":null}}"#
        let assessment = ExplainSamples.history(Array(Self.record(1, body).utf8))
        #expect(assessment.references == 1)
        #expect(assessment.text().contains("Requests that name another generation: 1."))
    }

    @Test func controlCharactersOfAHistoryDoNotReachATerminal() {
        let body = #"{"prompt":"abc","model":"ray-2","\u001b[2J\u009b":1}"#
        let text = ExplainSamples.history(Array(Self.record(1, body).utf8)).text()
        #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    }

    @Test func theReportReconciles() throws {
        let report = try JSONTree(
            ExplainSamples.history(try Fixture.named("mixed-history.txt").bytes).report.line.utf8)
        for name in ["balanced", "lenient", "strict"] {
            let policy = try #require(report["policies"]?[name])
            let counts = ["exact", "approximated", "refused"].compactMap { policy[$0].flatMap { Int("\($0)") } }
            #expect(counts.count == 3 && counts.reduce(0, +) == 5)
        }
        #expect(report.value(at: "policies.balanced.exact_percent").map { "\($0)" } == "40.0")
        #expect(report.value(at: "prices.date")?.text == "mid-2026")
    }

    // MARK: Logs

    /// A log is read as `normalize` reads it.
    @Test func theLinesOfALogCountLikeTheirRecords() throws {
        let record = Self.record(1, #"{"prompt":"abc","model":"ray-3.2","duration":"9s"}"#)
        let line = #"{"time":"t","level":"info","body":\#(record)}"#
        let log = ["broken", line, #"{"time":"t","body":"text"}"#, #"{"time":"t","body":{"x":1}}"#]
        let assessment = ExplainSamples.history(Array(log.joined(separator: "\n").utf8))
        #expect(assessment.records == 1)
        #expect(assessment.requests == 1)
        #expect(assessment.rejected == ["not_json": 1, "not_a_generation": 2])
        let rule = try #require(assessment.rules["dream_machine.duration.9s"])
        #expect(rule.example == HistoryAssessment.Example(file: "history", line: 2, path: "duration"))
    }

    /// A request that stands lines below the start of its document is found there.
    @Test func anExampleInALogStandsWhereItSays() throws {
        let record =
            "{\"id\":\"g\",\"state\":\"completed\",\"assets\":null,\n\n\"request\":{\"prompt\":\"abc\",\"model\":\"ray-3.2\",\"duration\":\"9s\"}}"
        let assessment = ExplainSamples.history(Array("{\n\"body\":\n\(record)\n}\n".utf8))
        #expect(assessment.rules["dream_machine.duration.9s"]?.example.line == 5)
    }

    /// What `normalize` refuses is refused, and not taken for a list of records.
    @Test(arguments: [#"{"a":{"id":"1","state":"queued"}}"#, "\"x\"", "7", "null"])
    func aListThatIsNoneIsRefused(_ list: String) {
        let document = #"{"generations":\#(list),"has_more":false,"count":1,"limit":1,"offset":0}"#
        let assessment = ExplainSamples.history(Array(document.utf8))
        #expect(assessment.records == 0)
        #expect(assessment.rejected == ["wrong_type": 1])
    }
}
