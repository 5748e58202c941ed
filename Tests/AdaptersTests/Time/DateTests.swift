import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Times of the Agents API on their way to the other spellings, compared with Foundation's calendar.
@Suite struct DateTests {
    private let epoch = Tiny.registry([Field("at", .epoch(.createdAt), fill: .missed)])
    private let date = Tiny.registry([Field("at", .date(.createdAt), fill: .missed)])

    private func written(_ text: String, _ registry: AdapterRegistry) throws -> JSONTree? {
        let document = Tiny.generation(#""created_at":"\#(text)""#)
        return try registry.converted(document, to: .dialect(Tiny.dialect))["at"]
    }

    static let dates = [
        "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z", "2000-02-29T12:00:00Z", "2024-02-29T23:59:59.999999999Z",
        "2026-04-08T12:00:00Z", "2026-04-08T12:00:00.5Z", "2026-04-08 12:00:00Z", "2026-04-08T12:00:00z",
        "2026-04-08T12:00:00+00:00", "2026-04-08T12:00:00-00:00", "2026-04-08T14:30:00+02:30",
        "2026-04-08T00:00:00-12:00",
        "2026-01-01T00:30:00+01:00", "2024-03-01T00:00:00.25+01:00", "2100-02-28T23:59:59Z", "9999-12-31T23:59:59Z",
        "2026-04-08T12:00:00.12345678901234567890123456789Z", "1970-01-01T05:00:00+05:00",
    ]

    @Test(arguments: dates)
    func becomeSeconds(_ text: String) throws {
        let number = try #require(try written(text, epoch)?.description)
        let moment = try #require(Moment(text))
        #expect(Moment(seconds: number) == moment)
        // The digits are copied, and filled up to milliseconds.
        let digits = text.split(separator: ".").dropFirst().first.map { String($0.prefix { $0.isNumber }) } ?? ""
        #expect(number == "\(moment.seconds).\(digits)\(String(repeating: "0", count: max(0, 3 - digits.count)))")
    }

    @Test(arguments: dates)
    func becomeDatesInUTC(_ text: String) throws {
        let written = try #require(try written(text, date)?.text)
        #expect(Moment(text)?.isSame(as: written) == true)
        #expect(written.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6,}Z/) != nil, "\(written)")
    }

    @Test(arguments: dates)
    func loseNothing(_ text: String) {
        for registry in [epoch, date] {
            let document = Tiny.generation(#""created_at":"\#(text)""#)
            let losses = registry.convert(document, to: .dialect(Tiny.dialect)).losses
            #expect(losses.filter { $0.path == "created_at" || $0.path == "at" }.isEmpty)
        }
    }

    /// Texts that are no time, or none after 1970.
    static let others = [
        "", "created_at", "2026-04-08", "2026-04-08T12:00:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z", "2026-04-08T24:00:00Z",
        "2026-04-08T12:60:00Z", "2026-04-08T12:00:60Z", "2026-04-08T12:00:00.Z", "2026-04-08T12:00:00+0200",
        "2026-04-08T12:00:00 Z", "1969-12-31T23:59:59Z", "1900-02-29T00:00:00Z", "0000-01-01T00:00:00Z",
        "1970-01-01T00:00:00+00:01", "２026-04-08T12:00:00Z", "2026-04-08T12:00:00Zx", "+026-04-08T12:00:00Z",
    ]

    @Test(arguments: others)
    func otherTextHasNoSeconds(_ text: String) throws {
        let conversion = epoch.convert(Tiny.generation(#""created_at":"\#(text)""#), to: .dialect(Tiny.dialect))
        #expect(try JSONTree(conversion.output)["at"] == nil)
        let paths = conversion.losses.map(\.path.description).filter { ["created_at", "at"].contains($0) }
        #expect(paths == ["created_at", "at"])
        #expect(conversion.losses.first { $0.path == "created_at" }?.kind == .dropped)
    }

    @Test(arguments: others)
    func otherTextIsCarriedAsItIs(_ text: String) throws {
        #expect(try written(text, date)?.text == text)
    }

    /// A zone may move a time out of the years that have four digits.
    @Test(arguments: ["9999-12-31T23:59:59-00:01", "9999-12-31T12:00:00-23:59"])
    func noYearHasFiveDigits(_ text: String) throws {
        let written = try #require(try written(text, date)?.text)
        #expect(Moment(written) != nil || written == text, "\(written)")
    }

    @Test(arguments: ["2026-04-08T12:00:00+24:00", "2026-04-08T12:00:00+02:60", "2026-04-08T12:00:00-99:99"])
    func zonesHaveLimits(_ text: String) throws {
        #expect(try written(text, date)?.text == text)
    }

    @Test func `every day of four centuries has its number`() throws {
        var reader = Converter(epoch)
        var writer = Converter(epoch, to: .dialect(Tiny.dialect))
        // A step that is no divisor of a week, a year or a century meets every kind of day.
        for day in stride(from: 0, to: 146_097, by: 97) {
            let number = "\(day * 86_400 + day % 86_400).5"
            let line = reader.convert([Array(Tiny.document("\"at\":\(number)").utf8)])
            let text = try #require(try JSONTree(line.output)["created_at"]?.text)
            try #require(Moment(text) == Moment(seconds: number))
            let back = writer.convert([Array(Tiny.generation("\"created_at\":\"\(text)\"").utf8)])
            try #require(try JSONTree(back.output)["at"]?.description == number + "00")
        }
    }

    /// A line that somebody edited: what is no time any more cannot become a number again.
    @Test(
        arguments: [
            "yesterday", "", "2026-04-08T12:00:00+02:00", "2026-04-08 12:00:00Z", "2026-04-08T12:00:00z",
            "2026-02-30T00:00:00Z",
            "1969-12-31T23:59:59Z", "2026-04-08T12:00:00.Z",
        ])
    func editedLinesAreChecked(_ text: String) throws {
        let line = try epoch.converted(Tiny.document(#""at":1.5"#)).with("created_at", .text(text))
        for target in [ConversionTarget.dialect(Tiny.dialect), .canonical] {
            let error = try epoch.refusal(line.description, from: .dialect(.agents), to: target)
            #expect(error.code == .badValue)
            #expect(error.path == "created_at")
        }
        let edited = line.with("created_at", .text("2026-04-08T12:00:00.25Z"))
        let back = try epoch.converted(edited.description, from: .dialect(.agents), to: .dialect(Tiny.dialect))
        #expect(back["at"]?.description == "1775649600.25")
    }
}
