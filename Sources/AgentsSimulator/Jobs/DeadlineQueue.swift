/// Times to come, the earliest first: a binary heap.
struct DeadlineQueue: Sendable {
    private var heap: [Duration] = []

    /// Times that have not been reached.
    var count: Int { heap.count }

    /// Adds a time.
    mutating func insert(_ deadline: Duration) {
        heap.append(deadline)
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Forgets the times that have been reached.
    mutating func removeReached(by now: Duration) {
        while let first = heap.first, first <= now { removeFirst() }
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            let (left, right) = (2 * parent + 1, 2 * parent + 2)
            var least = parent
            if left < heap.count, heap[left] < heap[least] { least = left }
            if right < heap.count, heap[right] < heap[least] { least = right }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
