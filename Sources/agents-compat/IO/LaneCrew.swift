import Adapters
import AgentsCore
import HTTPTransport

/// Threads that convert the blocks of a history at the same time, handed out in the order of the input.
///
/// Each takes the next block and converts it as if it began between two documents. As soon as that turns out to be wrong too
/// often, blocks are handed out as they were read. Whoever takes the blocks is one of the threads: it converts as well
/// while the next one is not done, because to sleep and to be woken costs more than the rest of its work.
final class LaneCrew: Sendable {
    /// A lane that is passed from hand to hand.
    final class Box {
        var lane: HistoryLane
        fileprivate(set) var block: BlockSource.Block?
        fileprivate var isDone = false

        fileprivate init(_ lane: consuming HistoryLane) {
            self.lane = lane
        }
    }

    private struct Board {
        var idle: [Box]
        /// Boxes with blocks, in the order of the input.
        var queue: [Box] = []
        /// Whether somebody reads the next block; the order of the input is that of reading.
        var isReading = false
        var isOver = false
        var speculates = true

        /// A box for the next block, if it can be read now.
        mutating func beginReading() -> Box? {
            guard !isReading, !isOver, let box = idle.popLast() else { return nil }
            isReading = true
            return box
        }
    }

    /// What is to be done next.
    private enum Step {
        case fill(Box)
        case take(Box)
        case stop
    }

    /// Used by whoever reads, and so never waited for.
    private let source: Monitor<BlockSource>
    private let board: Monitor<Board>

    /// Creates a crew that has not started.
    ///
    /// - Parameters:
    ///   - threads: How many will work, the one that takes the blocks among them.
    ///   - source: What they read.
    ///   - lane: Makes a lane.
    init(threads: Int, _ source: consuming BlockSource, _ lane: () -> HistoryLane) {
        self.source = Monitor(source)
        // One for each thread, and two that are done while the one before them is not.
        board = Monitor(Board(idle: (0..<threads + 2).map { _ in Box(lane()) }))
    }

    /// Starts a thread; nothing is done without one.
    func start() -> Bool {
        ServiceThread.start("normalize") { self.work() }?.detach() != nil
    }

    /// The next block in the order of the input, when it is done; nothing at the end.
    func next() -> Box? {
        while true {
            let step = board.wait { board -> Step? in
                if let first = board.queue.first {
                    if first.isDone { return .take(board.queue.removeFirst()) }
                } else if board.isOver {
                    return .stop
                }
                // Blocks that are done must not wait for input that is slow to come.
                guard !board.isReading, !board.isOver, source.use({ $0.isReady }) else { return nil }
                return board.beginReading().map { .fill($0) }
            }
            switch step {
            case .fill(let box): fill(box)
            case .take(let box): return box
            case .stop: return nil
            }
        }
    }

    /// Takes back a box, and learns whether the next block begins between two documents.
    func put(_ box: Box, isBetweenDocuments: Bool) {
        board.change { board in
            board.idle.append(box)
            board.speculates = isBetweenDocuments
            return board.idle.count == 1
        }
    }

    /// Clears the line of progress.
    func finish() {
        source.use { $0.finish() }
    }

    private func work() {
        while true {
            let step = board.wait { board -> Step? in
                board.isOver ? .stop : board.beginReading().map { .fill($0) }
            }
            guard case .fill(let box) = step else { return }
            fill(box)
        }
    }

    /// Reads the next block into a box and converts it.
    private func fill(_ box: Box) {
        box.isDone = false
        box.block = source.use { $0.next(into: &box.lane) }
        var speculates = false
        board.change { board in
            board.isReading = false
            if box.block == nil {
                board.isOver = true
            } else {
                board.queue.append(box)
                speculates = board.speculates
            }
            return true
        }
        if box.block == nil { return }
        if speculates { box.lane.run() }
        board.change { board in
            box.isDone = true
            // The others are waited for in their turn.
            return board.queue.first === box
        }
    }
}
