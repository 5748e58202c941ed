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
/// Their order has no effect. A class, so that handing it around copies one reference and no array.
final class ShapeDetector: Sendable {
    /// The members of an object that matter.
    struct Sighting {
        fileprivate(set) var seen: UInt64
        /// Whether there is a `provenance`.
        fileprivate(set) var hasProvenance = false
    }

    /// How many candidates an object fits.
    enum Verdict: Equatable {
        case match(Int)
        case none
        case several
    }

    /// A pattern as bits of members, so that it is tested without asking one thing after the other.
    private struct Mask: BitwiseCopyable, Sendable {
        let all: UInt64
        /// Members of which one must be there; ``always`` if there are none.
        let any: UInt64
        let forbidden: UInt64
        let candidate: Int
    }

    /// The bits that are no member: there is always one of them, and the other stands for members that no pattern names.
    private static let always: UInt64 = 1 << 63
    private static let others: UInt64 = 1 << 62

    private let keys: TrivialArray<JSONKey>
    private let hash: KeyHash
    private let slots: TrivialArray<UInt8>
    private let masks: TrivialArray<Mask>

    /// Creates a detector; each candidate matches if one of its patterns does.
    init(_ candidates: [[Recognition]]) {
        // The first bit is that of canonical lines, which no pattern names.
        var keys: [JSONKey] = ["provenance"]
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
                let others = pattern.only.map { ~(bits($0) | all | any | Self.always) } ?? 0
                masks.append(
                    Mask(
                        all: all, any: any == 0 ? Self.always : any, forbidden: bits(pattern.none) | others,
                        candidate: candidate))
            }
        }
        precondition(keys.count <= 62, "detection looks at no more than 62 different members")
        self.keys = keys.trivial
        self.masks = masks.trivial
        hash = KeyHash(keys)
        var slots = [UInt8](repeating: 0, count: hash.slots)
        for (index, key) in keys.enumerated() {
            var slot = hash.slot(key.tag)
            while slots[slot] != 0 { slot = hash.next(slot) }
            slots[slot] = UInt8(index + 1)
        }
        self.slots = slots.trivial
    }

    /// Walks over the members of an object.
    func look(at object: JSONRef, of record: borrowing JSONRecord) -> Sighting {
        var sighting = Sighting(seen: Self.always)
        var index = object.index &+ 1
        let end = record.node(object).next
        while index < end {
            let node = record.node(JSONRef(index))
            index = node.next
            var slot = hash.slot(node.tag)
            while true {
                let entry = Int(slots[slot])
                if entry == 0 {
                    sighting.seen |= Self.others
                    break
                }
                if record.isKey(node, keys[entry &- 1]) {
                    sighting.seen |= 1 &<< UInt64(entry &- 1)
                    break
                }
                slot = hash.next(slot)
            }
        }
        sighting.hasProvenance = sighting.seen & 1 != 0
        return sighting
    }

    /// Whether exactly one candidate fits.
    func match(_ sighting: Sighting) -> Verdict {
        var found = -1
        for index in 0..<masks.count where fits(masks[index], sighting) && masks[index].candidate != found {
            if found >= 0 { return .several }
            found = masks[index].candidate
        }
        return found < 0 ? .none : .match(found)
    }

    /// All candidates that fit.
    func candidates(_ sighting: Sighting) -> [Int] {
        (0..<masks.count).filter { fits(masks[$0], sighting) }.map { masks[$0].candidate }.reduce(into: []) {
            if !$0.contains($1) { $0.append($1) }
        }
    }

    @inline(__always)
    private func fits(_ mask: Mask, _ sighting: Sighting) -> Bool {
        let wrong = (mask.all & ~sighting.seen) | (mask.forbidden & sighting.seen)
        return wrong == 0 && mask.any & sighting.seen != 0
    }
}
