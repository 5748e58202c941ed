/// Makes documents that nobody has written, but that somebody will send: the same ones for the same seed.
package struct Mutator: Sendable {
    /// A changed document, and how it was changed.
    package struct Mutant: Sendable {
        /// The text.
        package var bytes: [UInt8]
        /// The mutations, in order.
        package var mutations: [Mutation]
    }

    private var generator: SeededGenerator

    /// Creates the sequence of a seed.
    package init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// A document with one to three mutations, in one of the layouts.
    ///
    /// Text that is no document is only changed as bytes.
    package mutating func mutate(_ document: [UInt8]) -> Mutant {
        let count = generator.pick([1, 1, 1, 2, 2, 3])
        guard var tree = try? JSONTree(document) else {
            return Mutant(bytes: flipped(document), mutations: [.flip])
        }
        var mutations: [Mutation] = []
        for _ in 0..<count {
            let mutation = generator.pick(Mutation.ofTrees)
            apply(mutation, to: &tree)
            mutations.append(mutation)
        }
        var bytes = tree.json(generator.pick([.compact, .compact, .spaced, .indented]))
        if generator.happens(1, in: 8) {
            let mutation = generator.pick(Mutation.ofBytes)
            bytes = changed(bytes, by: mutation)
            mutations.append(mutation)
        }
        return Mutant(bytes: bytes, mutations: mutations)
    }

    // MARK: Bytes

    private mutating func changed(_ bytes: [UInt8], by mutation: Mutation) -> [UInt8] {
        switch mutation {
        case .halvePair: withText(Array(generator.pick(MutationWords.halves).utf8), in: bytes)
        case .spoilUTF8: withText(generator.pick(MutationWords.notUTF8), in: bytes)
        case .truncate: truncated(bytes)
        default: flipped(bytes)
        }
    }

    /// The text with some bytes put behind one of its quotes, most often into a string.
    private mutating func withText(_ text: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        let quotes = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\"") }
        // Every other quote ends a string.
        guard quotes.count > 1 else { return flipped(bytes) }
        var copy = bytes
        copy.insert(contentsOf: text, at: quotes[2 * Int.random(in: 0..<quotes.count / 2, using: &generator)] + 1)
        return copy
    }

    /// The text up to somewhere in it.
    package mutating func truncated(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.prefix(Int.random(in: 0...max(bytes.count - 1, 0), using: &generator)))
    }

    /// The text with one byte replaced, most often by one that means something.
    package mutating func flipped(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return bytes }
        var copy = bytes
        let index = Int.random(in: bytes.indices, using: &generator)
        let marks = Array("{}[]\",:\\0-+.eEunt \n\r\t\0".utf8) + [0x7F, 0x80, 0xC3, 0xED, 0xF4, 0xFF]
        copy[index] =
            switch generator.next() % 3 {
            case 0: bytes[index] ^ (1 << UInt8(generator.next() % 8))
            case 1: generator.pick(marks)
            default: UInt8(truncatingIfNeeded: generator.next())
            }
        return copy
    }

    // MARK: Trees

    /// Changes a document in one place.
    package mutating func apply(_ mutation: Mutation, to tree: inout JSONTree) {
        guard let (path, index) = place(in: tree) else { return }
        // What is drawn is drawn first: the changes below are functions of it alone.
        let word = generator.pick(MutationWords.keys)
        let value = newValue()
        let isFront = generator.happens(1, in: 2)
        let seed = generator.next()
        var moved: JSONTree.Member?
        tree.edit(path) { members in
            var draw = SeededGenerator(seed: seed)
            switch mutation {
            case .drop: members.remove(at: index)
            case .null: members[index].value = .null
            case .retype: members[index].value = MutationWords.value(unlike: members[index].value, &draw)
            case .spoil: members[index].value = MutationWords.value(like: members[index].value, &draw)
            case .enlarge: members[index].value = .number(draw.pick(MutationWords.hugeNumbers))
            case .nest: members[index].value = MutationWords.nesting(&draw)
            case .duplicate: members.insert(members[index], at: draw.pick(0...members.count))
            case .rename: members[index].key = JSONSpelling(word)
            case .escapeKey: members[index].key = members[index].key.escaped(&draw)
            case .escapeText:
                if case .string(let text) = members[index].value { members[index].value = .string(text.escaped(&draw)) }
            case .reorder: members.shuffle(using: &draw)
            case .insert: members.insert(JSONTree.Member(JSONSpelling(word), value), at: isFront ? 0 : members.count)
            case .move: moved = members.remove(at: index)
            case .halvePair, .spoilUTF8, .truncate, .flip: break
            }
        }
        if let moved, let (path, index) = place(in: tree) { tree.edit(path) { $0.insert(moved, at: index) } }
    }

    /// The path of a container, and the index of something in it; places near the root come up more often.
    private mutating func place(in tree: JSONTree) -> (path: [Int], index: Int)? {
        var path: [Int] = []
        var members = tree.children
        while !members.isEmpty {
            let index = Int.random(in: members.indices, using: &generator)
            let inner = members[index].value.children
            if inner.isEmpty || generator.happens(2, in: 5) { return (path, index) }
            path.append(index)
            members = inner
        }
        return nil
    }

    private mutating func newValue() -> JSONTree {
        if generator.happens(1, in: 3) { return MutationWords.nested }
        return MutationWords.value(like: generator.pick(MutationWords.kinds), &generator)
    }
}

extension JSONSpelling {
    /// The same characters, some ASCII ones of them as `\u` escapes.
    package func escaped(_ generator: inout SeededGenerator) -> JSONSpelling {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in characters {
            let mustBe = byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
            if byte < 0x80 && (mustBe || generator.happens(1, in: 4)) {
                bytes += Array("\\u00".utf8) + Self.hexadecimal(byte)
            } else {
                bytes.append(byte)
            }
        }
        return JSONSpelling(lexeme: bytes + [UInt8(ascii: "\"")], characters: characters)
    }
}
