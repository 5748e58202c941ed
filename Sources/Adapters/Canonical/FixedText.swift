import AgentsCore

/// Texts that are written again and again, laid out once in memory that can be copied in whole words.
struct FixedText: ~Copyable, Sendable {
    /// Where a text lies.
    struct Part: BitwiseCopyable, Sendable {
        fileprivate let start: Int
        fileprivate let count: Int
        /// A text without bytes.
        static var empty: Part { Part(start: 0, count: 0) }
    }

    private var bytes = ByteBuffer(capacity: 4096)

    /// Lays out a text.
    mutating func add(_ text: String) -> Part {
        add { $0.append(contentsOf: text.utf8) }
    }

    /// Lays out the text that `write` appends.
    mutating func add(_ write: (inout ByteBuffer) -> Void) -> Part {
        let start = bytes.count
        write(&bytes)
        return Part(start: start, count: bytes.count - start)
    }

    /// Appends a text.
    @inline(__always)
    func append(_ part: Part, to output: inout ByteBuffer) {
        output.append(short: bytes, part.start, part.count)
    }
}
