extension JSONRecord {
    /// Appends a value in compact form: its own bytes, without the white space between tokens.
    @inlinable @inline(__always)
    package func copyValue(_ ref: JSONRef, to output: inout ByteBuffer) {
        let node = node(ref)
        if !tape.isSpaced || node.kind.rawValue < JSONKind.object.rawValue {
            output.append(source, Int(node.start), Int(node.end &- node.start))
        } else {
            copySpaced(ref, to: &output)
        }
    }

    /// Appends a member in compact form: key, colon and value.
    @inlinable @inline(__always)
    package func copyMember(_ ref: JSONRef, to output: inout ByteBuffer) {
        let node = node(ref)
        if !tape.isSpaced {
            output.append(source, Int(node.key), Int(node.end &- node.key))
        } else {
            copyKey(node, to: &output)
            copyValue(ref, to: &output)
        }
    }

    /// Appends a key and its colon.
    @inlinable @inline(__always)
    package func copyKey(_ node: JSONNode, to output: inout ByteBuffer) {
        output.append(source, Int(node.key), keyLength(node))
        output.append(UInt8(ascii: ":"))
    }

    /// Bytes of a key, quotes included.
    @usableFromInline
    func keyLength(_ node: JSONNode) -> Int {
        let count = Int(node.tag >> 24)
        if count < 255 && !node.escapes.contains(.key) { return count &+ 2 }
        return JSONScanner.endOfString(source, Int(node.key)) &- Int(node.key)
    }

    /// Appends a container whose tokens have white space between them, token by token.
    ///
    /// It recurses as deep as the document nests, which the scan has bounded.
    @inline(never) @usableFromInline
    func copySpaced(_ ref: JSONRef, to output: inout ByteBuffer) {
        let container = node(ref)
        let isObject = container.kind == .object
        output.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
        var index = ref.index &+ 1
        while index < container.next {
            if index > ref.index &+ 1 { output.append(UInt8(ascii: ",")) }
            let member = node(JSONRef(index))
            if isObject { copyKey(member, to: &output) }
            copyValue(JSONRef(index), to: &output)
            index = member.next
        }
        output.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    }
}
