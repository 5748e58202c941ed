import Adapters

@testable import CompatServer

/// A task as ``TaskLife`` has it, with its callbacks: what a store is held against.
///
/// Pure: it is told what happens, and says where that leads.
struct TaskLifeModel: Sendable, Hashable {
    /// An event that has no place where the task stands.
    struct IllegalChange: Error, Sendable, Equatable {
        let place: TaskLife.Place
        let event: TaskLife.Event
    }

    /// Where it stands.
    private(set) var place = TaskLife.Place.none
    /// Who was told of it.
    var callbacks = CallbackLife()

    /// An event happens.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - step: What is told with the change, if anything is.
    /// - Throws: ``IllegalChange``; nothing has changed then.
    mutating func undergo(_ event: TaskLife.Event, telling step: Callback.Step? = nil) throws(IllegalChange) {
        guard let next = TaskLife.place(after: event, from: place) else {
            throw IllegalChange(place: place, event: event)
        }
        place = next
        if next == .none || next == .deleted { callbacks = CallbackLife() }
        if let step { callbacks.post(step) }
    }

    /// The Agents API says that work goes on.
    ///
    /// - Parameter step: What is told, if anything is.
    /// - Throws: ``IllegalChange`` unless the task was accepted.
    mutating func progress(telling step: Callback.Step?) throws(IllegalChange) {
        guard place == .accepted else { throw IllegalChange(place: place, event: .accepted) }
        if let step { callbacks.post(step) }
    }
}
