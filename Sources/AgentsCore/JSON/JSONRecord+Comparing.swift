// Keys and words known at compile time, compared with what a document says.

extension JSONRecord {
    /// Whether a node's key is `key`, however it is spelled.
    @inlinable @inline(__always)
    package func isKey(_ node: JSONNode, _ key: JSONKey) -> Bool {
        node.tag == key.tag && verify(Int(node.key), node.escapes.contains(.key), key)
    }

    /// Compares the bytes behind an opening quote with a key whose tag is the same.
    @inlinable @inline(__always)
    func verify(_ quote: Int, _ escaped: Bool, _ key: JSONKey) -> Bool {
        if escaped { return equalsDecoded(quote, key.name) }
        // One test for all usual lengths, because which one comes next cannot be foretold.
        if UInt(bitPattern: key.count &- 1) >= 16 { return verifyUnusual(quote, key.count, key.name) }
        let head = source.word64(at: quote &+ 1) ^ key.head
        let tail = source.word64(at: quote &+ 1 &+ Int(key.rest)) ^ key.tail
        return (head | tail) &<< UInt64(key.unused) == 0
    }

    // These take the name alone: the key as a whole would be copied to the stack before each comparison.

    /// Compares keys that are empty, or longer than two machine words.
    @inline(never) @usableFromInline
    func verifyUnusual(_ quote: Int, _ count: Int, _ name: StaticString) -> Bool {
        // Tags tell lengths apart up to 254.
        if count >= 255 && source.byte(at: quote &+ 1 &+ count) != UInt8(ascii: "\"") { return false }
        return equalsBytes(quote &+ 1, name)
    }

    @inline(never) @usableFromInline
    func equalsDecoded(_ quote: Int, _ name: StaticString) -> Bool {
        unsafe JSONText.equals(
            source, quote, UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    private func equalsBytes(_ start: Int, _ name: StaticString) -> Bool {
        for index in 0..<name.utf8CodeUnitCount {
            let expected = unsafe name.utf8Start[index]
            if source.byte(at: start &+ index) != expected { return false }
        }
        return true
    }

    /// Whether a value is the string `word`, however it is spelled.
    @inlinable @inline(__always)
    package func isString(_ node: JSONNode, _ word: JSONKey) -> Bool {
        guard node.kind == .string else { return false }
        return node.escapes.contains(.value) ? equalsDecoded(Int(node.start), word.name) : isSpelled(node, word)
    }

    /// Whether a value is the string `word` with exactly these bytes between its quotes.
    @inlinable @inline(__always)
    package func isSpelled(_ node: JSONNode, _ word: JSONKey) -> Bool {
        guard node.kind == .string, Int(node.end &- node.start) &- 2 == word.count else { return false }
        guard JSONKey.tag(source.word32(at: Int(node.start)) >> 8, word.count) == word.tag else { return false }
        return verify(Int(node.start), false, word)
    }

    /// Whether a member is the string `word`.
    public func isString(_ ref: JSONRef, _ word: JSONKey) -> Bool {
        ref.isPresent && isString(node(ref), word)
    }

    /// Whether a string holds `word`, which is lower-case ASCII, in any case.
    public func contains(_ ref: JSONRef, ignoringCase word: StaticString) -> Bool {
        guard has(ref, .string) else { return false }
        let node = node(ref)
        if node.escapes.contains(.value) {
            // The bytes of escapes are not characters.
            let text = ByteBuffer((string(ref) ?? "").utf8)
            return text.contains(word, in: 0..<text.count)
        }
        return source.contains(word, in: Int(node.start) + 1..<Int(node.end) - 1)
    }
}

extension ByteBuffer {
    /// Whether `word`, which is lower-case ASCII, stands between two offsets in any case.
    fileprivate func contains(_ word: StaticString, in range: Range<Int>) -> Bool {
        let count = word.utf8CodeUnitCount
        var start = range.lowerBound
        while start + count <= range.upperBound {
            var matched = 0
            while matched < count {
                let byte = self.byte(at: start + matched)
                let expected = unsafe word.utf8Start[matched]
                if byte != expected && !(byte >= 0x41 && byte <= 0x5A && byte | 0x20 == expected) { break }
                matched += 1
            }
            if matched == count { return true }
            start += 1
        }
        return false
    }
}
