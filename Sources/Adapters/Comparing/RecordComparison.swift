package import AgentsCore

/// A value that two records do not have in common.
package struct RecordDifference: Sendable, Equatable {
    /// Where it stands.
    package let path: FieldPath
    /// The values as JSON; nothing on the side that has none there.
    package let from: String?
    package let to: String?
}

/// Compares records, member by member, as values: spelling, spaces and the order of members do not count.
///
/// Texts are compared as they read, numbers as the quantities that they stand for, and elements of arrays in their order.
/// An absent member and `null` are two different things.
package struct RecordComparison: ~Copyable {
    private let rules: ComparisonRules
    private var left = JSONRecord(limits: .canonicalLine)
    private var right = JSONRecord(limits: .canonicalLine)
    private var differences: [RecordDifference] = []

    /// Creates a comparison.
    ///
    /// - Parameter rules: What counts.
    package init(_ rules: ComparisonRules) {
        self.rules = rules
    }

    /// Compares two documents.
    ///
    /// - Parameters:
    ///   - source: Holds the one.
    ///   - range: Where it lies there.
    ///   - other: Holds the other one.
    ///   - otherRange: Where that lies there.
    /// - Returns: What they differ in, ordered by path.
    /// - Throws: ``AdapterError`` if one of them is no document.
    package mutating func differences(
        _ source: borrowing ByteBuffer, _ range: Range<Int>, _ other: borrowing ByteBuffer, _ otherRange: Range<Int>
    ) throws(AdapterError) -> [RecordDifference] {
        if source.equals(range, other, otherRange) { return [] }
        do throws(JSONError) {
            try left.load(source, range)
            try right.load(other, otherRange)
        } catch {
            throw AdapterError(error)
        }
        differences.removeAll(keepingCapacity: true)
        compare(.root, .root, at: .root)
        // By bytes, as keys are: what looks alike has an order too.
        let named = differences.map { (path: Array("\($0.path)".utf8), difference: $0) }
        return named.sorted { $0.path.lexicographicallyPrecedes($1.path) }.map(\.difference)
    }

    // MARK: Values

    private mutating func compare(_ own: JSONRef, _ other: JSONRef, at path: FieldPath) {
        let weight = rules.weight(of: path)
        let (one, two) = (own.isPresent ? left.kind(own) : nil, other.isPresent ? right.kind(other) : nil)
        switch (one, two) {
        case _ where weight == .none: return
        case (.object?, .object?): compareMembers(own, other, at: path)
        case (.array?, .array?):
            let before = differences.count
            compareElements(own, other, at: path)
            guard differences.count > before, rules.undivided.contains(path) else { return }
            differences.removeLast(differences.count - before)
            note(own, other, at: path)
        case _ where weight == .inside:
            comparePart(one?.isContainer == true ? own : .absent, two?.isContainer == true ? other : .absent, at: path)
        case (.object?, nil) where weight == .partly && left.first(in: own).isPresent,
            (.array?, nil) where weight == .partly && left.first(in: own).isPresent,
            (nil, .object?) where weight == .partly && right.first(in: other).isPresent,
            (nil, .array?) where weight == .partly && right.first(in: other).isPresent:
            comparePart(own, other, at: path)
        default:
            if one != two || !areSame(own, other, one) { note(own, other, at: path) }
        }
    }

    /// Whether two values of a kind are the same.
    private func areSame(_ own: JSONRef, _ other: JSONRef, _ kind: JSONKind?) -> Bool {
        switch kind {
        case .string?: return areSame(left.string(own) ?? "", right.string(other) ?? "")
        case .number?:
            let (one, two) = (left.json(own), right.json(other))
            if one == two { return true }
            guard let value = DecimalValue(one) else { return false }
            return value == DecimalValue(two)
        case .bool?: return left.bool(own) == right.bool(other)
        default: return true
        }
    }

    private func areSame(_ one: String, _ two: String) -> Bool {
        // Byte for byte: letters that look alike are not the same.
        if one.utf8.elementsEqual(two.utf8) { return true }
        return rules.ignoresSignatures && SignedURL.bare(one).utf8.elementsEqual(SignedURL.bare(two).utf8)
    }

    private mutating func note(_ own: JSONRef, _ other: JSONRef, at path: FieldPath) {
        differences.append(
            RecordDifference(
                path: path, from: own.isPresent ? left.json(own) : nil, to: other.isPresent ? right.json(other) : nil))
    }

    // MARK: Containers

    private mutating func compareMembers(_ own: JSONRef, _ other: JSONRef, at path: FieldPath) {
        var others: [[UInt8]: JSONRef] = [:]
        var member = right.first(in: other)
        while member.isPresent {
            others[Array(right.key(member).utf8)] = member
            member = right.next(after: member, in: other)
        }
        member = left.first(in: own)
        while member.isPresent {
            let key = left.key(member)
            compare(member, others.removeValue(forKey: Array(key.utf8)) ?? .absent, at: path.appending(.key(key)))
            member = left.next(after: member, in: own)
        }
        for (key, member) in others {
            compare(.absent, member, at: path.appending(.key(String(decoding: key, as: UTF8.self))))
        }
    }

    private mutating func compareElements(_ own: JSONRef, _ other: JSONRef, at path: FieldPath) {
        var (one, two) = (left.first(in: own), right.first(in: other))
        var index = 0
        while one.isPresent || two.isPresent {
            compare(one, two, at: path.appending(.index(index)))
            index += 1
            if one.isPresent { one = left.next(after: one, in: own) }
            if two.isPresent { two = right.next(after: two, in: other) }
        }
    }

    private mutating func comparePart(_ own: JSONRef, _ other: JSONRef, at path: FieldPath) {
        var (member, index) = (left.first(in: own), 0)
        while member.isPresent {
            let step: FieldPath.Component = left.has(own, .object) ? .key(left.key(member)) : .index(index)
            compare(member, .absent, at: path.appending(step))
            (member, index) = (left.next(after: member, in: own), index + 1)
        }
        (member, index) = (right.first(in: other), 0)
        while member.isPresent {
            let step: FieldPath.Component = right.has(other, .object) ? .key(right.key(member)) : .index(index)
            compare(.absent, member, at: path.appending(step))
            (member, index) = (right.next(after: member, in: other), index + 1)
        }
    }
}

extension JSONKind {
    fileprivate var isContainer: Bool { self == .object || self == .array }
}

extension JSONRecord {
    /// Loads a part of a buffer.
    fileprivate mutating func load(_ text: borrowing ByteBuffer, _ range: Range<Int>) throws(JSONError) {
        source.truncate(to: 0)
        source.append(text, range.lowerBound, range.count)
        source.seal()
        _ = try scan(from: 0, framing: .document)
    }
}
