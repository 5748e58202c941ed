import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Documents beyond the limits are refused, and those around them are not.
@Suite struct HistoryLimitTests {
    private static let good = #"{"id":1}"#

    /// Good, bad, good, with limits that only the bad one passes.
    private func transcript(_ bad: String, blocks: Int = .max) -> HistoryTranscript {
        let input = Array("\(Self.good)\n\(bad)\n\(Self.good)\n".utf8)
        let limits = JSONLimits(depth: 4, bytes: 200, values: 20)
        let transcript = HistoryTranscript(input, blocks: [blocks], limits: limits)
        expectKept(transcript.violation(in: input))
        return transcript
    }

    @Test(
        arguments: [
            ("[[[[[1]]]]]".wrapped, "too_deep"), ("{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}", "too_deep"),
            ("{\"a\":[\(String(repeating: "1,", count: 20))1]}", "too_many_values"),
            ("{\"a\":\"\(String(repeating: "x", count: 300))\"}", "too_large"),
            ("\"\(String(repeating: "x", count: 300))\"", "too_large"),
        ])
    func aLineBeyondALimitIsRefused(_ bad: String, _ code: String) {
        for block in [Int.max, 4096, 100, 7, 1] {
            let transcript = transcript(bad, blocks: block)
            #expect(transcript.documents == [Self.good, Self.good], "blocks of \(block)")
            #expect(transcript.regions.map(\.name) == [code])
            #expect(transcript.regions.map(\.line) == [2])
            #expect(transcript.regions.map(\.start) == [9])
        }
    }

    @Test func `what was too large has its whole length, whatever the blocks are`() {
        let bad = "{\"a\":\"\(String(repeating: "x", count: 300))\"}"
        for block in [Int.max, 4096, 150, 7] {
            #expect(transcript(bad, blocks: block).regions.map(\.length) == [bad.utf8.count], "blocks of \(block)")
        }
    }

    @Test(
        arguments: [
            "[[[1]]]".wrapped, "{\"a\":{\"a\":{\"a\":{}}}}", "{\"a\":[\(String(repeating: "1,", count: 17))1]}",
            "{\"a\":\"\(String(repeating: "x", count: 192))\"}",
        ])
    func aLineAtALimitIsADocument(_ line: String) {
        for block in [Int.max, 7] {
            #expect(transcript(line, blocks: block).documents == [Self.good, line, Self.good])
        }
    }

    @Test func `a large element of an array costs no other`() {
        let large = "{\"a\":\"\(String(repeating: "x", count: 300))\"}"
        let input = Array("[\n\(Self.good),\n\(large),\n\(Self.good)\n]\n\(Self.good)\n".utf8)
        for block in [Int.max, 100, 7] {
            let transcript = HistoryTranscript(input, blocks: [block], limits: JSONLimits(bytes: 200))
            #expect(transcript.documents == [Self.good, Self.good, Self.good], "blocks of \(block)")
            #expect(transcript.regions.map(\.name) == ["too_large"])
        }
    }

    @Test func `an array as a whole may be longer than a document`() {
        let array = "[\([String](repeating: Self.good, count: 100).joined(separator: ","))]"
        for block in [Int.max, 50] {
            let transcript = HistoryTranscript(Array(array.utf8), blocks: [block], limits: JSONLimits(bytes: 40))
            #expect(transcript.documents.count == 100)
            #expect(transcript.regions.isEmpty)
        }
    }

    @Test func `a document that needs several fills of the window is whole`() {
        let text = String(repeating: "x", count: 700_000)
        let input = Array("{\"id\":\"\(text)\"}\n{\n\"id\":\"\(text)\"\n}\n\(Self.good)".utf8)
        let transcript = HistoryTranscript(input)
        #expect(transcript.documents == ["{\"id\":\"\(text)\"}", "{\"id\":\"\(text)\"}", Self.good])
        expectKept(transcript.violation(in: input))
    }
}

extension String {
    /// The text as a member: an array at the start of a line would be one of records.
    fileprivate var wrapped: String { "{\"a\":\(dropFirst().dropLast())}" }
}
