import Synchronization

/// A number that only grows, and that anybody may count up without waiting.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    /// What has been counted so far.
    var value: Int { count.load(ordering: .relaxed) }

    /// Counts up.
    ///
    /// - Parameter amount: By how much; not below zero.
    func add(_ amount: Int = 1) {
        count.wrappingAdd(max(amount, 0), ordering: .relaxed)
    }
}

/// What tells the counters of a family apart: a label whose values are all declared, so that their number is bounded.
protocol MetricLabel: CaseIterable, Hashable, Sendable, RawRepresentable<String> {
    /// The name of the label.
    static var name: String { get }
}

/// Counters of one thing, one for each value of a label.
struct CounterFamily<Label: MetricLabel>: Sendable {
    /// The counters' name and meaning.
    let spec: MetricSpec
    private let counters = Dictionary(uniqueKeysWithValues: Label.allCases.map { ($0, Counter()) })

    /// Creates a family that has counted nothing.
    init(_ spec: MetricSpec) {
        self.spec = spec
    }

    /// What has been counted so far with a value of the label.
    subscript(_ label: Label) -> Int { counters[label]?.value ?? 0 }

    /// Counts up.
    ///
    /// - Parameters:
    ///   - label: The value of the label.
    ///   - amount: By how much; not below zero.
    func add(_ label: Label, _ amount: Int = 1) {
        counters[label]?.add(amount)
    }
}
