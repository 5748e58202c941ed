/// Finds places by what stands there: four bytes for each, because the keys are at the places already.
///
/// A hash table with open addressing and linear probing; what is taken out leaves no trace, because those behind it move up.
/// Where things stand and what their keys are, the caller says.
struct PlaceTable<Key: Hashable>: Sendable {
    /// Places, counted from 1, and 0 where there is none; a power of two of them.
    private var slots = [UInt32](repeating: 0, count: 16)
    /// How many places are known.
    private(set) var count = 0

    /// The places that are known, in no order.
    var places: some Sequence<UInt32> { slots.lazy.filter { $0 != 0 }.map { $0 - 1 } }

    /// The place of a key; nothing if there is none.
    func place(of key: Key, _ keyAt: (UInt32) -> Key) -> UInt32? {
        let slot = slots[slot(of: key, keyAt)]
        return slot == 0 ? nil : slot - 1
    }

    /// Notes the place of a key that has none.
    mutating func insert(_ place: UInt32, _ keyAt: (UInt32) -> Key) {
        if count * 4 >= slots.count * 3 { grow(keyAt) }
        slots[slot(of: keyAt(place), keyAt)] = place + 1
        count += 1
    }

    /// Forgets the place of a key, as long as the key still stands there.
    ///
    /// - Returns: The place; nothing if the key has none.
    mutating func remove(_ key: Key, _ keyAt: (UInt32) -> Key) -> UInt32? {
        var hole = slot(of: key, keyAt)
        let found = slots[hole]
        guard found != 0 else { return nil }
        slots[hole] = 0
        count -= 1
        var next = (hole + 1) & mask
        while slots[next] != 0 {
            // It may move up unless that would put it before where its search begins.
            let start = home(of: keyAt(slots[next] - 1))
            if (next - start) & mask >= (next - hole) & mask {
                slots[hole] = slots[next]
                slots[next] = 0
                hole = next
            }
            next = (next + 1) & mask
        }
        return found - 1
    }

    private var mask: Int { slots.count - 1 }

    private func home(of key: Key) -> Int { key.hashValue & mask }

    /// Where a key is, or would be.
    private func slot(of key: Key, _ keyAt: (UInt32) -> Key) -> Int {
        var slot = home(of: key)
        while slots[slot] != 0, keyAt(slots[slot] - 1) != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow(_ keyAt: (UInt32) -> Key) {
        let old = slots
        slots = [UInt32](repeating: 0, count: old.count * 2)
        for place in old where place != 0 { slots[slot(of: keyAt(place - 1), keyAt)] = place }
    }
}
