/// An amount of US dollars, exact to a hundred-thousandth.
///
/// Sums stop at the largest amount there is instead of running over: a table of prices may come from anywhere.
package struct Price: Sendable, Hashable, Comparable {
    /// Hundred-thousandths of a dollar; never negative.
    package let units: Int

    /// Digits behind the point.
    private static let digits = 5
    private static let unitsOfDollar = 100_000

    /// Creates an amount from hundred-thousandths of a dollar.
    package init(units: Int) {
        self.units = max(0, units)
    }

    /// Reads a decimal number, as in `0.0404`; nothing if it is negative, finer than a unit, or more than a million.
    package init?(_ decimal: String) {
        let parts = decimal.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1].count : 0
        guard (1...2).contains(parts.count), (1...7).contains(parts[0].count), fraction <= Self.digits,
            parts.count == 1 || fraction > 0
        else { return nil }
        var units = 0
        for byte in parts.joined() {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            units = units * 10 + Int(byte - UInt8(ascii: "0"))
        }
        for _ in fraction..<Self.digits { units *= 10 }
        guard units <= 1_000_000 * Self.unitsOfDollar else { return nil }
        self.units = units
    }

    /// Orders amounts.
    package static func < (left: Price, right: Price) -> Bool {
        left.units < right.units
    }

    /// The sum of two amounts.
    package static func + (left: Price, right: Price) -> Price {
        let (sum, overflow) = left.units.addingReportingOverflow(right.units)
        return Price(units: overflow ? .max : sum)
    }

    /// An amount several times.
    package static func * (price: Price, count: Int) -> Price {
        let (product, overflow) = price.units.multipliedReportingOverflow(by: max(0, count))
        return Price(units: overflow ? .max : product)
    }

    /// The amount as a decimal number with at least two digits behind the point.
    package var decimal: String {
        let text = String(units % Self.unitsOfDollar)
        var fraction = String(repeating: "0", count: Self.digits - text.count) + text
        while fraction.count > 2 && fraction.last == "0" { fraction.removeLast() }
        return "\(units / Self.unitsOfDollar).\(fraction)"
    }
}

extension Price: CustomStringConvertible {
    /// The amount with the sign of its currency, as in `$0.30`.
    package var description: String { "$\(decimal)" }
}
