import AgentsCore
import Testing

@Suite struct JSONNumberTests {
    @Test(arguments: ["0", "-0", "1", "10", "1.0", "1.50", "1e5", "1E+05", "-12.5e-7", "1725077411.961", "1e999"])
    func keepsItsLexeme(_ lexeme: String) throws {
        let number = try #require(JSONNumber(lexeme: lexeme))
        #expect(number.lexeme == lexeme)
        #expect("\(number)" == lexeme)
    }

    @Test(arguments: [
        "", " ", "-", "+1", "01", "-01", ".5", "5.", "1e", "1e+", "1.e5", "0x10", "1_000", "NaN", "Infinity", "inf",
        " 1", "1 ", "1\n", "1\u{0}", "1,2", "null", "true", "\"1\"", "[1]", "١",
    ])
    func refusesWhatIsNoNumberOfJSON(_ lexeme: String) {
        #expect(JSONNumber(lexeme: lexeme) == nil)
    }

    @Test func isEqualIfWrittenAlike() {
        #expect(JSONNumber(1) == 1)
        #expect(JSONNumber(lexeme: "1.0") != 1)
        #expect(JSONNumber(lexeme: "1.0")?.double == JSONNumber(1).double)
    }

    @Test func givesTheNearestDouble() {
        #expect(JSONNumber(lexeme: "-0.25e1")?.double == -2.5)
        #expect(JSONNumber(lexeme: "1e999")?.double == .infinity)
        #expect(JSONNumber(lexeme: "1e-999")?.double == 0)
    }

    @Test(arguments: [0, -0.0, 0.1, -2, 1e16, 1e-7, .greatestFiniteMagnitude, .leastNonzeroMagnitude] as [Double])
    func writesDoublesSoThatTheyComeBack(_ value: Double) throws {
        let number = try #require(JSONNumber(value))
        #expect(JSONNumber(lexeme: number.lexeme) == number)
        #expect(number.double == value)
    }

    @Test func refusesDoublesThatJSONCannotWrite() {
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(-Double.infinity) == nil)
        #expect(JSONNumber(Double.nan) == nil)
    }

    @Test func writesIntegersToTheirLimits() {
        #expect(JSONNumber(Int.min).lexeme == "-9223372036854775808")
        #expect(JSONNumber(Int.max).lexeme == "9223372036854775807")
    }
}
