import AgentsCore
import Testing

/// Which texts are numbers, and that they stay as they are written.
@Suite struct JSONNumberTextTests {
    static let accepted = [
        "0", "-0", "1", "-1", "9", "10", "-10", "123456789", "0.0", "-0.0", "0.5", "1.0", "1.50", "10.01", "0.000000",
        "1e1", "1E1",
        "1e+1", "1e-1", "1E+1", "1E-1", "0e0", "0E+0", "-0e-0", "0e1", "1e00", "1e01", "1.5e10", "1.5E-10", "-1.5e+10",
        "1e999",
        "-1e999", "1e-999", "123e65", "123.456e78", "0e+999999999999", "1725077411.961", "1736261321.970",
        "20000000000000000000",
        "-9223372036854775809", "18446744073709551616", "1.7976931348623157e308", "1.7976931348623159e308", "5e-324",
        "1e-400",
        "0.1000000000000000055511151231257827021181583404541015625",
        "100000000000000000000000000000000000000000000000000",
        "-0.000000000000000000000000000000000000000000000000000000000000000000000000000000001",
    ]

    static let refused = [
        // Something is missing.
        Refusal("-", at: 1), Refusal("-x", at: 1), Refusal("--1", at: 1), Refusal("-.5", at: 1), Refusal("-e1", at: 1),
        Refusal("- 1", at: 1),
        Refusal("1.", at: 2), Refusal("0.", at: 2), Refusal("-0.", at: 3), Refusal("1.e1", at: 2),
        Refusal("1.x", at: 2), Refusal("1. 5", at: 2),
        Refusal("1e", at: 2), Refusal("1E", at: 2), Refusal("1e+", at: 3), Refusal("1e-", at: 3),
        Refusal("1.5e", at: 4), Refusal("1e.5", at: 2),
        Refusal("1ee1", at: 2), Refusal("1e+-1", at: 3), Refusal("1e x", at: 2), Refusal("0e", at: 2),
        Refusal("0.0e+", at: 5),
        // Something is too much.
        Refusal("00", at: 1), Refusal("01", at: 1), Refusal("-00", at: 2), Refusal("-01", at: 2), Refusal("012", at: 1),
        Refusal("-012.5", at: 2),
        Refusal("1.5.5", at: 3), Refusal("1..5", at: 2), Refusal("1e1.5", at: 3), Refusal("1e1e1", at: 3),
        Refusal("1-1", at: 1), Refusal("1+1", at: 1),
        Refusal("1_000", at: 1), Refusal("1,000", at: 1), Refusal("1 000", at: 2), Refusal("1a", at: 1),
        Refusal("1d", at: 1), Refusal("1n", at: 1),
        Refusal("0x1F", at: 1), Refusal("0b1", at: 1), Refusal("0o7", at: 1), Refusal("1/2", at: 1),
        Refusal("100%", at: 3), Refusal("12 345", at: 3),
        // Something else.
        Refusal("+1", at: 0), Refusal("+0.5", at: 0), Refusal(".5", at: 0), Refusal(".", at: 0), Refusal("e1", at: 0),
        Refusal("E", at: 0),
        Refusal("NaN", at: 0), Refusal("-NaN", at: 1), Refusal("Infinity", at: 0), Refusal("-Infinity", at: 1),
        Refusal("1\u{0}", at: 1),
        Refusal("\u{661}", at: 0), Refusal("\u{FF11}", at: 0), Refusal("1\u{661}", at: 1), Refusal("\u{2212}1", at: 0),
        Refusal("1\u{0}0", at: 1),
    ]

    @Test(arguments: accepted)
    func numbersAreKeptDigitForDigit(_ number: String) throws {
        #expect(try compact(number) == number)
        #expect(try compact(" \(number)\n") == number)
        #expect(try compact("[\(number)]") == "[\(number)]")
        #expect(try compact("{\"a\": \(number) }") == "{\"a\":\(number)}")
        #expect(try compact("[ 0,\(number) ,-1]") == "[0,\(number),-1]")
    }

    @Test(arguments: refused)
    func otherTextsAreRefusedWhereTheyGoWrong(_ refusal: Refusal) {
        refusal.check()
    }

    @Test(arguments: refused)
    func theyAreRefusedInsideOfContainersToo(_ refusal: Refusal) {
        // In an array the comma would begin another element, and the space would end one.
        guard !refusal.bytes.contains(where: { $0 == UInt8(ascii: ",") }) else { return }
        Refusal(bytes("[", refusal.bytes, "]"), at: refusal.offset + 1).check()
        Refusal(bytes("{\"key\":", refusal.bytes, "}"), at: refusal.offset + 7).check()
    }

    @Test func theTablesAreNotEmpty() {
        #expect(Self.accepted.count == 48)
        #expect(Self.refused.count == 63)
    }

    @Test func theNumberMayBeOfAnyLength() throws {
        for size in [1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 255, 256, 4096, 100_000] {
            let digits = String(repeating: "7", count: size)
            for number in [digits, "-\(digits)", "0.\(digits)", "\(digits).\(digits)", "1e\(digits)", "1e-\(digits)"] {
                let isKept = try compact("[\(number)]") == "[\(number)]"
                #expect(isKept, "\(size) digits")
            }
        }
    }
}
