package import AgentsCore

// What every dialect does the same way when a task begins and goes on.

extension TaskRecord {
    /// Creates the record of a task that is about to be submitted.
    ///
    /// - Parameters:
    ///   - submission: What is submitted.
    ///   - facts: What the server knows of it.
    ///   - fractionDigits: Digits that the dialect's times have behind the point.
    ///   - shape: The shape of the dialect's record.
    ///   - residue: What that has beyond the canonical members.
    ///   - derived: Canonical members that it does not have in state `queued`.
    package init(
        queued submission: Submission, _ facts: SubmissionFacts, fractionDigits: Int, shape: WireShape,
        residue: [(key: String, json: String)], derived: CanonicalFields
    ) {
        let generation = Generation(
            id: facts.id,
            type: submission.request.type.isPresent ? submission.request.type : .value(.image),
            state: .value(.queued),
            model: submission.request.model,
            createdAt: .value(facts.time.rfc3339(fractionDigits: fractionDigits)),
            output: .value([]),
            failureReason: .null,
            failureCode: .null
        )
        self.init(generation, shape: shape, residue: residue, derived: derived)
    }

    /// Takes over what the Agents API says of a task; what the record says of its beginning stays.
    ///
    /// An end is final: whatever comes late and knows of none is passed over. Outputs count once the task is completed,
    /// because clients take any address for the end.
    ///
    /// - Parameter news: What the Agents API says now.
    /// - Returns: Whether the record took it over.
    package mutating func follow(_ news: Generation) -> Bool {
        let state = news.state.value ?? generation.state.value
        if generation.state.value?.isTerminal == true, state?.isTerminal != true { return false }
        if let state { generation.state = .value(state) }
        if let model = news.model.value { generation.model = .value(model) }
        generation.output = .value(state == .completed ? news.output.value ?? [] : [])
        generation.failureReason = news.failureReason.value.map { .value($0) } ?? .null
        generation.failureCode = news.failureCode.value.map { .value($0) } ?? .null
        return true
    }

    /// Whether the task has come to its end.
    package var isTerminal: Bool { generation.state.value?.isTerminal == true }
}

extension String {
    /// The text as a JSON string.
    package var jsonString: String {
        var buffer = ByteBuffer(capacity: utf8.count + 2)
        buffer.appendJSON(self)
        return buffer.text(0..<buffer.count)
    }
}
