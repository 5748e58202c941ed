/// Items by the time at which they are due, the earliest first: a binary heap.
///
/// An entry is never changed; whoever takes one out checks whether it still holds.
struct DueQueue<Item: Sendable & Equatable>: Sendable {
    /// An item and a time.
    struct Entry: Sendable, Equatable {
        @Compact var due: Duration
        let item: Item

        /// Creates an entry.
        init(due: Duration, _ item: Item) {
            self.due = due
            self.item = item
        }
    }

    private var heap: [Entry] = []

    /// Entries, outdated ones among them.
    var count: Int { heap.count }

    /// The earliest entry.
    var first: Entry? { heap.first }

    /// Adds an entry.
    mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if heap[parent].due <= heap[child].due { break }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    /// Takes the earliest entry out if it is due.
    mutating func popDue(at now: Duration) -> Entry? {
        guard let first = heap.first, first.due <= now else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].due < heap[least].due { least = child }
            }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
