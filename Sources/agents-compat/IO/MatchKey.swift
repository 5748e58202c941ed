import AgentsCore

/// What a record of two histories is matched by: its identifier, or all that it says if that is empty.
///
/// An empty identifier names no generation. Such records are one only if their canonical lines are, which neither loses one of
/// them nor depends on their order.
enum MatchKey {
    /// What no identifier begins with, because no text does.
    private static let mark: UInt8 = 0xFF

    /// Puts the key of a record into a buffer, and nothing else.
    ///
    /// - Parameters:
    ///   - id: Where its identifier lies in `ids`.
    ///   - ids: Holds that.
    ///   - line: Where its canonical line lies in `lines`.
    ///   - lines: Holds that.
    ///   - output: The buffer.
    static func write(
        _ id: Range<Int>, of ids: borrowing ByteBuffer, line: Range<Int>, of lines: borrowing ByteBuffer,
        to output: inout ByteBuffer
    ) {
        output.truncate(to: 0)
        if id.isEmpty {
            output.append(mark)
            output.append(lines, line.lowerBound, line.count)
        } else {
            output.append(ids, id.lowerBound, id.count)
        }
    }

    /// The identifier of a record with a key.
    static func id(_ key: Range<Int>, of source: borrowing ByteBuffer) -> String {
        key.isEmpty || source.byte(at: key.lowerBound) == mark ? "" : source.text(key)
    }
}
