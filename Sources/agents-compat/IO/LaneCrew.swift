import Adapters
import AgentsCore
import HTTPTransport

/// Threads that convert the blocks of a history at the same time, handed out in the order of the input.
///
/// Each takes the next block and converts it as if it began between two documents. As soon as that turns out to be wrong too
/// often, blocks are handed out as they were read.
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
        var isOver = false
        var speculates = true
    }

    private let source: Monitor<BlockSource>
    private let board: Monitor<Board>

    /// Creates a crew that has not started.
    ///
    /// - Parameters:
    ///   - threads: How many will work.
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
        board.wait { board -> Box?? in
            guard let first = board.queue.first else { return board.isOver ? .some(nil) : .none }
            return first.isDone ? .some(board.queue.removeFirst()) : .none
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
        while let box = takeIdle(), read(box) {
            if board.use({ $0.speculates }) { box.lane.run() }
            board.change { board in
                box.isDone = true
                // The others are waited for in their turn.
                return board.queue.first === box
            }
        }
    }

    /// A box to fill; nothing if the input is over.
    private func takeIdle() -> Box? {
        board.wait { board -> Box?? in
            if board.isOver { return .some(nil) }
            guard let box = board.idle.popLast() else { return .none }
            return .some(box)
        }
    }

    /// Reads the next block into a box, and returns whether there is one.
    private func read(_ box: Box) -> Bool {
        source.use { source in
            box.isDone = false
            box.block = source.next(into: &box.lane)
            board.change { board in
                if box.block == nil {
                    board.isOver = true
                } else {
                    board.queue.append(box)
                }
                return board.isOver
            }
            return box.block != nil
        }
    }
}
