import Adapters
import AgentsCore
import Testing

/// Times read back from the texts in which records keep them.
@Suite struct WallTimeParsingTests {
    @Test(
        arguments: [
            ("0", 0), ("5", 5_000_000), ("1725077411.961", 1_725_077_411_961_000), ("1.5", 1_500_000),
            ("1.000001", 1_000_001), ("1.0000019", 1_000_001), ("253402300799.999999", 253_402_300_799_999_999),
            ("999999999999", 253_402_300_799_999_999),
        ] as [(String, Int64)])
    func numbersAreRead(_ text: String, _ microseconds: Int64) {
        #expect(WallTime(decimalSeconds: text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", ".", "1.", ".5", "-1", "+1", "1e3", "1.5e3", "1.-5", "a", "1 ", "1000000000000", "1.00000000x",
    ])
    func otherSpellingsAreNot(_ text: String) {
        #expect(WallTime(decimalSeconds: text) == nil)
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2024-08-31T04:10:11.961Z", 1_725_077_411_961_000),
            ("2024-08-31T04:10:11.9610009Z", 1_725_077_411_961_000),
            ("2024-08-31T06:10:11.961000+02:00", 1_725_077_411_961_000),
        ] as [(String, Int64)])
    func datesAreRead(_ text: String, _ microseconds: Int64) {
        #expect(WallTime(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(arguments: ["", "1969-12-31T23:59:59Z", "2024-08-31", "2024-08-31T04:10:11", "2024-02-30T00:00:00Z"])
    func otherDatesAreNot(_ text: String) {
        #expect(WallTime(rfc3339: text) == nil)
    }

    @Test(arguments: [0, 1, 999_999, 1_725_077_411_961_999, 253_402_300_799_999_999] as [Int64])
    func writtenTimesComeBack(_ microseconds: Int64) {
        let time = WallTime(microseconds: microseconds)
        #expect(WallTime(decimalSeconds: time.decimalSeconds(fractionDigits: 6)) == time)
        #expect(WallTime(rfc3339: time.rfc3339(fractionDigits: 6)) == time)
    }
}
