/// How long tasks are kept that have ended; for ever if nothing is said.
package struct RetentionOptions: Sendable, Equatable {
    /// How long after their end.
    package var age: Duration?
    /// The most of them.
    package var count: Int?

    /// Creates settings.
    package init(age: Duration? = nil, count: Int? = nil) {
        self.age = age
        self.count = count
    }

    /// Whether everything is kept.
    var keepsAll: Bool { age == nil && count == nil }
}
