import AgentsCore

/// How a few known keys are spread over the slots of a table: by their tags, and without collisions if that can be had.
struct KeyHash: BitwiseCopyable, Sendable {
    /// Slots of the table.
    let slots: Int
    private let multiplier: UInt32
    private let shift: UInt32

    /// Multipliers that are tried.
    private static let attempts = 256

    /// Chooses a spread of some keys over at least four times as many slots.
    init(_ keys: [JSONKey]) {
        var slots = 16
        while slots < keys.count * 4 { slots *= 2 }
        self.slots = slots
        let shift = UInt32(32 - slots.trailingZeroBitCount)
        self.shift = shift
        // Keys with the same tag collide whatever is done.
        let inevitable = keys.count - Set(keys.map(\.tag)).count
        var (best, fewest) = (UInt32(0x9E37_79B1), Int.max)
        var multiplier = best
        var taken = [Bool](repeating: false, count: slots)
        for _ in 0..<Self.attempts where fewest > inevitable {
            for slot in taken.indices { taken[slot] = false }
            var collisions = 0
            for key in keys {
                let slot = Int((key.tag &* multiplier) &>> shift)
                if taken[slot] { collisions += 1 }
                taken[slot] = true
            }
            if collisions < fewest { (best, fewest) = (multiplier, collisions) }
            // Any odd number will do as the next one, if it is far from the last.
            multiplier = multiplier &* 0x915F_77F5 &+ 2
        }
        self.multiplier = best
    }

    /// The slot at which the search for a key begins.
    @inline(__always)
    func slot(_ tag: UInt32) -> Int {
        Int((tag &* multiplier) &>> shift)
    }

    /// The slot that follows.
    @inline(__always)
    func next(_ slot: Int) -> Int {
        (slot &+ 1) & (slots &- 1)
    }
}
