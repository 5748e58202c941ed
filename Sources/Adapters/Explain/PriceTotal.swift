/// What several generations will cost together, as far as their requests tell.
package struct PriceTotal: Sendable, Equatable {
    /// The sum of what is known.
    package private(set) var known = Price(units: 0)
    /// Generations whose price depends on the length of a source, and the sum of their rates, by the rates' unit.
    package private(set) var rates: [PriceEstimate.Unit: (generations: Int, sum: Price)] = [:]
    /// Generations of which nothing is known.
    package private(set) var unknown = 0

    /// Creates the total of none.
    package init() {}

    /// Adds a generation.
    package mutating func add(_ estimate: PriceEstimate) {
        switch estimate {
        case .total(let price): known = known + price
        case .rate(let price, let unit):
            let before = rates[unit] ?? (0, Price(units: 0))
            rates[unit] = (before.generations + 1, before.sum + price)
        case .unknown: unknown += 1
        }
    }

    /// Adds all generations of another total.
    package mutating func add(_ other: PriceTotal) {
        known = known + other.known
        unknown += other.unknown
        for (unit, rate) in other.rates {
            let before = rates[unit] ?? (0, Price(units: 0))
            rates[unit] = (before.generations + rate.generations, before.sum + rate.sum)
        }
    }

    /// Compares totals.
    package static func == (left: PriceTotal, right: PriceTotal) -> Bool {
        left.known == right.known && left.unknown == right.unknown && left.rates.count == right.rates.count
            && left.rates.allSatisfy { $0.value == right.rates[$0.key] ?? (0, Price(units: 0)) }
    }
}

// MARK: - Reports

extension PriceEstimate: CustomStringConvertible {
    /// The estimate in words.
    package var description: String {
        switch self {
        case .total(let price): "\(price)"
        case .rate(let price, let unit): "\(price) for every \(unit.rawValue), whose length is unknown"
        case .unknown(let reason): "unknown: \(reason)"
        }
    }

    /// The estimate for programs: amounts are decimal numbers, exact in the digits they have.
    var report: ReportValue {
        switch self {
        case .total(let price): ["amount": .number(price.decimal)]
        case .rate(let price, let unit): ["rate": .number(price.decimal), "per": .text(unit.rawValue)]
        case .unknown(let reason): ["unknown": .text(reason)]
        }
    }
}

extension PriceTotal: CustomStringConvertible {
    /// The total in words, with what is not known of it.
    package var description: String {
        var parts = ["\(known)"]
        for unit in PriceEstimate.Unit.allCases {
            guard let rate = rates[unit] else { continue }
            parts.append("\(rate.sum) × every \(unit.rawValue) (\(rate.generations))")
        }
        if unknown > 0 { parts.append("unknown (\(unknown))") }
        return parts.joined(separator: " + ")
    }

    /// The total for programs.
    var report: ReportValue {
        var members: [(String, ReportValue)] = [("amount", .number(known.decimal))]
        let rates = PriceEstimate.Unit.allCases.compactMap { unit in
            self.rates[unit].map { rate -> ReportValue in
                [
                    "requests": .integer(rate.generations), "rate": .number(rate.sum.decimal),
                    "per": .text(unit.rawValue),
                ]
            }
        }
        if !rates.isEmpty { members.append(("rates", .list(rates))) }
        if unknown > 0 { members.append(("unknown", .integer(unknown))) }
        return .object(members)
    }
}
