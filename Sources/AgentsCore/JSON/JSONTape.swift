/// What a JSON value is.
public enum JSONKind: UInt8, BitwiseCopyable, Sendable {
    /// A string.
    case string = 1
    /// A number.
    case number
    /// `true` or `false`.
    case bool
    /// `null`.
    case null
    /// An object.
    case object
    /// An array.
    case array
}

/// One value on the tape: where its key and its bytes lie.
///
/// The members of a container follow it.
@usableFromInline
package struct JSONNode: BitwiseCopyable, Sendable {
    /// Length and first three bytes of the key, 0 for elements of an array.
    @usableFromInline package var tag: UInt32
    /// Offset of the opening quote of the key.
    @usableFromInline package var key: UInt32
    /// Offsets of the first byte of the value and of the byte after it.
    @usableFromInline package var start: UInt32
    @usableFromInline package var end: UInt32
    /// Index of the node after this value's subtree.
    ///
    /// While a container is open: the node of the container around it.
    @usableFromInline package var next: UInt32
    @usableFromInline package var kind: JSONKind
    @usableFromInline package var escapes: JSONEscapes
}

/// Which texts of a node hold a backslash, so that their bytes are not their characters.
@usableFromInline
package struct JSONEscapes: OptionSet, BitwiseCopyable, Sendable {
    @usableFromInline package let rawValue: UInt8
    @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }
    @inlinable package static var key: JSONEscapes { JSONEscapes(rawValue: 1) }
    @inlinable package static var value: JSONEscapes { JSONEscapes(rawValue: 2) }
}

/// The values of one document in document order: flat, reused, nothing allocated per record.
@usableFromInline
struct JSONTape: ~Copyable, Sendable {
    @usableFromInline var nodes = TrivialArray<JSONNode>(capacity: 256)
    /// One entry per open container.
    var frames = TrivialArray<Frame>(capacity: 64)
    /// Hash table for objects with many members.
    var table = TrivialArray<UInt32>(capacity: 16)
    var limits: JSONLimits
    /// Levels of nesting of the document.
    var depth = 0
    /// Whether white space stood between two tokens.
    @usableFromInline var isSpaced = false

    @usableFromInline init(limits: JSONLimits) {
        self.limits = limits
    }

    /// What is known of the keys of an open object.
    struct Frame: BitwiseCopyable, Sendable {
        var seen: UInt64 = 0
        var members: UInt32 = 0
    }
}

/// What ends a document, and with it what a newline means.
package enum JSONFraming: Sendable {
    /// A newline ends the document: nothing else can be meant by it inside one.
    case line
    /// Newlines are white space; the document ends where its first value does.
    case document
}

