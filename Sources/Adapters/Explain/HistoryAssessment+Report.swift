import AgentsCore

// The assessment of a history for programs and for people.

extension HistoryAssessment {
    /// The assessment for programs.
    package var report: ReportValue {
        .object([
            ("records", .integer(records)), ("requests", .integer(requests)),
            ("without_request", Self.counts(withoutEcho)), ("rejected", Self.counts(rejected)),
            (
                "policies",
                .object(policies.indices.map { (policies[$0].name, total(under: $0).report) })
            ),
            (
                "operations",
                .object(
                    operations.sorted { $0.key < $1.key }.map { name, verdicts in
                        (name, .object(policies.indices.map { (policies[$0].name, verdicts[$0].report) }))
                    })
            ),
            ("rules", .list(sortedRules.map(report))),
            ("refusals", .list(sortedRefusals.map(Self.report))),
            ("references", .integer(references)), ("prices", prices.origin),
        ])
    }

    private static func counts(_ counts: [String: Int]) -> ReportValue {
        .object(counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, .integer($0.value)) })
    }

    private func report(_ rule: RuleCount) -> ReportValue {
        .object([
            ("rule", .text(rule.row.key)), ("nearness", .text(rule.row.disposition.rawValue)),
            ("requests", .integer(rule.requests)),
            (
                "verdicts",
                .object(policies.map { ($0.name, .text($0.policy.verdict(on: rule.row).rawValue)) })
            ),
            ("reason", .text(rule.row.reason)), ("example", rule.example.report),
        ])
    }

    private static func report(_ refusal: (reason: String, count: Refusal)) -> ReportValue {
        [
            "reason": .text(refusal.reason), "requests": .integer(refusal.count.requests),
            "example": refusal.count.example.report,
        ]
    }

    /// The most frequent first.
    private var sortedRules: [RuleCount] {
        rules.values.sorted { ($1.requests, $0.row.key) < ($0.requests, $1.row.key) }
    }

    private var sortedRefusals: [(reason: String, count: Refusal)] {
        refusals.sorted { ($1.value.requests, $0.key) < ($0.value.requests, $1.key) }
            .map { ($0.key, $0.value) }
    }
}

// MARK: - For people

extension HistoryAssessment {
    /// The assessment for people.
    ///
    /// - Parameter style: How it is made readable on a terminal.
    /// - Returns: The text.
    package func text(_ style: ReportStyle = .plain) -> String {
        let missing = withoutEcho.values.reduce(0, +)
        let broken = rejected.values.reduce(0, +)
        var text =
            "\(requests) \(requests == 1 ? "request" : "requests") in \(records) \(records == 1 ? "record" : "records")\n"
        if missing > 0 { text += "Records that do not repeat their request: \(missing) (\(Self.list(withoutEcho)))\n" }
        if broken > 0 { text += "Parts of the input that are no record: \(broken) (\(Self.list(rejected)))\n" }
        guard requests > 0 else { return text + "There is no request to translate.\n" }
        text += "\nBy policy\n" + policyTable(style)
        text += "\nBy operation (exact / approximated / refused; price with \(policies[0].name))\n" + operationTable
        if !rules.isEmpty { text += "\nBy rule\n" + ruleTable(style) }
        if !refusals.isEmpty { text += "\nRefused whatever the policy\n" + refusalTable }
        if references > 0 {
            text +=
                "\nRequests that name another generation: \(references). They count as translated; the server refuses ids that\n"
            text += "only the legacy service knows.\n"
        }
        return text + "\nPrices: \(prices.source), \(prices.date), in US dollars; each request counted once.\n"
    }

    private static func list(_ counts: [String: Int]) -> String {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
            .joined(separator: ", ")
    }

    private func policyTable(_ style: ReportStyle) -> String {
        var table = TextTable([.left, .right, .right, .right, .right, .right, .right, .left])
        table.add("", "exact", "", "approximated", "", "refused", "", "estimated price of what is sent")
        for (index, entry) in policies.enumerated() {
            let verdicts = total(under: index)
            table.add(
                entry.name, "\(verdicts.exact)", percent(verdicts.exact), "\(verdicts.approximated)",
                percent(verdicts.approximated), "\(verdicts.refused)", percent(verdicts.refused), "\(verdicts.price)")
        }
        return table.text()
    }

    private func percent(_ part: Int) -> String {
        "\(part.tenthsOfPercent(of: requests)) %"
    }

    private var operationTable: String {
        var table = TextTable([.left, .right] + policies.map { _ in .right } + [.left])
        table.add(["", "requests"] + policies.map(\.name) + ["estimated price"])
        for (name, verdicts) in operations.sorted(by: { $0.key < $1.key }) {
            let count = verdicts[0].exact + verdicts[0].approximated + verdicts[0].refused
            table.add(
                [name, "\(count)"] + verdicts.map { "\($0.exact) / \($0.approximated) / \($0.refused)" }
                    + ["\(verdicts[0].price)"])
        }
        return table.text()
    }

    private func ruleTable(_ style: ReportStyle) -> String {
        var table = TextTable([.left, .right, .left] + policies.map { _ in .left } + [.left, .left])
        table.add(["", "requests", "nearness"] + policies.map(\.name) + ["for example", "reason"])
        for rule in sortedRules {
            table.add(
                [rule.row.key, "\(rule.requests)", rule.row.disposition.rawValue]
                    + policies.map { $0.policy.verdict(on: rule.row).rawValue }
                    + ["\(rule.example)", rule.row.reason])
        }
        return table.text { column, text in
            guard (3..<3 + policies.count).contains(column) else { return text }
            return text == "refuse" ? style.painted(text, .bad) : text
        }
    }

    private var refusalTable: String {
        var table = TextTable([.right, .left, .left])
        for refusal in sortedRefusals {
            table.add("\(refusal.count.requests)", "\(refusal.count.example)", refusal.reason)
        }
        return table.text()
    }
}

extension HistoryAssessment.Example: CustomStringConvertible {
    /// The place as text, as in `history.ndjson:12 keyframes.frame0`.
    package var description: String {
        let place = "\(file == "-" ? "line " : "\(file):")\(line)"
        return path.isEmpty ? place : "\(place) \(path)"
    }

    fileprivate var report: ReportValue {
        ["file": .text(file), "line": .integer(line), "path": .text(path)]
    }
}

extension HistoryAssessment.Verdicts {
    fileprivate var report: ReportValue {
        let all = exact + approximated + refused
        return .object([
            ("exact", .integer(exact)), ("exact_percent", .number(exact.tenthsOfPercent(of: all))),
            ("approximated", .integer(approximated)),
            ("approximated_percent", .number(approximated.tenthsOfPercent(of: all))), ("refused", .integer(refused)),
            ("refused_percent", .number(refused.tenthsOfPercent(of: all))), ("price", price.report),
        ])
    }
}

extension Int {
    /// The share of a whole in per cent with one digit behind the point, rounded; none of nothing is zero.
    func tenthsOfPercent(of whole: Int) -> String {
        guard whole > 0 else { return "0.0" }
        let (quotient, rest) = (self * 100).quotientAndRemainder(dividingBy: whole)
        let tenths = quotient * 10 + (rest * 10 + whole / 2) / whole
        return "\(tenths / 10).\(tenths % 10)"
    }
}
