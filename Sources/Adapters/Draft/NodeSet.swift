import AgentsCore

/// Nodes of one record that a conversion carried; all others are residue.
struct NodeSet: ~Copyable {
    private var words = TrivialArray<UInt64>(capacity: 8)
    private var first: UInt32 = 0

    /// Empties the set for the nodes from `first` on.
    @inline(__always)
    mutating func reset(first: UInt32, count: Int) {
        self.first = first
        words.fill(0, count: (count &+ 63) >> 6)
    }

    @inline(__always)
    mutating func insert(_ ref: JSONRef) {
        let index = Int(ref.index &- first)
        words[index >> 6] |= 1 << UInt64(index & 63)
    }

    @inline(__always)
    mutating func remove(_ ref: JSONRef) {
        let index = Int(ref.index &- first)
        words[index >> 6] &= ~(1 << UInt64(index & 63))
    }

    @inline(__always)
    func contains(_ index: UInt32) -> Bool {
        let index = Int(index &- first)
        return words[index >> 6] & (1 << UInt64(index & 63)) != 0
    }

    /// Whether any node of a range is in the set; a subtree is tested in a few words.
    @inline(__always)
    func containsAny(_ lower: UInt32, _ upper: UInt32) -> Bool {
        var index = Int(lower &- first)
        let end = Int(upper &- first)
        while index < end {
            let bits = words[index >> 6] >> UInt64(index & 63)
            let left = end &- index
            let inWord = 64 &- (index & 63)
            if left < inWord { return bits & ((1 << UInt64(left)) &- 1) != 0 }
            if bits != 0 { return true }
            index &+= inWord
        }
        return false
    }
}
