import AgentsCore

/// A document, or an element of an array, that goes on behind the window: says when scanning it again is worth the time.
///
/// Scanning it on every arrival would take quadratic time where a long document comes in small pieces; waiting for twice
/// as much alone would keep a document waiting that is complete. So its brackets are counted as they come.
struct OpenDocument {
    /// Documents up to this size are scanned on every arrival.
    private static let small = 64 << 10

    private var start: Int
    private var counted: Int
    /// Bytes of it when it was scanned last.
    private let scanned: Int
    private var depth = 0
    private var isInString = false

    /// Begins with a document at `start` that the window ends in.
    init(at start: Int, in source: borrowing ByteBuffer) {
        self.start = start
        counted = start
        scanned = source.count - start
    }

    /// Follows the window.
    mutating func move(by distance: Int) {
        start += distance
        counted += distance
    }

    /// Whether the document at `start` is this one and can be left alone for now.
    mutating func waits(at start: Int, in source: borrowing ByteBuffer, isAtEnd: Bool) -> Bool {
        guard start == self.start, !isAtEnd, source.count - start > Self.small else { return false }
        if source.count - start >= 2 * scanned { return false }
        return !closes(in: source)
    }

    /// Counts brackets up to the end of the window and returns whether they balance somewhere.
    private mutating func closes(in source: borrowing ByteBuffer) -> Bool {
        while counted < source.count {
            let byte = source.byte(at: counted)
            var ends = false
            if isInString {
                // An escape that the window cuts is counted with what follows.
                if byte == UInt8(ascii: "\\") {
                    if counted + 1 >= source.count { return false }
                    counted += 1
                }
                if byte == UInt8(ascii: "\"") {
                    isInString = false
                    ends = true
                }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    ends = true
                // A number or a word has no brackets, and ends before what follows it.
                case UInt8(ascii: ","), 0...0x20: ends = true
                default: break
                }
            }
            counted += 1
            if ends && depth <= 0 { return true }
        }
        return false
    }
}
