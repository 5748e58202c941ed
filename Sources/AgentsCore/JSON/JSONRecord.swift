/// A value of a ``JSONRecord``: its place on the tape.
public struct JSONRef: Sendable, Equatable, BitwiseCopyable {
    @usableFromInline package let index: UInt32

    @inlinable @inline(__always)
    package init(_ index: UInt32) {
        self.index = index
    }

    /// The document itself.
    public static let root = JSONRef(0)
    /// A value that is not there.
    @inlinable @inline(__always)
    public static var absent: JSONRef { JSONRef(.max) }

    /// Whether the value is there.
    @inlinable @inline(__always)
    public var isPresent: Bool { index != .max }
}

/// Bytes and, after a scan, the values of one document in them.
///
/// Everything is reused: a worker that scans one record after another allocates nothing. Values are looked up by key and
/// decoded only when asked for; what is passed through is copied as it was written, escapes and digits included.
///
/// ```swift
/// var record = JSONRecord()
/// try record.load(body)
/// let state = record.string(record[record["response"], "state"])
/// ```
public struct JSONRecord: ~Copyable, Sendable {
    /// The text; a bulk reader uses it as its window on a file.
    @usableFromInline package var source: ByteBuffer
    @usableFromInline var tape: JSONTape

    /// Creates an empty record that refuses documents beyond `limits`.
    public init(limits: JSONLimits = JSONLimits()) {
        source = ByteBuffer(capacity: 4096)
        tape = JSONTape(limits: limits)
    }

    /// How much of a document is accepted.
    public var limits: JSONLimits { tape.limits }

    // MARK: Scanning

    /// Replaces the record by one document, which may be pretty-printed and surrounded by white space.
    ///
    /// - Throws: ``JSONError``; the record then holds no values.
    public mutating func load(_ text: some Sequence<UInt8>) throws(JSONError) {
        source.truncate(to: 0)
        source.append(contentsOf: text)
        source.seal()
        let start = skipSpaces(from: 0, framing: .document)
        let end = skipSpaces(from: try scan(from: start, framing: .document), framing: .document)
        if end != source.count {
            tape.nodes.removeAll()
            throw JSONError(.notJSON, at: end, "text after the end of the document")
        }
    }

    /// Scans the value at `start` of ``source`` and returns the offset after it.
    package mutating func scan(from start: Int, framing: JSONFraming) throws(JSONError) -> Int {
        do throws(JSONError) {
            return try tape.scan(source, from: start, framing: framing)
        } catch {
            tape.nodes.removeAll()
            throw error
        }
    }

    /// The offset of the first byte from `start` on that is no white space.
    package func skipSpaces(from start: Int, framing: JSONFraming) -> Int {
        JSONScanner.skip(source, start, JSONScanner.spaces(framing))
    }

    // MARK: Nodes

    /// Whether the record holds no document: none was loaded, or the last one was refused.
    ///
    /// Nothing can be asked of it then.
    public var isEmpty: Bool { nodeCount == 0 }

    /// Nodes of the document.
    @inlinable @inline(__always)
    package var nodeCount: Int { tape.nodes.count }

    /// The node of a value.
    @inlinable @inline(__always)
    package func node(_ ref: JSONRef) -> JSONNode { tape.nodes[Int(ref.index)] }

    /// Whether no white space stands between tokens, so that a value's bytes are its compact form.
    @inlinable @inline(__always)
    package var isCompact: Bool { !tape.isSpaced }

    /// What a value is.
    public func kind(_ ref: JSONRef) -> JSONKind { node(ref).kind }

    /// Whether a member is there and of a kind.
    public func has(_ ref: JSONRef, _ kind: JSONKind) -> Bool { ref.isPresent && node(ref).kind == kind }

    /// Bytes of a value, quotes included.
    package func byteCount(_ ref: JSONRef) -> Int {
        let node = node(ref)
        return Int(node.end) - Int(node.start)
    }

    /// Levels of nesting of the document.
    package var depth: Int { tape.depth }

    // MARK: Navigating

    /// A member of the document.
    @inlinable @inline(__always)
    public subscript(_ key: JSONKey) -> JSONRef { member(of: .root, key) }

    /// A member of an object; an absent object has absent members, and so has a value that is no object.
    @inlinable @inline(__always)
    public subscript(_ parent: JSONRef, _ key: JSONKey) -> JSONRef {
        parent.isPresent ? member(of: parent, key) : .absent
    }

    /// A member of an object, found by comparing tags.
    @inline(never) @usableFromInline
    package func member(of parent: JSONRef, _ key: JSONKey) -> JSONRef {
        guard nodeCount > 0, kind(parent) == .object else { return .absent }
        var index = parent.index &+ 1
        let end = node(parent).next
        while index < end {
            let candidate = node(JSONRef(index))
            if isKey(candidate, key) { return JSONRef(index) }
            index = candidate.next
        }
        return .absent
    }

    /// The first member or element of a container, absent if it is empty or no container.
    public func first(in parent: JSONRef) -> JSONRef {
        guard nodeCount > 0, parent.isPresent else { return .absent }
        return parent.index &+ 1 < node(parent).next ? JSONRef(parent.index &+ 1) : .absent
    }

    /// The member or element after another one of `parent`, absent after the last.
    public func next(after ref: JSONRef, in parent: JSONRef) -> JSONRef {
        let next = node(ref).next
        return next < node(parent).next ? JSONRef(next) : .absent
    }

    /// Members or elements of a container.
    public func count(_ parent: JSONRef) -> Int {
        var count = 0
        var child = first(in: parent)
        while child.isPresent {
            count += 1
            child = next(after: child, in: parent)
        }
        return count
    }

    // MARK: Reading

    /// The text of a string value; nothing for any other kind.
    public func string(_ ref: JSONRef) -> String? {
        guard has(ref, .string) else { return nil }
        let node = node(ref)
        return JSONText.decoded(source, Int(node.start)..<Int(node.end), escaped: node.escapes.contains(.value))
    }

    /// A value as it was written, without the white space between tokens.
    public func json(_ ref: JSONRef) -> String {
        var text = ByteBuffer(capacity: byteCount(ref))
        copyValue(ref, to: &text)
        return text.text(0..<text.count)
    }

    /// The key of a member.
    public func key(_ ref: JSONRef) -> String {
        let node = node(ref)
        guard node.tag != 0 || node.key != 0 else { return "" }
        let end = JSONScanner.endOfString(source, Int(node.key))
        return JSONText.decoded(source, Int(node.key)..<end, escaped: node.escapes.contains(.key))
    }

    /// A number as an integer, if it is one that fits and is written without fraction and exponent.
    public func integer(_ ref: JSONRef) -> Int? {
        guard has(ref, .number) else { return nil }
        let node = node(ref)
        return Int(source.text(Int(node.start)..<Int(node.end)))
    }

    /// The truth value, if it is one.
    public func bool(_ ref: JSONRef) -> Bool? {
        guard has(ref, .bool) else { return nil }
        return source.byte(at: Int(node(ref).start)) == UInt8(ascii: "t")
    }
}
