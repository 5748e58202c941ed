import AgentsCore
import AgentsSimulator
import Testing

@Suite struct HostileInputTests {
    @Test(arguments: [
        "{", "{\"prompt\":\"A\"", "{\"prompt\":\"A\"}x", "\u{FEFF}{}", "{\"prompt\":\"\\ud800\"}",
        "{\"prompt\":\"A\",\"prompt\":\"B\"}", String(repeating: "[", count: 100_000),
        "{\"prompt\":\"A\",\"x\":" + String(repeating: "[", count: 65) + String(repeating: "]", count: 65) + "}",
        "{\"prompt\":\"A\",\"x\":[" + String(repeating: "0,", count: 100_000) + "0]}",
    ])
    func bodiesThatAreNoJSON(_ body: String) async throws {
        let response = try await SimulatorUnderTest().send(.post, "/v1/generations", body)
        #expect(response.status == 422)
        #expect(response.detail?.hasPrefix("Invalid JSON: ") == true)
    }

    @Test func bytesThatAreNoText() async throws {
        let simulator = AgentsSimulator()
        let body = Array(#"{"prompt":""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8)
        let response = try await simulator.response(
            to: HTTPRequest(.post, "/v1/generations", fields: ["Authorization": "Bearer luma-api-a"], body: body))
        #expect(response.status == 422)
        #expect(response.detail != nil)
    }

    @Test(arguments: [
        #"{"prompt":"A","model":"@"}"#, #"{"prompt":"A","type":"@"}"#, #"{"prompt":"A","aspect_ratio":"@"}"#,
        #"{"prompt":"A","style":"@"}"#, #"{"prompt":"A","source":{"@":1,"url":2}}"#,
    ])
    func longWordsAreNotRepeatedInFull(_ body: String) async throws {
        let long = String(repeating: "é", count: 50_000)
        let response = try await SimulatorUnderTest().send(
            .post, "/v1/generations", body.replacing("@", with: long))
        #expect(response.status >= 400)
        #expect(response.detail != nil)
        #expect(response.body.count < 1000)
    }

    @Test func wordsAreEscaped() async throws {
        let response = try await SimulatorUnderTest().send(
            .post, "/v1/generations", #"{"prompt":"A","model":"\"\\\n\u0000\u001f</script>"}"#)
        #expect(response.status == 400)
        #expect(response.detail == "Unknown model: \"\\\n\0\u{1F}</script>")
    }

    @Test func promptsAreMeasuredInScalars() async throws {
        let simulator = SimulatorUnderTest()
        // One character to a reader, seven to the service.
        let family = "👨‍👩‍👧‍👦"
        for (count, status) in [(857, 201), (858, 400)] {
            let body = #"{"prompt":"\#(String(repeating: family, count: count))"}"#
            #expect(try await simulator.send(.post, "/v1/generations", body).status == status)
        }
    }

    @Test func anyPathIsAnswered() async throws {
        let simulator = SimulatorUnderTest()
        let id = try await simulator.create(prompt: "A").id
        for tail in ["%00", "%2F", "\(id)%00", "\(id)?", "..", String(repeating: "a", count: 100_000), "\u{0}", "é"] {
            let response = try await simulator.send(.get, "/v1/generations/\(tail)")
            #expect(response.status == 404)
            let file = try await simulator.send(.get, "/_storage/\(tail)", query: "X-Amz-Signature=\(tail)", key: nil)
            #expect(file.status == 403)
        }
    }
}
