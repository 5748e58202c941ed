import AdapterTesting
import Adapters
import AgentsCore
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What is broken is cut out as narrowly as possible, and what stands around it is not lost.
@Suite struct HistoryRecoveryTests {
    private static let good = #"{"id":"g","output":[]}"#

    private func transcript(_ input: String) -> HistoryTranscript {
        let transcript = HistoryTranscript(Array(input.utf8))
        expectKept(transcript.violation(in: Array(input.utf8)))
        return transcript
    }

    /// Lines that are no document, and why.
    static let lines: [(text: String, code: String)] = [
        ("x", "not_json"), ("upstream timed out after 60000 ms", "not_json"), ("}", "not_json"), ("]", "not_json"),
        (",", "not_json"), ("{]", "not_json"), ("{\"a\" 1}", "not_json"), ("{\"a\":1,}", "not_json"),
        ("{'a':1}", "not_json"),
        ("{\"a\":01}", "not_json"), ("{\"a\":1.}", "not_json"), ("{\"a\":+1}", "not_json"), ("{\"a\":.5}", "not_json"),
        ("{\"a\":NaN}", "not_json"), ("{\"a\":True}", "not_json"), ("{\"a\":\"\\x\"}", "not_json"), ("tru", "not_json"),
        ("{\"a\":\"\t\"}", "not_json"), ("{\"a\":1} {\"b\":2}", "not_json"), ("{\"a\":1}}", "not_json"),
        ("nul", "not_json"),
        ("{\"a\":\"\\ud800\"}", "lone_surrogate"), ("{\"a\":\"\\udc00\\ud800\"}", "lone_surrogate"),
        ("{\"a\":1,\"\\u0061\":2}", "duplicate_key"), ("{\"a\":{\"b\":1,\"b\":1}}", "duplicate_key"),
        ("{\"a\":\"cut in a str", "not_json"), ("{\"a\":\"cut in an escape\\", "not_json"), ("{\"a\":tru", "not_json"),
        ("{\"a\":\"\\u00", "not_json"), ("{\"cut in a k", "not_json"), ("{\"a\"", "not_json"), ("{", "not_json"),
        ("{\"a\":-", "not_json"), ("{\"a\":[1,{\"b\":2}", "not_json"), ("{\"a\":1,", "not_json"), ("\"cut", "not_json"),
    ]

    @Test(arguments: lines, ["\n", "\r\n"])
    func aBrokenLineIsItsOwnRegion(_ row: (text: String, code: String), _ end: String) {
        let input = [Self.good, row.text, Self.good, row.text, row.text, Self.good].joined(separator: end)
        let transcript = transcript(input)
        #expect(transcript.documents == [Self.good, Self.good, Self.good])
        #expect(transcript.regions.map(\.name) == [row.code, row.code, row.code])
        #expect(transcript.regions.map(\.line) == [2, 4, 5])
        // What ends a line is its newline.
        let line = row.text + (end == "\n" ? "" : "\r")
        #expect(transcript.regions.map { ($0.text ?? []).text } == [line, line, line])
    }

    @Test(arguments: lines)
    func aBrokenLastLineIsFound(_ row: (text: String, code: String)) {
        for end in ["", "\n"] {
            let transcript = transcript("\(Self.good)\n\(row.text)\(end)")
            #expect(transcript.documents == [Self.good])
            #expect(transcript.regions.map { ($0.text ?? []).text } == [row.text])
        }
    }

