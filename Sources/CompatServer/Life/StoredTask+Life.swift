extension StoredTask {
    /// Brings the task to where an event leads it.
    ///
    /// An event that has no place in its stage leaves it there, as does a stage that only another version knows.
    ///
    /// - Parameter event: The event.
    /// - Returns: Whether it has a place.
    @discardableResult
    mutating func undergo(_ event: TaskLife.Event) -> Bool {
        guard let place = stage.place, let next = TaskLife.place(after: event, from: place),
            let stage = Stage(next)
        else { return false }
        self.stage = stage
        return true
    }
}

extension StoredTask.Stage {
    /// The stage of a task that stands somewhere; nothing where no task is stored.
    init?(_ place: TaskLife.Place) {
        switch place {
        case .none, .deleted: return nil
        case .intent, .waiting, .accepted, .inDoubt, .ended: self.init(rawValue: place.rawValue)
        }
    }

    /// Where a task stands in this stage; nothing if only another version knows.
    var place: TaskLife.Place? {
        Self.known.contains(self) ? TaskLife.Place(rawValue: rawValue) : nil
    }

    /// The stages in which a task may be that is stored in this one.
    var origins: Set<Self> {
        Set(place.map(TaskLife.origins)?.compactMap(Self.init) ?? [])
    }
}
