extension GenerationClient {
    /// Waits until a generation has ended.
    ///
    /// Statuses that pass, lost connections and silence are outlasted; the wait ends early if the key is refused, or three
    /// answers in a row know no such generation. Each question is sent once, whatever the ``RetryPolicy`` says: the next
    /// one is its repetition. States that are not known count as unfinished.
    ///
    /// - Parameters:
    ///   - generation: The generation as it started; it is asked after unless it has ended already.
    ///   - schedule: When to ask; if nothing is given, what the service recommends for this kind of generation.
    ///   - credential: A key of the account that created it; that of the options if there is none.
    ///   - requestID: A name for all requests in the logs of both sides; a random one for each if there is none.
    /// - Returns: The generation, `completed` or `failed`: look at its state.
    /// - Throws: ``ClientError``; its ``ClientError/lastSeen`` is what was known last.
    public func wait(
        for generation: Generation, schedule: WaitSchedule? = nil, as credential: Credential? = nil,
        requestID: String? = nil
    ) async throws(ClientError) -> Generation {
        guard !generation.hasEnded else { return generation }
        return try await wait(
            forID: generation.id, schedule ?? WaitSchedule(for: generation.type.value), credential, requestID,
            lastSeen: generation)
    }

    /// Waits until a generation has ended of which only the id is known.
    ///
    /// - Parameters:
    ///   - id: Its id.
    ///   - schedule: When to ask.
    ///   - credential: A key of the account that created it; that of the options if there is none.
    ///   - requestID: A name for all requests in the logs of both sides; a random one for each if there is none.
    /// - Returns: The generation, `completed` or `failed`: look at its state.
    /// - Throws: ``ClientError``; its ``ClientError/lastSeen`` is what was known last.
    public func wait(
        forID id: String, schedule: WaitSchedule = .video, as credential: Credential? = nil, requestID: String? = nil
    ) async throws(ClientError) -> Generation {
        try await wait(forID: id, schedule, credential, requestID, lastSeen: nil)
    }

    private func wait(
        forID id: String, _ schedule: WaitSchedule, _ credential: Credential?, _ requestID: String?,
        lastSeen: Generation?
    ) async throws(ClientError) -> Generation {
        var state = WaitState(schedule, now: clock.now)
        var lastSeen = lastSeen
        var lastError: ClientError?
        var questions = 0
        var verdict = WaitState.Verdict.ask(after: state.firstPause)
        while case .ask(let pause) = verdict {
            do {
                try await clock.sleep(for: pause)
            } catch {
                throw Self.ended(.cancelled, "the task was cancelled", lastError, lastSeen, questions)
            }
            questions += 1
            do throws(ClientError) {
                let patience = state.patience(options.timeout, at: clock.now)
                let generation = try await get(id, as: credential, requestID, .never, timeout: patience)
                if generation.hasEnded { return generation }
                (lastSeen, lastError) = (generation, nil)
                verdict = state.noteUnfinished(at: clock.now)
            } catch {
                lastError = error
                verdict = state.note(error, at: clock.now, random: random())
            }
        }
        if verdict == .giveUp, var error = lastError {
            (error.attempts, error.lastSeen) = (questions, lastSeen)
            throw error
        }
        let seen = lastSeen?.state.value.map { "it was \($0.rawValue) when it was last seen" } ?? "it was never seen"
        let trouble = lastError.map { "; the last question failed: \($0)" } ?? ""
        throw Self.ended(
            .deadlineExceeded, "the generation has not ended in time; \(seen)\(trouble)", lastError, lastSeen, questions
        )
    }

    private static func ended(
        _ code: ClientError.Code, _ reason: String, _ last: ClientError?, _ lastSeen: Generation?, _ questions: Int
    ) -> ClientError {
        var error = ClientError(code, response: last?.response, transportError: last?.transportError, reason)
        (error.requestID, error.retryAfter) = (last?.requestID, last?.retryAfter)
        (error.attempts, error.lastSeen) = (questions, lastSeen)
        return error
    }
}

extension Generation {
    /// Whether the service will not change the generation any more: its state is `completed` or `failed`.
    ///
    /// Source: Luma Agents API, polling guide.
    public var hasEnded: Bool { state == .value(.completed) || state == .value(.failed) }
}
