import AgentsCore

/// Reads an answer line by line and piece by piece, as libcurl delivers it.
///
/// What frames the body or belongs to the connection is not among the fields of the answer.
struct ResponseReader {
    /// What is accepted.
    struct Limits: Sendable {
        /// The most bytes of the body.
        var bodyBytes: Int
        /// The most bytes of status lines and fields, interim answers included.
        var headerBytes: Int
        /// The most fields.
        var fields: Int
    }

    /// The answer as far as it has arrived.
    private(set) var response = HTTPResponse(0)
    /// Whether the answer was larger than allowed.
    private(set) var isTooLarge = false
    /// Whether the head of a final answer has arrived to its end, which libcurl does not insist on.
    var hasHead: Bool { !isHead && response.status >= 200 }
    private let limits: Limits
    private var headerBytes = 0
    private var fieldCount = 0
    private var isHead = true

    /// Creates a reader.
    init(_ limits: Limits) {
        self.limits = limits
    }

    /// Takes a line of the head, line break included.
    ///
    /// - Parameter line: The line.
    /// - Returns: Whether the answer is still within the limits.
    mutating func read(line: some BidirectionalCollection<UInt8>) -> Bool {
        headerBytes += line.count
        if line.starts(with: "HTTP/".utf8) {
            // An answer that follows an interim one begins anew.
            response = HTTPResponse(Self.status(line))
            isHead = true
            fieldCount = 0
        } else if isHead {
            readField(line)
        }
        isTooLarge = isTooLarge || headerBytes > limits.headerBytes || fieldCount > limits.fields
        return !isTooLarge
    }

    /// Takes a piece of the body.
    ///
    /// - Parameter bytes: The piece.
    /// - Returns: Whether the answer is still within the limits.
    mutating func read(body bytes: UnsafeRawBufferPointer) -> Bool {
        isHead = false
        guard bytes.count <= limits.bodyBytes - response.body.count else {
            isTooLarge = true
            return false
        }
        unsafe response.body.append(contentsOf: bytes)
        return true
    }

    private mutating func readField(_ line: some BidirectionalCollection<UInt8>) {
        let text = Self.trimmed(line[...])
        guard !text.isEmpty else {
            // Fields behind the body are none of the answer's.
            isHead = false
            return
        }
        // A line that begins with white space goes on with a value, which nobody should send any more.
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")), text.startIndex == line.startIndex else { return }
        let name = String(decoding: text[..<colon], as: UTF8.self)
        let value = String(decoding: Self.trimmed(text[text.index(after: colon)...]), as: UTF8.self)
        guard FieldSyntax.isToken(name), FieldSyntax.isValue(value), !FieldSyntax.isFraming(name) else { return }
        fieldCount += 1
        response.fields.append(name, value)
    }

    private static func status(_ line: some BidirectionalCollection<UInt8>) -> Int {
        let digits = line.drop { $0 != 0x20 }.dropFirst().prefix { 0x30...0x39 ~= $0 }
        return Int(String(decoding: digits, as: UTF8.self)) ?? 0
    }

    private static func trimmed<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bytes.SubSequence {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
        let rest = bytes.drop(while: isBlank)
        guard let last = rest.lastIndex(where: { !isBlank($0) }) else { return bytes[bytes.endIndex...] }
        return rest[...last]
    }
}