    @Test func `text that is not UTF-8 is kept as bytes`() {
        let input =
            Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}\n{\"b\":\"".utf8) + [0xED, 0xA0, 0x80]
            + Array("\"}\n{\"c\":1}".utf8)
        let transcript = HistoryTranscript(input)
        expectKept(transcript.violation(in: input))
        #expect(transcript.parts.map(\.name) == ["not_utf8", "not_utf8", "document"])
        #expect(transcript.regions[0].text == Array(input.prefix(9)))
    }

    // MARK: Documents that span lines

    /// A pretty-printed record, and what may be wrong in the middle of it.
    @Test(
        arguments: [
            ("  \"x\": 1 2,\n", "not_json"), ("  \"x\" 1,\n", "not_json"), ("  x: 1,\n", "not_json"),
            ("  \"id\": 2,\n", "duplicate_key"), ("  \"x\": \"\\ud800\",\n", "lone_surrogate"), ("  ,\n", "not_json"),
            ("  \"x\": {\"y\": [1, 2,]},\n", "not_json"), ("  \"x\": nil,\n", "not_json"),
        ])
    func aFaultInTheMiddleTakesTheWholeDocument(_ line: String, _ code: String) {
        let broken = "{\n  \"id\": \"b\",\n\(line)  \"output\": []\n}"
        let transcript = transcript("\(Self.good)\n\(broken)\n\(Self.good)\n\(broken)\n")
        #expect(transcript.documents == [Self.good, Self.good])
        #expect(transcript.regions.map { ($0.text ?? []).text } == [broken, broken])
        #expect(transcript.regions.map(\.name) == [code, code])
        #expect(transcript.regions.map(\.line) == [2, 8])
    }

    @Test func `a document that was cut takes the lines that belong to it`() {
        let cut = "{\n  \"id\": \"b\",\n  \"output\": [\n    {\n      \"url\": \"u"
        let transcript = transcript("\(cut)\n\(Self.good)\n\(cut)\n\n\(Self.good)")
        #expect(transcript.documents == [Self.good, Self.good])
        #expect(transcript.regions.map { ($0.text ?? []).text } == [cut, cut])
    }

    @Test func `indented records behind a broken document are not lost`() {
        let transcript = transcript("{\"cut\":\n    \(Self.good)\n\t\(Self.good)\n\(Self.good)\n")
        #expect(transcript.documents == [Self.good, Self.good, Self.good])
        #expect(transcript.regions.map { ($0.text ?? []).text } == ["{\"cut\":"])
    }

    /// Interleaved writers: the end of a record stands lines below its beginning.
    @Test(arguments: ["}", "\"tail\":1}", "oops }", "1}"])
    func recordsBetweenTheHalvesOfABrokenOneAreNotLost(_ tail: String) {
        let transcript = transcript("{\"cut\":[1],\n\(Self.good)\n\(Self.good)\n\(tail)\n\(Self.good)\n")
        #expect(transcript.documents == [Self.good, Self.good, Self.good])
    }

    @Test func `a pretty document behind a cut one is not lost`() {
        let pretty = "{\n  \"id\": \"p\",\n  \"output\": []\n}"
        for cut in ["{\"cut\":", "{\"cut\":1,", "{", "{\"cut", "{\"cut\":[1,\n  2,\n  3"] {
            let transcript = transcript("\(cut)\n\(pretty)\n\(Self.good)\n")
            #expect(transcript.documents == [#"{"id":"p","output":[]}"#, Self.good], "\(cut)")
        }
    }

    // MARK: Time

    /// Many beginnings without ends must not be looked through again for each.
    @Test(
        .timeLimit(.minutes(20)),
        arguments: ["{", "[", "{\"a\":", "{\"a\":[", "\"", "{\"a\":{\"b\":1},", "  {", "[{", "{\"", "[1", "}", "x"])
    func manyBrokenLinesTakeLinearTime(_ line: String) {
        // The processor's time of this thread, which other tests do not take part in.
        func now() -> Duration {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return .seconds(Int(time.tv_sec)) + .nanoseconds(Int(time.tv_nsec))
        }
        func time(_ count: Int) -> Duration {
            let input = Array(String(repeating: line + "\n", count: count).utf8)
            let start = now()
            #expect(HistoryTranscript(input).fault == nil)
            return now() - start
        }
        let short = time(1000)
        let long = time(8000)
        #expect(long < short * 40 + .milliseconds(200), "\(short), and \(long) for eight times as much")
    }
}
