/// What came first goes first, without moving the rest each time.
struct Queue<Element: Sendable>: Sendable {
    private var items: [Element] = []
    private var head = 0

    /// Whether nothing waits.
    var isEmpty: Bool { head == items.count }

    /// How many wait.
    var count: Int { items.count - head }

    /// What came first.
    var first: Element? { isEmpty ? nil : items[head] }

    /// What came last.
    var last: Element? { isEmpty ? nil : items.last }

    /// Adds something at the end.
    mutating func append(_ element: Element) {
        items.append(element)
    }

    /// Takes what came first.
    mutating func popFirst() -> Element? {
        guard let first else { return nil }
        head += 1
        // Half of the places at least are given back with each move, so that each element is moved once on average.
        if head * 2 > items.count {
            items.removeFirst(head)
            head = 0
        }
        return first
    }

    /// Takes what came last.
    mutating func popLast() -> Element? {
        isEmpty ? nil : items.popLast()
    }
}
