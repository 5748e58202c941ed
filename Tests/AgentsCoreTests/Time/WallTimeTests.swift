import AgentsCore
import Testing

@Suite struct WallTimeTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z", "0.000"),
        (1_725_077_411_961_234, "2024-08-31T04:10:11.961234Z", "1725077411.961"),
        (951_782_400_000_000, "2000-02-29T00:00:00.000000Z", "951782400.000"),
        (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z", "253402300799.999"),
    ])
    func `A time has its texts`(microseconds: Int64, text: String, seconds: String) {
        let time = WallTime(microseconds: microseconds)
        #expect(time.rfc3339(fractionDigits: 6) == text)
        #expect(time.rfc3339() == text.prefix(19) + "Z")
        #expect(time.decimalSeconds(fractionDigits: 3) == seconds)
    }

    @Test func `Times outside of what can be written are moved to its edge`() {
        #expect(WallTime(microseconds: -1) == WallTime(microseconds: 0))
        #expect(WallTime(microseconds: .max).rfc3339() == "9999-12-31T23:59:59Z")
        #expect(WallTime(seconds: .max).rfc3339() == "9999-12-31T23:59:59Z")
        #expect(WallTime(seconds: .min) == WallTime(seconds: 0))
        #expect(WallTime(microseconds: 5) + .seconds(-1) == WallTime(microseconds: 0))
    }

    @Test func `Durations lie between times`() {
        let time = WallTime(seconds: 1_725_077_411)
        #expect((time + .milliseconds(1500)) - time == .milliseconds(1500))
        #expect(time < time + .microseconds(1))
    }
}
