import AgentsCore

extension FaultPlan {
    private static let maximumRules = 100

    /// Reads a plan.
    ///
    /// ```json
    /// {"seed": 7, "faults": [
    ///   {"route": "POST /v1/generations", "rate": 0.1, "status": 503, "retry_after": 2},
    ///   {"rate": 0.01, "kind": "stall"}
    /// ]}
    /// ```
    ///
    /// Without a route a fault can befall every part of the simulated service. The kinds are `status` (meant if none is
    /// given), `stall`, `reset` and `lose-reply`. The new plan replaces the old one; no faults end it.
    ///
    /// - Parameter body: The plan as a JSON document.
    /// - Throws: ``Rejection`` if it is none.
    init(json body: [UInt8]) throws(Rejection) {
        var record = JSONRecord(limits: JSONLimits(depth: 8, bytes: 1 << 16, values: 2000))
        do throws(JSONError) {
            try record.load(body)
        } catch {
            throw Rejection(422, "\(error.code): \(error.reason)")
        }
        let faults = record["faults"]
        guard record.has(faults, .array), record.count(faults) <= Self.maximumRules else {
            throw Rejection(422, "faults: an array of at most \(Self.maximumRules) faults is required")
        }
        let seed = record["seed"]
        guard !seed.isPresent || record.integer(seed) != nil else {
            throw Rejection(422, "seed: must be an integer")
        }
        var rules: [Rule] = []
        var fault = record.first(in: faults)
        while fault.isPresent {
            rules.append(try Self.rule(fault, in: record, "faults[\(rules.count)]"))
            fault = record.next(after: fault, in: faults)
        }
        self.init(rules, seed: UInt64(bitPattern: Int64(record.integer(seed) ?? 0)))
    }

    private static func rule(
        _ ref: JSONRef, in record: borrowing JSONRecord, _ path: String
    ) throws(Rejection) -> Rule {
        let rate = record[ref, "rate"]
        guard record.has(rate, .number), let rate = Double(record.json(rate)), (0...1).contains(rate) else {
            throw Rejection(422, "\(path).rate: a number from 0 to 1 is required")
        }
        let route = record[ref, "route"]
        let endpoint = Endpoint.allCases.first { $0.isSimulated && $0.name == record.string(route) }
        guard !route.isPresent || endpoint != nil else {
            let names = Endpoint.allCases.filter(\.isSimulated).map(\.name).joined(separator: ", ")
            throw Rejection(422, "\(path).route: must be one of: \(names)")
        }
        return Rule(endpoint: endpoint, rate: rate, fault: try fault(ref, in: record, path))
    }

    private static func fault(
        _ ref: JSONRef, in record: borrowing JSONRecord, _ path: String
    ) throws(Rejection) -> Fault {
        let kind = record[ref, "kind"]
        switch kind.isPresent ? record.string(kind) : "status" {
        case "stall": return .stall
        case "reset": return .reset
        case "lose-reply": return .loseReply
        case "status":
            guard let status = record.integer(record[ref, "status"]), (400...599).contains(status) else {
                throw Rejection(422, "\(path).status: an error from 400 to 599 is required")
            }
            let retryAfter = record[ref, "retry_after"]
            let seconds = record.integer(retryAfter)
            guard !retryAfter.isPresent || seconds.map({ (0...86_400).contains($0) }) == true else {
                throw Rejection(422, "\(path).retry_after: must be a number of seconds from 0 to 86400")
            }
            return .status(status, retryAfter: seconds)
        default: throw Rejection(422, "\(path).kind: must be one of: status, stall, reset, lose-reply")
        }
    }
}
