package import AgentsCore

/// A task's place in an order by time, such as that in which tasks were submitted or have ended.
package struct TaskPlace: Sendable, Equatable {
    /// The task's own id.
    package let id: String
    /// When it was submitted, or has ended.
    package let time: WallTime

    /// Creates a place.
    package init(id: String, time: WallTime) {
        self.id = id
        self.time = time
    }

    /// The place behind all tasks of a time.
    static func last(at time: WallTime) -> TaskPlace {
        // Nothing is behind the last character there is.
        TaskPlace(id: "\u{10FFFF}", time: time)
    }
}
