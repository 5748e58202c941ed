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
/// turned into another dialect has a dozen of them in each record.
struct LossCounts: Sendable {
    private static let kinds: [Loss.Kind] = [.dropped, .approximated, .defaulted]
    private static let fields = CanonicalField.allCases.count

    /// Counts by kind, of canonical members and of the rows of one shape after the other.
    private var known: [Int]
    /// Where the rows of each shape begin.
    private let starts: [Int]
    /// Counts by kind and path of what has no row.
    private var others: [String: Int] = [:]

    /// Creates counts of nothing.
    init(_ shapes: [WireShape]) {
        var starts: [Int] = []
        var count = Self.fields
        for shape in shapes {
            starts.append(count)
            count += shape.adapter.program.steps.count
        }
        self.starts = starts
        known = [Int](repeating: 0, count: count * Self.kinds.count)
    }

    /// Counts a loss.
    ///
    /// - Parameters:
    ///   - kind: What became of the member.
    ///   - member: The member.
    ///   - path: Its path, which is asked for only if it is known by nothing else.
    mutating func count(_ kind: Loss.Kind, _ member: LostMember, _ path: () -> FieldPath) {
        let index: Int
        switch member {
        case .row(let shape, let step): index = starts[shape] + step
        case .canonical(let field): index = Int(field.rawValue)
        case .other:
            others["\(kind) \(path())", default: 0] += 1
            return
        }
        for number in Self.kinds.indices where Self.kinds[number] == kind {
            known[index * Self.kinds.count + number] += 1
        }
    }

    /// Adds the counts of another part.
    mutating func add(_ part: LossCounts) {
        for index in known.indices { known[index] += part.known[index] }
        for (member, count) in part.others { others[member, default: 0] += count }
    }

    /// Forgets everything, and keeps the memory.
    mutating func reset() {
        for index in known.indices { known[index] = 0 }
        if !others.isEmpty { others.removeAll(keepingCapacity: true) }
    }

    /// The counts by kind and path.
    func byPath(_ shapes: [WireShape]) -> [String: Int] {
        var result = others
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
