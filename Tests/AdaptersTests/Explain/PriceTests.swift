import Adapters
import AgentsCore
import Testing

/// Amounts of money: exact, and never more than there is room for.
@Suite struct PriceTests {
    @Test(arguments: [
        ("0", 0, "0.00"), ("0.0404", 4040, "0.0404"), ("0.3", 30_000, "0.30"), ("1.2", 120_000, "1.20"),
        ("12", 1_200_000, "12.00"), ("0.00001", 1, "0.00001"), ("0012.50", 1_250_000, "12.50"),
        ("1000000", 100_000_000_000, "1000000.00"),
    ])
    func aDecimalNumberIsReadAndWrittenExactly(_ text: String, _ units: Int, _ decimal: String) throws {
        let price = try #require(Price(text))
        #expect(price.units == units)
        #expect(price.decimal == decimal)
        #expect(price.description == "$\(decimal)")
    }

    @Test(arguments: [
        "", ".", "1.", ".5", "-1", "+1", "1e3", "0.000001", "1000000.00001", "99999999", "1,5", " 1", "1.2.3", "NaN",
        "٣",
    ])
    func anythingElseIsNoAmount(_ text: String) {
        #expect(Price(text) == nil)
    }

    /// Thirds and tenths of cents add up, as no binary fraction does.
    @Test func sumsAreExact() {
        let sum = (0..<1000).reduce(Price(units: 0)) { sum, _ in sum + Price(units: 4340) }
        #expect(sum.decimal == "43.40")
        #expect(sum == Price(units: 4340) * 1000)
    }

    @Test func amountsStopAtTheLargest() {
        let most = Price(units: .max)
        #expect(most + Price(units: 1) == most)
        #expect(most * 2 == most)
        #expect(Price(units: 5) * -1 == Price(units: 0))
        #expect(Price(units: -5) == Price(units: 0))
    }
}
