/// A duration in eight bytes, cut to the nanosecond, where there are very many.
@propertyWrapper
struct Compact: Sendable, Hashable {
    private var nanoseconds: Int64

    /// Keeps a duration.
    init(wrappedValue: Duration) {
        nanoseconds = Self.nanoseconds(wrappedValue)
    }

    /// The duration.
    var wrappedValue: Duration {
        get { .nanoseconds(nanoseconds) }
        set { nanoseconds = Self.nanoseconds(newValue) }
    }

    /// What is more than 292 years is as much.
    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        let (product, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isStillTooLarge) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return isTooLarge || isStillTooLarge ? (seconds < 0 ? .min : .max) : sum
    }
}
