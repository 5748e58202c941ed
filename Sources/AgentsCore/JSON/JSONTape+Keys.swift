// Keys of objects: their tags, and that none stands twice.

extension JSONTape {
    /// Members up to which keys are compared as they come; objects with more are checked when they close.
    static let bloomCapacity = 64

    /// A key whose value comes next.
    struct Key {
        var tag: UInt32 = 0
        var start = 0
        /// The offset behind its closing quote.
        var end = 0
        var escaped = false
    }

    /// Reads a key and compares it with those before it.
    ///
    /// It takes the nodes and not the tape, which would be copied for the call.
    @inline(__always)
    static func member(
        _ source: borrowing ByteBuffer, _ start: Int, _ first: UInt8, _ frame: inout Frame,
        _ nodes: borrowing TrivialArray<JSONNode>, _ open: Int
    ) throws(JSONError) -> Key {
        if first != UInt8(ascii: "\"") { throw JSONScanner.unexpected(source, start, "expected a key") }
        let lanes = source.lanes16(at: start &+ 1)
        let special = LaneMask.bits(JSONScanner.specialBytes(lanes))
        // Almost every key ends within sixteen bytes.
        let count = special.trailingZeroBitCount
        let key: Key
        if special != 0, source.byte(at: start &+ 1 &+ count) == UInt8(ascii: "\"") {
            let first = unsafe unsafeBitCast(lanes, to: SIMD4<UInt32>.self)[0]
            key = Key(tag: JSONKey.tag(UInt32(littleEndian: first), count), start: start, end: start &+ count &+ 2)
        } else {
            key = try unusual(source, start)
        }
        frame.members &+= 1
        // Two bits of the filter for each key: both are there by chance only now and then.
        let hash = key.tag &* 0x9E37_79B1
        let bits: UInt64 = 1 << UInt64(hash >> 26) | 1 << UInt64(hash >> 20 & 63)
        if frame.seen & bits == bits && frame.members <= bloomCapacity {
            try compare(key, source, nodes, open)
        }
        frame.seen |= bits
        return key
    }

    /// Reads a key that is long, or holds backslashes or characters outside ASCII.
    @inline(never)
    private static func unusual(_ source: borrowing ByteBuffer, _ start: Int) throws(JSONError) -> Key {
        let end = try JSONScanner.string(source, start &+ 1)
        let tag =
            end.isEscaped
            ? JSONText.tag(source, start..<end.offset)
            : JSONKey.tag(source.word32(at: start &+ 1), end.offset &- start &- 2)
        return Key(tag: tag, start: start, end: end.offset, escaped: end.isEscaped)
    }

    /// Compares a key with those before it in an open object.
    @inline(never)
    private static func compare(
        _ key: Key, _ source: borrowing ByteBuffer, _ nodes: borrowing TrivialArray<JSONNode>, _ open: Int
    ) throws(JSONError) {
        var index = open + 1
        while index < nodes.count {
            let node = nodes[index]
            if node.tag == key.tag, sameKey(source, node, key.start, key.escaped, key.end) {
                throw JSONError(.duplicateKey, at: key.start, "the key stands twice in one object")
            }
            index = Int(node.next)
        }
    }

    private static func sameKey(
        _ source: borrowing ByteBuffer, _ node: JSONNode, _ start: Int, _ escaped: Bool, _ end: Int
    ) -> Bool {
        let other = Int(node.key)
        if escaped || node.escapes.contains(.key) {
            return JSONText.equal(source, other, start)
        }
        let size = end - start
        guard other + size <= source.count else { return false }
        return source.equals(other..<(other + size), source, start..<end)
    }

    /// Compares all keys of a large object through a hash table: time stays linear whatever the keys are.
    @inline(never)
    mutating func checkDuplicates(_ source: borrowing ByteBuffer, in object: Int) throws(JSONError) {
        var members = 0
        var index = object + 1
        while index < nodes.count {
            members += 1
            index = Int(nodes[index].next)
        }
        let mask = (members * 2).nextPowerOfTwo - 1
        table.fill(0, count: mask + 1)
        index = object + 1
        while index < nodes.count {
            let node = nodes[index]
            let escaped = node.escapes.contains(.key)
            let end = JSONScanner.endOfString(source, Int(node.key))
            var slot = JSONText.hash(source, Int(node.key)..<end, escaped: escaped) & mask
            while table[slot] != 0 {
                if Self.sameKey(source, nodes[Int(table[slot])], Int(node.key), escaped, end) {
                    throw JSONError(.duplicateKey, at: Int(node.key), "the key stands twice in one object")
                }
                slot = (slot + 1) & mask
            }
            table[slot] = UInt32(truncatingIfNeeded: index)
            index = Int(node.next)
        }
    }
}

extension Int {
    /// The smallest power of two that is not smaller.
    fileprivate var nextPowerOfTwo: Int {
        self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
    }
}
