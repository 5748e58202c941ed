package import AgentsCore

/// Which of a caller's tasks are asked for where none is named: a page of them, the newest first.
package struct TaskQuery: Sendable, Equatable {
    /// The most tasks of the page.
    package let limit: Int
    /// Tasks that are newer and left out.
    package let offset: Int
    /// When the oldest of them was submitted at the earliest; nothing for no bound.
    package let createdFrom: WallTime?
    /// When the newest of them was submitted at the latest; nothing for no bound.
    package let createdUntil: WallTime?
    /// Whether the tasks are counted beyond the page, which takes longer the more there are.
    package let isCounted: Bool

    /// Creates a query.
    package init(
        limit: Int, offset: Int = 0, createdFrom: WallTime? = nil, createdUntil: WallTime? = nil,
        isCounted: Bool = false
    ) {
        self.limit = limit
        self.offset = offset
        self.createdFrom = createdFrom
        self.createdUntil = createdUntil
        self.isCounted = isCounted
    }

    /// Whether a task was submitted within the bounds.
    package func includes(_ time: WallTime) -> Bool {
        (createdFrom.map { $0 <= time } ?? true) && (createdUntil.map { time <= $0 } ?? true)
    }
}

/// The answer to a query.
package struct TaskPage: Sendable {
    /// What was asked for.
    package let query: TaskQuery
    /// The tasks, the newest first.
    ///
    /// They can be fewer than the limit although there are more behind them, because a page is bounded in bytes as well.
    package let records: [TaskRecord]
    /// Whether there are more behind them.
    package let hasMore: Bool
    /// How many there are in all; nothing unless the query counts them.
    package let total: Int?

    /// Creates a page.
    package init(of query: TaskQuery, _ records: [TaskRecord], hasMore: Bool, total: Int? = nil) {
        self.query = query
        self.records = records
        self.hasMore = hasMore
        self.total = total
    }
}