extension JSONTape {
    /// Validates the value at `start`, which must not be white space, and lays it on the tape.
    ///
    /// One loop without recursion: while a container is open, its `next` holds the container around it.
    ///
    /// - Returns: The offset after the value.
    /// - Throws: ``JSONError`` with its offset counted from the start of `source`.
    @inline(never)
    mutating func scan(_ source: borrowing ByteBuffer, from start: Int, framing: JSONFraming) throws(JSONError) -> Int {
        let spaces = JSONScanner.spaces(framing)
        let last = limits.bytes < source.count - start ? start + limits.bytes : source.count
        nodes.removeAll()
        frames.removeAll()
        isSpaced = false
        depth = 0
        var position = start
        // The first byte of the token at `position`.
        var byte = source.byte(at: position)
        var open = -1
        var isObject = false
        var frame = Frame()
        var key = Key()
        while true {
            if isObject {
                key = try Self.member(source, position, byte, &frame, nodes, open)
                position = key.end
                let pair = source.word32(at: position)
                if UInt8(truncatingIfNeeded: pair) == UInt8(ascii: ":"), UInt8(truncatingIfNeeded: pair >> 8) > 0x20 {
                    // Compact text: the colon and the first byte of the value in one load.
                    position &+= 1
                    byte = UInt8(truncatingIfNeeded: pair >> 8)
                } else {
                    byte = token(source, &position, spaces)
                    if byte != UInt8(ascii: ":") {
                        throw JSONScanner.unexpected(source, position, "expected ':' after a key")
                    }
                    position &+= 1
                    byte = token(source, &position, spaces)
                }
            }
            if nodes.count >= limits.values {
                throw JSONError(.tooManyValues, at: position, "more values than allowed")
            }
            // The two differ in one bit.
            if byte != UInt8(ascii: "\""), byte | 0x20 == UInt8(ascii: "{") {
                if frames.count == limits.depth {
                    throw JSONError(.tooDeep, at: position, "nested deeper than allowed")
                }
                frames.append(frame)
                if frames.count > depth { depth = frames.count }
                frame = Frame()
                isObject = byte == UInt8(ascii: "{")
                append(key, position, 0, next: open, isObject ? .object : .array, escaped: false)
                open = nodes.count &- 1
                key = Key()
                position &+= 1
                byte = token(source, &position, spaces)
                if byte != closer(isObject) { continue }
            } else {
                var escaped = false
                let end: Int
                let kind: JSONKind
                if byte == UInt8(ascii: "\"") {
                    let string = try JSONScanner.string(source, position &+ 1)
                    (end, escaped) = (string.offset, string.isEscaped)
                    kind = .string
                } else {
                    end = try JSONScanner.scalar(source, position, byte)
                    kind = JSONScanner.kind(byte)
                }
                append(key, position, end, next: nodes.count &+ 1, kind, escaped: escaped)
                if open < 0 {
                    if end > last { throw tooLarge(start) }
                    return end
                }
                position = end
                let pair = source.word32(at: position)
                byte = UInt8(truncatingIfNeeded: pair)
                if byte == UInt8(ascii: ","), UInt8(truncatingIfNeeded: pair >> 8) > 0x20 {
                    position &+= 1
                    byte = UInt8(truncatingIfNeeded: pair >> 8)
                    continue
                }
                byte = token(source, &position, spaces)
                if byte == UInt8(ascii: ",") {
                    position &+= 1
                    byte = token(source, &position, spaces)
                    continue
                }
            }
            // A container ends here, and perhaps those around it.
            repeat {
                if byte != closer(isObject) {
                    let reason: StaticString = isObject ? "expected ',' or '}'" : "expected ',' or ']'"
                    throw JSONScanner.unexpected(source, position, reason)
                }
                position &+= 1
                if frame.members > Self.bloomCapacity { try checkDuplicates(source, in: open) }
                let parent = Int(Int32(bitPattern: nodes[open].next))
                nodes.close(open, end: position)
                frame = frames[frames.count &- 1]
                frames.removeLast()
                if position > last { throw tooLarge(start) }
                if parent < 0 { return position }
                open = parent
                isObject = nodes[open].kind == .object
                byte = token(source, &position, spaces)
            } while byte != UInt8(ascii: ",")
            key = Key()
            position &+= 1
            byte = token(source, &position, spaces)
        }
    }

    private func tooLarge(_ start: Int) -> JSONError {
        JSONError(.tooLarge, at: start + limits.bytes, "document longer than allowed")
    }

    @inline(__always)
    private func closer(_ isObject: Bool) -> UInt8 {
        isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    }

    /// Moves to the next token, over white space if there is any, and returns its first byte.
    @inline(__always)
    private mutating func token(_ source: borrowing ByteBuffer, _ position: inout Int, _ spaces: UInt64) -> UInt8 {
        let pair = source.word32(at: position)
        let byte = UInt8(truncatingIfNeeded: pair)
        if byte > 0x20 { return byte }
        // Mostly it is one space.
        let second = UInt8(truncatingIfNeeded: pair >> 8)
        if byte == 0x20 && second > 0x20 {
            isSpaced = true
            position &+= 1
            return second
        }
        let end = JSONScanner.skip(source, position, spaces)
        if end != position { isSpaced = true }
        position = end
        return source.byte(at: position)
    }

    @inline(__always)
    private mutating func append(
        _ key: Key, _ start: Int, _ end: Int, next: Int, _ kind: JSONKind, escaped: Bool
    ) {
        var escapes = JSONEscapes(rawValue: 0)
        if key.escaped { escapes.insert(.key) }
        if escaped { escapes.insert(.value) }
        nodes.append(
            JSONNode(
                tag: key.tag,
                key: UInt32(truncatingIfNeeded: key.start),
                start: UInt32(truncatingIfNeeded: start),
                end: UInt32(truncatingIfNeeded: end),
                next: UInt32(truncatingIfNeeded: next),
                kind: kind,
                escapes: escapes
            )
        )
    }
}

extension TrivialArray<JSONNode> {
    /// Ends an open container whose subtree is complete.
    @inline(__always)
    fileprivate mutating func close(_ index: Int, end: Int) {
        self[index].end = UInt32(truncatingIfNeeded: end)
        self[index].next = UInt32(truncatingIfNeeded: count)
    }
}
