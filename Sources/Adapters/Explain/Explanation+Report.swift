import AgentsCore

// Explanations for programs and for people.

extension Explanation {
    /// The explanation for programs.
    package var report: ReportValue {
        .object([
            ("dialect", .text("\(dialect)")), ("operation", .text(operation)),
            ("verdict", .text(isAccepted ? "accepted" : "refused")), ("refusal", failure?.report ?? .null),
            ("upstream", upstreamReport), ("ledger", .list(ledger.map(\.report))),
            ("price", price?.report ?? .null), ("prices", prices.origin), ("answer", answer.report),
        ])
    }

    private var upstreamReport: ReportValue {
        guard let body else { return .null }
        return [
            "method": .text(Self.upstream.method.rawValue), "path": .text(Self.upstream.path), "body": .json(body),
        ]
    }

    /// The explanation for people.
    ///
    /// - Parameter style: How it is made readable on a terminal.
    /// - Returns: The text.
    package func text(_ style: ReportStyle = .plain) -> String {
        var text = "\(dialect) \(operation): \(verdict(style))\n"
        if let body {
            text += "\nUpstream request\n  \(Self.upstream.method.rawValue) \(Self.upstream.path)\n"
            text += "  \(style.document(body))\n"
        }
        if !ledger.isEmpty { text += "\nLedger\n" + ledgerTable(style) }
        if let price { text += "\nEstimated price (\(prices.source), \(prices.date))\n  \(price)\n" }
        return text + "\nWhat the client gets\n" + answer.text(style)
    }

    private func verdict(_ style: ReportStyle) -> String {
        guard let failure else { return style.painted("accepted", .good) }
        let rule = failure.rule.map { " by \($0)" } ?? ""
        return "\(style.painted("refused", .bad))\(rule): \(failure.message.printable)"
    }

    private func ledgerTable(_ style: ReportStyle) -> String {
        var table = TextTable([.left, .left, .left, .left, .left])
        for entry in ledger {
            let kind = entry.verdict == .refuse ? "\(entry.kind.rawValue) (refused)" : entry.kind.rawValue
            table.add(kind, "\(entry.path)".cut(to: 60), entry.change, entry.rule, entry.reason)
        }
        return table.text { column, text in
            guard column == 0 else { return text }
            return style.painted(text, text.hasSuffix("(refused)") ? .bad : text == "renamed" ? .good : .notable)
        }
    }
}

extension Explanation.Answer {
    fileprivate var report: ReportValue {
        switch self {
        case .now(let response), .refusal(let response):
            [
                "when": .text("now"), "status": .integer(response.status), "body": .document(response.body),
                "placeholders": .flag(response.hasPlaceholders),
            ]
        case .atTheEnd(let patience):
            ["when": .text("at the end"), "within_seconds": .integer(Int(patience.components.seconds))]
        }
    }

    fileprivate func text(_ style: ReportStyle) -> String {
        switch self {
        case .now(let response), .refusal(let response):
            let note = "  Ids and times of zero are placeholders: the server assigns them.\n"
            return "  \(response.status) \(style.document(String(decoding: response.body, as: UTF8.self)))\n"
                + (response.hasPlaceholders ? note : "")
        case .atTheEnd(let patience):
            let seconds = patience.components.seconds
            return "  Nothing until the generation has ended; after \(seconds) s a timeout, and the task goes on.\n"
        }
    }
}

extension HTTPResponse {
    /// Whether something stands in the body in place of what only a server knows.
    fileprivate var hasPlaceholders: Bool {
        String(decoding: body, as: UTF8.self).contains(Explainer.placeholder)
    }
}

extension Failure {
    /// The failure for programs.
    fileprivate var report: ReportValue {
        var members: [(String, ReportValue)] = [("code", .text("\(code)")), ("reason", .text(message))]
        if let rule { members.append(("rule", .text(rule))) }
        if let path, !path.isRoot { members.append(("path", .text("\(path)"))) }
        return .object(members)
    }
}

extension PriceTable {
    /// What the figures are, for programs.
    var origin: ReportValue {
        ["currency": .text("USD"), "date": .text(date), "source": .text(source)]
    }
}
