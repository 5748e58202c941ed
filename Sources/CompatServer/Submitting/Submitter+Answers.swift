import AgentsCore

// What becomes of answers.

extension Submitter {
    /// What became of an answer.
    enum Delivery: Sendable {
        /// The client has it.
        case delivered
        /// The client does not know what became of its task.
        case undelivered
        /// The client was told that its task has failed, in a way that it may take for a fault of the way.
        case failed
    }

    /// How long an answer may take to leave the process.
    private static let sendingTime = Duration.seconds(2)

    /// Notes what became of the answer to a submission.
    ///
    /// The store hears of it, too, but nobody waits for that: what is lost with a crash is a note that an answer has arrived.
    /// An answer that is handed over has not left the process yet; a run that is killed before it has must not leave a note
    /// that says so, or the client's retry would be paid again. So that note is stored a little later, unless a retry has
    /// asked for the answer again by then.
    func note(_ caller: RecentSubmissions.Caller, _ delivery: Delivery) {
        let now = clock.now
        let (answer, word): (RecentSubmissions.Answer, StoredSubmission.Answer) =
            switch delivery {
            case .delivered: (.delivered(at: now), .delivered)
            case .undelivered: (.undelivered, .undelivered)
            case .failed: (.failed(at: now), .failed)
            }
        guard recent.note(caller, answer, at: now) else { return }
        if delivery == .delivered {
            delivered[caller.id] = clock.wallTime
            if noting == nil { noting = Task { await noteDelivered() } }
        } else {
            store(word, of: caller)
        }
    }

    /// Notes that an answer has not arrived after all: a retry waits for it now.
    func takeBack(_ caller: RecentSubmissions.Caller) {
        if caller.hasJoined { store(.pending, of: caller) }
    }

    private func store(_ answer: StoredSubmission.Answer, of caller: RecentSubmissions.Caller) {
        delivered[caller.id] = nil
        let time = clock.wallTime
        Task {
            do throws(StoreError) {
                try await store.note(answer, of: caller.id, at: time)
            } catch {
                log.warn("cannot note what became of an answer", ["task": caller.id, "error": "\(error)"])
            }
        }
    }

    /// Stores of all answers together that they have left, a little later.
    private func noteDelivered() async {
        while !delivered.isEmpty {
            let answers = delivered
            try? await clock.sleep(until: clock.now + Self.sendingTime)
            // Some may have been joined meanwhile, or handed over again.
            await storeDelivered(answers.filter { delivered[$0.key] == $0.value })
        }
        noting = nil
    }

    /// Notes at once, before the process ends, that the answers that were handed over have left.
    func storeDelivered() async {
        await storeDelivered(delivered)
    }

    private func storeDelivered(_ answers: [String: WallTime]) async {
        for id in answers.keys { delivered[id] = nil }
        guard !answers.isEmpty else { return }
        do throws(StoreError) {
            try await store.noteDelivered(answers)
        } catch {
            log.warn("cannot note that answers have left", ["answers": "\(answers.count)", "error": "\(error)"])
        }
    }
}
