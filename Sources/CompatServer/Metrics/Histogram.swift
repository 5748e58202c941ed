import AgentsCore
import Synchronization

/// How durations are distributed over fixed buckets, counted without waiting and without keeping any of them.
struct Histogram: Sendable {
    /// What was counted until a moment.
    struct Reading: Sendable, Equatable {
        /// Durations up to each bound, those up to smaller bounds among them; the last bound is none.
        var cumulative: [Int]
        /// All durations together.
        var sum: Duration

        /// How many durations there were.
        var count: Int { cumulative.last ?? 0 }
    }

    /// The histogram's name and meaning.
    let spec: MetricSpec
    /// The largest duration of each bucket, ascending; one more bucket takes what is longer.
    let bounds: [Duration]
    private let buckets: [Counter]
    private let microseconds = Counter()

    /// Creates a histogram without durations.
    ///
    /// - Parameters:
    ///   - spec: Name and meaning.
    ///   - bounds: The largest duration of each bucket, ascending.
    init(_ spec: MetricSpec, bounds: [Duration]) {
        self.spec = spec
        self.bounds = bounds
        buckets = (0...bounds.count).map { _ in Counter() }
    }

    /// Counts a duration; one below zero is none at all.
    func observe(_ duration: Duration) {
        let duration = max(duration, .zero)
        buckets[bounds.firstIndex { duration <= $0 } ?? bounds.count].add()
        microseconds.add(Int(duration / .microseconds(1)))
    }

    /// What was counted so far.
    var reading: Reading {
        var total = 0
        let cumulative = buckets.map { bucket in
            total += bucket.value
            return total
        }
        return Reading(cumulative: cumulative, sum: .microseconds(microseconds.value))
    }
}
