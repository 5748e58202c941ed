import AgentsCore

/// A job that was accepted.
///
/// Nothing ticks: what state it is in follows from its times whenever somebody asks.
struct Job: Sendable {
    /// The identifier.
    let id: Identifier
    /// Whose it is.
    let client: ClientID
    /// What is made.
    let kind: Generation.Kind
    /// The model that makes it.
    let model: GenerationModel
    /// When it was accepted, as it is told.
    let createdAt: WallTime
    /// When it was accepted, as it is measured.
    let start: Duration
    /// How long it waits and works.
    let schedule: Schedule
    /// Why it fails, if it is to.
    let failureCode: Generation.FailureCode?
    /// The files that it makes unless it fails, by their kind.
    let files: [StoredFile.Format]
    /// How often it was asked for.
    var polls = 0

    /// The state at a time.
    func state(at now: Duration) -> Generation.State {
        let age = now - start
        if let total = schedule.total, age >= total { return failureCode == nil ? .completed : .failed }
        return age < schedule.queued ? .queued : .processing
    }

    /// Whether it has ended at a time.
    func isTerminal(at now: Duration) -> Bool {
        schedule.total.map { now - start >= $0 } ?? false
    }

    /// What the service says about it in a state.
    ///
    /// - Parameters:
    ///   - state: The state.
    ///   - url: Makes the address of a file from its format and its number.
    /// - Returns: The generation.
    func generation(
        in state: Generation.State, url: (StoredFile.Format, Int) -> String = { _, _ in "" }
    ) -> Generation {
        Generation(
            id: id.description,
            type: .value(kind),
            state: .value(state),
            model: .value(model),
            createdAt: .value(createdAt.rfc3339()),
            output: .value(state == .completed ? outputs(url) : []),
            failureReason: failure(in: state).map { .value($0.reason) } ?? .null,
            failureCode: failure(in: state).map { .value($0) } ?? .null
        )
    }

    private func failure(in state: Generation.State) -> Generation.FailureCode? {
        state == .failed ? failureCode : nil
    }

    private func outputs(_ url: (StoredFile.Format, Int) -> String) -> [Generation.Output] {
        files.indices.map { index in
            Generation.Output(
                type: .value(files[index].outputKind),
                url: .value(url(files[index], index)),
                layer: kind == .layering ? .value(.sample(index, of: files.count)) : .absent
            )
        }
    }
}
