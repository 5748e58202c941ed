/// The items of a history that comes in pieces, in the order of the input.
///
/// A piece is asked for when the ones before it are used up, so a slow source is followed line by line, and memory does not
/// grow with the input. Each iterator reads the pieces from their start, if they can be read again.
public struct HistoryItems<Chunks: Sequence>: Sequence where Chunks.Element: Collection<UInt8> {
    private let chunks: Chunks
    private let conversion: HistoryConversion

    init(_ chunks: Chunks, _ conversion: HistoryConversion) {
        self.chunks = chunks
        self.conversion = conversion
    }

    /// Begins with the first piece.
    public func makeIterator() -> Iterator {
        Iterator(chunks.makeIterator(), conversion)
    }

    /// One pass over a history.
    public struct Iterator: IteratorProtocol {
        private var chunks: Chunks.Iterator
        private let pass: ItemPass<Chunks.Element>

        init(_ chunks: Chunks.Iterator, _ conversion: HistoryConversion) {
            self.chunks = chunks
            pass = ItemPass(conversion)
        }

        /// The accounts so far: they reconcile with the items once the last one was taken.
        public var report: NormalizationReport { pass.report }

        /// The next record, or the next part that is none; nothing at the end of the input.
        public mutating func next() -> HistoryItem? {
            while true {
                if let item = pass.next() { return item }
                if pass.isOver { return nil }
                if let chunk = chunks.next() { pass.feed(chunk) } else { pass.finish() }
            }
        }
    }
}

@available(*, unavailable)
extension HistoryItems.Iterator: Sendable {}

extension HistoryItems: Sendable where Chunks: Sendable {}

extension HistoryConversion {
    /// Reads a history that comes in pieces, such as what a file gives at each read.
    ///
    /// Where the pieces are cut makes no difference.
    ///
    /// - Parameter chunks: The pieces of the input's text in their order.
    /// - Returns: Its records, and the parts that are none, in the order of the input.
    public func items<Chunks: Sequence>(of chunks: Chunks) -> HistoryItems<Chunks>
    where Chunks.Element: Collection<UInt8> {
        HistoryItems(chunks, self)
    }

    /// Reads a history that is there as a whole.
    ///
    /// - Parameter bytes: The text of the input.
    /// - Returns: Its records, and the parts that are none, in the order of the input.
    public func items<Bytes: Collection<UInt8>>(of bytes: Bytes) -> HistoryItems<CollectionOfOne<Bytes>> {
        HistoryItems(CollectionOfOne(bytes), self)
    }
}
