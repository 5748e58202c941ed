extension TaskLife {
    /// Every change of place that there is.
    static let changes: [Change] = [
        change(.none, .submitted, .intent, "A submission is stored, before anything is sent."),
        change(.intent, .refused, .none, "The Agents API has refused it, or never saw it; its client is told so."),
        change(.intent, .accepted, .accepted, "The Agents API has accepted it."),
        change(
            .intent, .lost, .inDoubt, "The answer was lost, or a run ended before it came. It is never sent again."),
        change(
            .intent, .queued, .waiting,
            "There was no room for it, now or once more, and its client is told that it is queued."),
        change(
            .intent, .givenUp, .ended,
            "It had waited, and was refused when its turn came; or it ended before its acceptance could be stored."),
        change(.intent, .deleted, .deleted, "It had waited, and its client deletes it while it is on its way."),
        change(.waiting, .sent, .intent, "Its turn has come; it is sent next."),
        change(.waiting, .givenUp, .ended, "There was no room in time: it has failed, and was not sent."),
        change(.waiting, .deleted, .deleted, "Its client deletes it; it is not sent."),
        change(.accepted, .ended, .ended, "It is completed, or has failed."),
        change(.accepted, .givenUp, .ended, "It is not known any more, or did not end in time: it has failed."),
        change(.accepted, .deleted, .deleted, "Its client deletes it; the Agents API goes on with it."),
        change(
            .inDoubt, .givenUp, .ended,
            "The window is over: it has failed, and the reason says that its fate is unknown."),
        change(.inDoubt, .deleted, .deleted, "Its client deletes it."),
        change(.ended, .deleted, .deleted, "Its client deletes it."),
        change(.ended, .outlived, .deleted, "It is older than tasks are kept, and nobody waits to be told of it."),
        change(.deleted, .forgotten, .none, "Where tasks are kept for a time only: a day later its ids go as well."),
    ]

    private static func change(_ from: Place, _ event: Event, _ to: Place, _ occasion: String) -> Change {
        Change(from: from, event: event, to: to, occasion: occasion)
    }
}
