import AgentsCore

/// What a loss is of, as far as it can be said without a text.
enum LostMember: BitwiseCopyable, Sendable {
    /// A row of the table of a shape.
    case row(shape: Int, step: Int)
    /// A member of the canonical record.
    case canonical(CanonicalField)
    /// Something else, which is known by its path.
    case other
}

/// How often members were lost.
///
/// Almost all losses are of members that have a row, and counting those takes no memory and makes no text: a history that is
/// turned into another dialect has a dozen of them in each record. Of members without a row, the first ones are told apart.
struct LossCounts: Sendable {
    /// Members without a row that are told apart by default; further ones are counted together.
    static let standardCapacity = 1000

    /// A member that has no row: its kind by its place among ``kinds``, and its path.
    private struct Unlisted: Hashable {
        let kind: Int
        let path: String
    }

    private static let kinds: [Loss.Kind] = [.dropped, .approximated, .defaulted]
    private static let fields = CanonicalField.allCases.count

    /// Counts by kind, of canonical members and of the rows of one shape after the other.
    private var known: [Int]
    /// Where the rows of each shape begin.
    private let starts: [Int]
    /// Counts of what has no row, and the order in which it came up.
    private var unlisted: [Unlisted: Int] = [:]
    private var order: [Unlisted] = []
    /// Counts by kind of what is not told apart.
    private var others = [Int](repeating: 0, count: kinds.count)
    private let capacity: Int

    /// Creates counts of nothing.
    ///
    /// - Parameters:
    ///   - shapes: The shapes whose rows are counted.
    ///   - capacity: Members without a row that are told apart.
    init(_ shapes: [WireShape], capacity: Int = standardCapacity) {
        var starts: [Int] = []
        var count = Self.fields
        for shape in shapes {
            starts.append(count)
            count += shape.adapter.program.steps.count
        }
        self.starts = starts
        self.capacity = capacity
        known = [Int](repeating: 0, count: count * Self.kinds.count)
    }

    /// Whether so many members have no row that the counts should be added to others before more are counted.
    var isFull: Bool { order.count >= Self.standardCapacity }

    /// Counts a loss.
    ///
    /// - Parameters:
    ///   - kind: What became of the member.
    ///   - member: The member.
    ///   - path: Its path, which is asked for only if it is known by nothing else.
    mutating func count(_ kind: Loss.Kind, _ member: LostMember, _ path: () -> FieldPath) {
        guard let number = Self.kinds.firstIndex(of: kind) else { return }
        switch member {
        case .row(let shape, let step): known[(starts[shape] + step) * Self.kinds.count + number] += 1
        case .canonical(let field): known[Int(field.rawValue) * Self.kinds.count + number] += 1
        case .other: count(Unlisted(kind: number, path: "\(path())".cutToLine), times: 1)
        }
    }

    private mutating func count(_ member: Unlisted, times: Int) {
        if let count = unlisted[member] {
            unlisted[member] = count + times
        } else if order.count < capacity {
            unlisted[member] = times
            order.append(member)
        } else {
            others[member.kind] += times
        }
    }

    /// Adds the counts of the part that follows.
    mutating func add(_ part: LossCounts) {
        for index in known.indices { known[index] += part.known[index] }
        for member in part.order { count(member, times: part.unlisted[member] ?? 0) }
        for kind in others.indices { others[kind] += part.others[kind] }
    }

    /// Forgets everything, and keeps the memory.
    mutating func reset() {
        for index in known.indices { known[index] = 0 }
        if order.isEmpty { return }
        unlisted.removeAll(keepingCapacity: true)
        order.removeAll(keepingCapacity: true)
        for kind in others.indices { others[kind] = 0 }
    }

    /// The counts by kind and path.
    func byPath(_ shapes: [WireShape]) -> [String: Int] {
        var result: [String: Int] = [:]
        for (member, count) in unlisted { result["\(Self.kinds[member.kind]) \(member.path)"] = count }
        for (kind, count) in zip(Self.kinds, others) where count > 0 { result["\(kind) (others)"] = count }
        func add(_ index: Int, _ path: FieldPath) {
            for (number, kind) in Self.kinds.enumerated() where known[index * Self.kinds.count + number] > 0 {
                result["\(kind) \(path)", default: 0] += known[index * Self.kinds.count + number]
            }
        }
        for field in CanonicalField.allCases { add(Int(field.rawValue), FieldPath(field)) }
        for (shape, start) in zip(shapes, starts) {
            for (step, path) in shape.adapter.program.paths.enumerated() { add(start + step, path) }
        }
        return result
    }
}

extension String {
    /// The text, cut where it is longer than any that somebody would read: a name can be as long as its document.
    fileprivate var cutToLine: String {
        utf8.count > 256 ? String(unicodeScalars.prefix(255)) + "…" : self
    }
}
