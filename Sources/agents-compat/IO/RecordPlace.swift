import AgentsCore

/// Where a record stands in a history.
struct RecordPlace {
    /// The file, by its place in the list.
    let file: Int
    /// The line on which it starts, counted from 1.
    let line: Int
    /// Bytes before it.
    let byte: Int
    /// Bytes that ``write(to:)`` writes.
    static let size = 3 * 8

    init(file: Int, line: Int, byte: Int) {
        (self.file, self.line, self.byte) = (file, line, byte)
    }

    /// Reads what ``write(to:)`` wrote.
    init(_ source: borrowing ByteBuffer, at offset: Int) {
        file = source.number(at: offset)
        line = source.number(at: offset + 8)
        byte = source.number(at: offset + 16)
    }

    /// Appends the place as three numbers.
    func write(to output: inout ByteBuffer) {
        for number in [file, line, byte] { output.append(number: number) }
    }
}

extension ByteBuffer {
    /// A number that ``append(number:)`` wrote.
    func number(at offset: Int) -> Int { Int(bitPattern: UInt(word64(at: offset))) }

    /// Appends a number in eight bytes.
    mutating func append(number: Int) {
        for shift in stride(from: 0, to: 64, by: 8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
