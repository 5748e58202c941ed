import AgentsCore

// The end of a run that is not in a hurry.

extension Submitter {
    /// Begins nothing more, and waits until what is on its way has come to its end.
    ///
    /// A submission that is cut off while it is sent would be in doubt, although it may well be paid for.
    ///
    /// - Parameter patience: How long to wait.
    func drain(within patience: Duration) async {
        isStopped = true
        setAlarm()
        let (idle, continuation) = AsyncStream.makeStream(of: Never.self)
        idleness = continuation
        if busyCount == 0 { continuation.finish() }
        let expiry = Task { [clock] in
            try? await clock.sleep(for: patience)
            continuation.finish()
        }
        for await _ in idle {}
        expiry.cancel()
        await storeDelivered()
    }

    /// Does something about a submission, to the end of which ``drain(within:)`` waits.
    ///
    /// - Parameter work: What is done.
    /// - Returns: What it returns.
    func counted<Result>(_ work: () async -> Result) async -> Result {
        busyCount += 1
        defer {
            busyCount -= 1
            if busyCount == 0 { idleness?.finish() }
        }
        return await work()
    }
}
