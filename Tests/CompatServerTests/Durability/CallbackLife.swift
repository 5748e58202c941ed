import Adapters

@testable import CompatServer

/// What became of the callbacks of one task, as a model.
///
/// Pure, and the rules that a ``CallbackOutbox`` keeps: each step is told once, a later step makes earlier ones out of date,
/// and one callback at a time is on its way.
struct CallbackLife: Sendable, Hashable {
    /// What became of each step that was to be told.
    private(set) var states: [Callback.Step: StoredCallback.State] = [:]
    /// The step that is on its way.
    private(set) var underway: Callback.Step?

    /// A step is to be told with the change that it tells.
    ///
    /// - Parameter step: The step.
    /// - Returns: Whether it is told: not if it is already, or a later one is.
    @discardableResult
    mutating func post(_ step: Callback.Step) -> Bool {
        guard states.keys.allSatisfy({ $0.rawValue < step.rawValue }) else { return false }
        for (earlier, state) in states where state == .pending || state == .dead { states[earlier] = .superseded }
        states[step] = .pending
        return true
    }

    /// Hands out what is to be sent.
    ///
    /// - Returns: The step; nothing if there is none, or another one is on its way.
    mutating func claim() -> Callback.Step? {
        guard underway == nil, let step = states.first(where: { $0.value == .pending })?.key else { return nil }
        underway = step
        return step
    }

    /// An attempt has come to its end.
    ///
    /// - Parameter state: What the callback is then; one that was superseded meanwhile stays so, unless it was delivered.
    mutating func note(_ state: StoredCallback.State) {
        guard let step = underway else { return }
        underway = nil
        if states[step] == .pending || state == .delivered { states[step] = state }
    }

    /// Nothing is heard of what was handed out.
    mutating func lose() {
        underway = nil
    }

    /// Sends a callback again by hand that was given up or delivered.
    ///
    /// - Parameter step: The step.
    /// - Returns: Whether it is sent: not if a later one was to be told.
    mutating func replay(_ step: Callback.Step) -> Bool {
        let isReplayable = states[step] == .dead || states[step] == .delivered
        guard isReplayable, states.keys.allSatisfy({ $0.rawValue <= step.rawValue }) else { return false }
        states[step] = .pending
        return true
    }

    /// Whether nobody is to be told anything any more.
    var isSettled: Bool { !states.values.contains(.pending) }
}
