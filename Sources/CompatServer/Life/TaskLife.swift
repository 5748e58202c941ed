/// The life of a task, between its client, the Agents API and whoever is called back: where it can stand, and the ways between.
///
/// What has no place in a stage is refused, by the store as well: it keeps no change of a stage that is not among ``changes``.
enum TaskLife {
    /// Where a task stands.
    enum Place: String, Sendable, Hashable, CaseIterable {
        /// There is no such task.
        case none
        /// Written down, and not known to have been sent.
        case intent
        /// Not sent yet, because the Agents API had no room for it.
        case waiting
        /// Accepted by the Agents API.
        case accepted
        /// Sent, and nobody knows whether it arrived.
        case inDoubt = "in_doubt"
        /// In its final state.
        case ended
        /// Only its ids are left.
        case deleted
    }

    /// What can happen to a task.
    enum Event: String, Sendable, Hashable, CaseIterable {
        /// A client submits it.
        case submitted
        /// The Agents API refuses it, or cannot be reached.
        case refused
        /// The Agents API accepts it.
        case accepted
        /// Nobody will know whether the Agents API has accepted it.
        case lost
        /// The Agents API has no room for it.
        case queued
        /// It is sent once more.
        case sent
        /// The Agents API says its final state.
        case ended
        /// The server gives it up.
        case givenUp = "given up"
        /// Its client deletes it.
        case deleted
        /// It is older than tasks are kept.
        case outlived
        /// Nobody asks after its ids any more.
        case forgotten
    }

    /// A change of place, and when it happens.
    struct Change: Sendable, Hashable {
        let from: Place
        let event: Event
        let to: Place
        /// When it happens, for the documentation.
        let occasion: String
    }

    /// Where an event leads; nothing if it has no place there.
    static func place(after event: Event, from place: Place) -> Place? {
        changes.first { $0.from == place && $0.event == event }?.to
    }

    /// The places from which a task comes to one, itself among them while it can be stored anew there.
    ///
    /// A task that has ended stays as it is.
    static func origins(of place: Place) -> Set<Place> {
        let origins = Set(changes.filter { $0.to == place }.map(\.from))
        return [.intent, .waiting, .accepted, .inDoubt].contains(place) ? origins.union([place]) : origins
    }
}
