import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// `created_at`: seconds since 1970 on the wire, RFC 3339 in the canonical record, the same digits in both.
@Suite struct TaskTimeTests {
    @Test(
        arguments: [
            ("1725077411.961", "2024-08-31T04:10:11.961Z"), ("1705788000.0", "2024-01-20T22:00:00.0Z"),
            ("1705788000", "2024-01-20T22:00:00Z"), ("0", "1970-01-01T00:00:00Z"),
            ("0.000", "1970-01-01T00:00:00.000Z"),
            ("951782400", "2000-02-29T00:00:00Z"), ("1709164800", "2024-02-29T00:00:00Z"),
            ("1709251199.999999", "2024-02-29T23:59:59.999999Z"), ("4107542400", "2100-03-01T00:00:00Z"),
            ("4107456000", "2100-02-28T00:00:00Z"), ("2147483648.5", "2038-01-19T03:14:08.5Z"),
            ("253402300799.999", "9999-12-31T23:59:59.999Z"),
            ("1725077411.123456789012345678901234567890", "2024-08-31T04:10:11.123456789012345678901234567890Z"),
        ])
    func aNumberIsADate(_ number: String, _ date: String) throws {
        let task = #"{"id":"t","created_at":\#(number),"request":{}}"#
        let line = try registry.converted(task)
        #expect(line["created_at"]?.text == date)
        #expect(Moment(date) == Moment(seconds: number))
        #expect(!line.words(at: "provenance.derived").contains("created_at"))
        #expect(line.value(at: "provenance.residue.created_at") == nil)
        #expect(try registry.roundTrip(task, of: .aceData) == task)
    }

    /// The way back would not give the same digits, so the number stays where it is.
    @Test(
        arguments: [
            "-1", "-0", "-0.5", "1e9", "1.7E9", "1725077411.961e0", "253402300800", "99999999999999999999", "1e400",
        ])
    func otherNumbersStay(_ number: String) throws {
        let task = #"{"id":"t","created_at":\#(number),"request":{}}"#
        let line = try registry.converted(task)
        #expect(line["created_at"] == nil)
        #expect(line.value(at: "provenance.residue.created_at")?.description == number)
        #expect(try registry.roundTrip(task, of: .aceData) == task)
    }

    @Test func `text is a date already, and stays text`() throws {
        let task = #"{"id":"t","created_at":"2025-01-21T00:00:00.000Z","request":{}}"#
        let line = try registry.converted(task)
        #expect(line["created_at"]?.text == "2025-01-21T00:00:00.000Z")
        #expect(line.words(at: "provenance.derived").contains("created_at"))
        #expect(try registry.roundTrip(task, of: .aceData) == task)
    }

    @Test(arguments: ["null", "true", "[]", "{}"])
    func otherKindsStay(_ value: String) throws {
        let task = #"{"id":"t","created_at":\#(value),"request":{}}"#
        #expect(try registry.converted(task)["created_at"]?.isNull ?? true)
        #expect(try registry.roundTrip(task, of: .aceData) == task)
    }
}
