/// Bytes in pieces that end where a line does, or where a piece is long enough.
///
/// So a line is handed on when it is complete, and a byte costs no more than a call.
public struct AsyncLineChunks<Bytes: AsyncSequence>: AsyncSequence where Bytes.Element == UInt8 {
    /// What the bytes' source throws.
    public typealias Failure = Bytes.Failure

    private let bytes: Bytes

    init(_ bytes: Bytes) {
        self.bytes = bytes
    }

    /// Begins with the next byte.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(bytes.makeAsyncIterator())
    }

    /// One pass over the bytes.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private static var longest: Int { 64 << 10 }

        private var bytes: Bytes.AsyncIterator

        init(_ bytes: Bytes.AsyncIterator) {
            self.bytes = bytes
        }

        /// The next piece; nothing at the end.
        ///
        /// - Parameter actor: The actor that waits.
        /// - Returns: The piece, which is never empty.
        /// - Throws: What the source throws.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(Failure) -> [UInt8]? {
            var piece: [UInt8] = []
            while piece.count < Self.longest, let byte = try await bytes.next(isolation: actor) {
                piece.append(byte)
                if byte == UInt8(ascii: "\n") { break }
            }
            return piece.isEmpty ? nil : piece
        }
    }
}

@available(*, unavailable)
extension AsyncLineChunks.AsyncIterator: Sendable {}

extension AsyncLineChunks: Sendable where Bytes: Sendable {}
