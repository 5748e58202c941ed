// Accounts of parts of a history, put together.

extension NormalizationTally {
    /// Whether there are so many different words that they should be added to others before more are counted.
    var isFull: Bool {
        max(states.distinct, types.distinct, models.distinct) >= WordCounts.standardCapacity || lost.isFull
    }

    /// Adds the accounts of the part that follows.
    mutating func add(_ part: borrowing NormalizationTally) {
        emptyEnvelopes += part.emptyEnvelopes
        written += part.written
        filtered += part.filtered
        ages.add(part.ages)
        for index in byShape.indices { byShape[index] += part.byShape[index] }
        for (code, count) in part.refused { refused[code, default: 0] += count }
        lost.add(part.lost)
        guard detailed else { return }
        for index in derived.indices { derived[index] += part.derived[index] }
        for shape in byRevision.indices {
            for index in byRevision[shape].indices { byRevision[shape][index] += part.byRevision[shape][index] }
        }
        states.add(part.states)
        types.add(part.types)
        models.add(part.models)
    }

    /// Forgets everything, and keeps the memory.
    mutating func reset() {
        (emptyEnvelopes, written, filtered) = (0, 0, 0)
        ages = RecordAges()
        for index in byShape.indices { byShape[index] = 0 }
        if !refused.isEmpty { refused.removeAll(keepingCapacity: true) }
        lost.reset()
        guard detailed else { return }
        for index in derived.indices { derived[index] = 0 }
        for shape in byRevision.indices {
            for index in byRevision[shape].indices { byRevision[shape][index] = 0 }
        }
        states.reset()
        types.reset()
        models.reset()
    }
}
