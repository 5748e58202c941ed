import AgentsCore

// Times at which callbacks are due are the world's, so that they outlive a run; its clock can be set.

extension CallbackDispatcher {
    /// A smaller step is none: the clocks are not read at once.
    private static let tolerance = Duration.seconds(5)

    /// Brings callbacks in line with a clock that was set since the last look, or before this run.
    ///
    /// Those on their way stay claimed, so that no other of their tasks is sent beside them. If the clock was set back, all
    /// others are due now: when they were is not known any more.
    func followClock() async {
        let (time, now) = (clock.wallTime, clock.now)
        let last = lastLook
        lastLook = (time, now)
        let limit: WallTime?
        if let last {
            let step = (time - last.time) - (now - last.now)
            if step <= Self.tolerance && step >= .zero - Self.tolerance { return }
            limit = step < .zero ? time : nil
        } else {
            limit = time + options.schedule.longestWait
        }
        do throws(StoreError) {
            try await store.adjustCallbacks(
                underway: Array(deliveries.keys), until: time + options.claim, dueAfter: limit, at: time)
        } catch {
            lastLook = last
            log.error("cannot bring callbacks in line with the clock; trying again", ["error": "\(error)"])
        }
    }
}
