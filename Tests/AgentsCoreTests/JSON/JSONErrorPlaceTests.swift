import AdapterTesting
import AgentsCore
import Testing

/// Errors say where: in documents as people write them, too.
@Suite struct JSONErrorPlaceTests {
    static let pretty = """
        {
          "id": "a-1",
          "request": {
            "prompt": "two words, é and 😀",
            "loop": false,
            "assets": [
              { "url": "https://example.com/1.mp4", "size": 12.50 },
              { "url": "https://example.com/2.mp4", "size": -3e4 }
            ]
          },
          "note": null
        }
        """

    /// The text with one change, which comes up once in it.
    private func changed(_ old: String, _ new: String) throws -> (text: String, place: Int) {
        let parts = Self.pretty.split(separator: old, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "\(old) stands there \(parts.count - 1) times")
        return (parts.joined(separator: new), parts[0].utf8.count)
    }

    @Test(arguments: [
        ("\"a-1\",", "\"a-1\"", 8, JSONError.Code.notJSON), ("false", "fals", 0, .notJSON),
        ("12.50", "12.", 3, .notJSON), ("-3e4", "-3e", 3, .notJSON),
        ("-3e4", "03", 1, .notJSON), ("\"loop\": f", "\"loop\" f", 7, .notJSON), ("\"loop\"", "loop", 0, .notJSON),
        ("two words", "two\twords", 3, .notJSON),
        ("words,", "\\words", 0, .notJSON), ("words,", "\\ud83d", 0, .loneSurrogate),
        ("\"note\"", "\"id\"", 0, .duplicateKey),
        ("\"note\"", "\"\\u0069d\"", 0, .duplicateKey), ("null\n}", "null,\n}", 6, .notJSON), ("null", "", 1, .notJSON),
    ])
    func theFaultIsFound(_ old: String, _ new: String, _ distance: Int, _ code: JSONError.Code) throws {
        // Some faults show a little behind the change, where the next token stands.
        let (text, place) = try changed(old, new)
        let error = try #require(fault(in: text))
        #expect(error.code == code)
        #expect(error.offset == place + distance, "\(error)")
    }

    @Test func theTextItselfIsADocument() {
        #expect(fault(in: Self.pretty) == nil)
    }

    @Test func aTextThatEndsTooEarlyIsAtFaultAtItsEnd() throws {
        let text = Array(Self.pretty.utf8)
        for size in 0..<text.count {
            let error = try #require(fault(in: text[..<size]), "\(size) bytes are a document")
            #expect(error.offset <= size && error.offset + 12 >= size, "cut at \(size): \(error)")
        }
    }

    @Test(arguments: Fixture.all)
    func noPartOfAPayloadIsADocument(_ fixture: Fixture) throws {
        guard let last = fixture.bytes.last(where: { $0 > 0x20 }),
            last == UInt8(ascii: "}") || last == UInt8(ascii: "]")
        else { return }
        let end = try #require(fixture.bytes.lastIndex(of: last))
        var record = JSONRecord()
        for size in stride(from: end, through: 0, by: -max(1, end / 200)) {
            let error = #expect(throws: JSONError.self) { try record.load(fixture.bytes[..<size]) }
            #expect((error?.offset ?? 0) <= size)
        }
    }

    @Test func anErrorIsWrittenInOneLine() {
        let error = JSONError(.duplicateKey, at: 7, "the key stands twice in one object")
        #expect("\(error)" == "duplicate_key at byte 7: the key stands twice in one object")
        #expect(error.shifted(by: 100) == JSONError(.duplicateKey, at: 107, error.reason))
    }

    @Test func codesAreWrittenAsInReports() {
        let codes: [(JSONError.Code, String)] = [
            (.notJSON, "not_json"), (.notUTF8, "not_utf8"), (.tooDeep, "too_deep"), (.tooLarge, "too_large"),
            (.tooManyValues, "too_many_values"),
            (.duplicateKey, "duplicate_key"), (.loneSurrogate, "lone_surrogate"),
        ]
        for (code, text) in codes { #expect(code.description == text) }
        #expect(Set(codes.map(\.0)).count == 7)
    }

    @Test func reasonsHoldNoPartOfTheText() {
        // A reason goes into logs and reports: what is secret in a document must not come with it.
        var mutator = TextMutator(seed: 3)
        let text = Array("{\"secret-key\":\"secret value\",\"other\":[1,2,{\"secret\":null}]}".utf8)
        var refused = 0
        for _ in 0..<2000 {
            guard let error = fault(in: mutator.mutation(of: text)) else { continue }
            refused += 1
            #expect(!error.reason.contains("secret"))
        }
        #expect(refused > 1000)
    }
}
