package import AgentsCore

extension Failure {
    /// The failure that an answer of the Agents API stands for.
    ///
    /// The API answers every error with a `detail`, a text or a list of faults. Whatever else comes, such as a page of a
    /// proxy, is not repeated.
    ///
    /// - Parameter response: An answer whose status is not the one that was hoped for.
    package init(agents response: HTTPResponse) {
        let detail = Self.detail(in: response.body)
        let status = response.status
        self.init(
            Self.code(status, detail ?? ""),
            detail ?? "the Agents API answered with status \(status) and no reason",
            upstreamStatus: status,
            retryAfter: RetryAfter(response)?.seconds
        )
        for name in Self.passedFields {
            guard let value = response.fields[name], Self.isPlain(value) else { continue }
            fields[name] = value
        }
    }

    /// Fields that say something to the caller: its rate limits, and the id to quote to the service's support.
    private static let passedFields = [
        "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Request-Id",
    ]

    private static func code(_ status: Int, _ detail: String) -> Code {
        status == 401 && detail.utf8.elementsEqual(expiredKey.utf8) ? .expiredToken : Code(status: status)
    }

    /// What the Agents API says of a key past its expiry; a revoked one is not told apart by the dialects.
    static let expiredKey = "API key has expired"

    /// Whether a field's value is short and plain enough to be handed on.
    private static func isPlain(_ value: String) -> Bool {
        value.utf8.count <= 200 && value.utf8.allSatisfy { 0x20...0x7E ~= $0 }
    }
}

// MARK: - The reason

extension Failure {
    /// Characters of a reason that are kept, and faults of a list.
    private static let limits = (message: 1000, faults: 8)

    /// The text of `detail`, on one line and no longer than it may be.
    private static func detail(in body: [UInt8]) -> String? {
        var record = JSONRecord(limits: JSONLimits(depth: 16, bytes: 256 << 10, values: 4096))
        do throws(JSONError) {
            try record.load(body)
        } catch {
            return nil
        }
        let detail = record["detail"]
        let text = record.string(detail) ?? faults(detail, of: record)
        return text.map(oneLine).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The texts of a list of faults, each with its place in front: `body.video.loop: Field required`.
    private static func faults(_ list: JSONRef, of record: borrowing JSONRecord) -> String? {
        guard record.has(list, .array) else { return nil }
        var texts: [String] = []
        var fault = record.first(in: list)
        while fault.isPresent, texts.count < limits.faults {
            if let text = record.string(record[fault, "msg"]) {
                let place = place(record[fault, "loc"], of: record)
                texts.append(place.isEmpty ? text : "\(place): \(text)")
            }
            fault = record.next(after: fault, in: list)
        }
        return texts.joined(separator: "; ")
    }

    private static func place(_ list: JSONRef, of record: borrowing JSONRecord) -> String {
        guard record.has(list, .array) else { return "" }
        var steps: [String] = []
        var step = record.first(in: list)
        while step.isPresent, steps.count < 16 {
            steps.append(record.string(step) ?? record.json(step))
            step = record.next(after: step, in: list)
        }
        return steps.joined(separator: ".")
    }

    /// The text without control characters, cut to what a message may hold.
    package static func oneLine(_ text: String) -> String {
        let plain = text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? " " : scalar
        }
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: plain.prefix(limits.message))
        if plain.count > limits.message { kept.append("…") }
        return String(kept)
    }
}
