public import AgentsCore

/// How a shape is told from others: by the presence of members, never by trying to decode.
public struct Recognition: Sendable {
    let all: [JSONKey]
    let any: [JSONKey]
    let none: [JSONKey]
    let only: [JSONKey]?

    /// Creates a pattern.
    ///
    /// - Parameters:
    ///   - all: Members that must all be there.
    ///   - any: Members of which one must be there; no condition if empty.
    ///   - none: Members of which none may be there.
    ///   - only: If given, the members beside `all` and `any` that may be there; others may not.
    public init(all: [JSONKey] = [], any: [JSONKey] = [], none: [JSONKey] = [], only: [JSONKey]? = nil) {
        self.all = all
        self.any = any
        self.none = none
        self.only = only
    }
}

/// Patterns of many shapes, tested in one walk over the members of an object.
///
/// Their order has no effect.
struct ShapeDetector: Sendable {
    /// What an object is.
    enum Verdict: Equatable {
        case match(Int)
        case none
        case several([Int])
    }

    private struct Mask: Sendable {
        let all: UInt64
        let any: UInt64
        let none: UInt64
        /// Members that may be there; everything if it is zero.
        let only: UInt64
        let candidate: Int
    }

    private let keys: [JSONKey]
    private let slots: [UInt8]
    private let masks: [Mask]

    /// Creates a detector; each candidate matches if one of its patterns does.
    init(_ candidates: [[Recognition]]) {
        var keys: [JSONKey] = []
        func bits(_ list: [JSONKey]) -> UInt64 {
            list.reduce(into: 0) { bits, key in
                let index = keys.firstIndex { $0.equals(key) } ?? keys.count
                if index == keys.count { keys.append(key) }
                bits |= 1 << UInt64(index)
            }
        }
        var masks: [Mask] = []
        for (candidate, patterns) in candidates.enumerated() {
            for pattern in patterns {
                let all = bits(pattern.all)
                let any = bits(pattern.any)
                let only = pattern.only.map { bits($0) | all | any } ?? 0
                masks.append(Mask(all: all, any: any, none: bits(pattern.none), only: only, candidate: candidate))
            }
        }
        precondition(keys.count <= 64, "detection looks at no more than 64 different members")
        self.keys = keys
        self.masks = masks
        var slots = [UInt8](repeating: 0, count: 256)
        for (index, key) in keys.enumerated() {
            var slot = Self.hash(key.tag)
            while slots[slot] != 0 { slot = (slot + 1) & 255 }
            slots[slot] = UInt8(index + 1)
        }
        self.slots = slots
    }

    @inline(__always)
    private static func hash(_ tag: UInt32) -> Int {
        Int((tag &* 0x9E37_79B1) >> 24)
    }

    /// The one candidate that an object fits.
    func verdict(_ record: borrowing JSONRecord, at object: JSONRef) -> Verdict {
        var seen: UInt64 = 0
        var hasOthers = false
        var index = object.index &+ 1
        let end = record.node(object).next
        while index < end {
            let node = record.node(JSONRef(index))
            index = node.next
            var slot = Self.hash(node.tag)
            while true {
                let entry = Int(slots[slot])
                if entry == 0 {
                    hasOthers = true
                    break
                }
                if record.isKey(node, keys[entry &- 1]) {
                    seen |= 1 << UInt64(entry &- 1)
                    break
                }
                slot = (slot &+ 1) & 255
            }
        }
        return match(seen, hasOthers)
    }

    private func match(_ seen: UInt64, _ hasOthers: Bool) -> Verdict {
        var found = -1
        for index in masks.indices {
            guard fits(masks[index], seen, hasOthers), masks[index].candidate != found else { continue }
            if found >= 0 { return several(seen, hasOthers) }
            found = masks[index].candidate
        }
        return found < 0 ? .none : .match(found)
    }

    @inline(__always)
    private func fits(_ mask: Mask, _ seen: UInt64, _ hasOthers: Bool) -> Bool {
        seen & mask.all == mask.all && (mask.any == 0 || seen & mask.any != 0) && seen & mask.none == 0
            && (mask.only == 0 || (!hasOthers && seen & ~mask.only == 0))
    }

    private func several(_ seen: UInt64, _ hasOthers: Bool) -> Verdict {
        let fitting = masks.filter { fits($0, seen, hasOthers) }.map(\.candidate)
        return .several(fitting.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }
}
