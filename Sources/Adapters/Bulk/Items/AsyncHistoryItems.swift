/// The items of a history that arrives over time, in the order of the input.
///
/// The source is asked for more when what came before is used up: it is never read ahead of whoever takes the items. An error
/// of the source ends the sequence and is thrown as it is. A task that is cancelled gets no further item; what was cut off by
/// that is neither handed out nor refused, so the accounts do not reconcile with a whole input then.
public struct AsyncHistoryItems<Chunks: AsyncSequence>: AsyncSequence where Chunks.Element: Collection<UInt8> {
    /// What the source throws.
    public typealias Failure = Chunks.Failure

    private let chunks: Chunks
    private let conversion: HistoryConversion

    init(_ chunks: Chunks, _ conversion: HistoryConversion) {
        self.chunks = chunks
        self.conversion = conversion
    }

    /// Begins with the next piece of the source.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(chunks.makeAsyncIterator(), conversion)
    }

    /// One pass over a history.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private var chunks: Chunks.AsyncIterator
        private let pass: ItemPass<Chunks.Element>

        init(_ chunks: Chunks.AsyncIterator, _ conversion: HistoryConversion) {
            self.chunks = chunks
            pass = ItemPass(conversion)
        }

        /// The accounts so far: they reconcile with the items once the last one was taken.
        public var report: NormalizationReport { pass.report }

        /// The next record, or the next part that is none; nothing at the end of the input, or in a cancelled task.
        ///
        /// - Parameter actor: The actor that waits.
        /// - Returns: The item.
        /// - Throws: What the source throws.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(Failure) -> HistoryItem? {
            while true {
                if Task.isCancelled { pass.stop() }
                if let item = pass.next() { return item }
                if pass.isOver { return nil }
                do throws(Failure) {
                    let chunk = try await chunks.next(isolation: actor)
                    // A source that ends because of that has not come to its end.
                    if Task.isCancelled { continue }
                    if let chunk { pass.feed(chunk) } else { pass.finish() }
                } catch {
                    pass.stop()
                    throw error
                }
            }
        }
    }
}

@available(*, unavailable)
extension AsyncHistoryItems.AsyncIterator: Sendable {}

extension AsyncHistoryItems: Sendable where Chunks: Sendable {}

extension HistoryConversion {
    /// Reads a history that arrives in pieces, such as the body of a request.
    ///
    /// Where the pieces are cut makes no difference.
    ///
    /// - Parameter chunks: The pieces of the input's text in their order.
    /// - Returns: Its records, and the parts that are none, in the order of the input.
    public func items<Chunks: AsyncSequence>(of chunks: Chunks) -> AsyncHistoryItems<Chunks>
    where Chunks.Element: Collection<UInt8> {
        AsyncHistoryItems(chunks, self)
    }

    /// Reads a history that arrives byte by byte, such as `FileHandle.AsyncBytes`.
    ///
    /// - Parameter bytes: The bytes of the input's text.
    /// - Returns: Its records, and the parts that are none, in the order of the input.
    public func items<Bytes: AsyncSequence>(of bytes: Bytes) -> AsyncHistoryItems<AsyncLineChunks<Bytes>>
    where Bytes.Element == UInt8 {
        AsyncHistoryItems(AsyncLineChunks(bytes), self)
    }
}
