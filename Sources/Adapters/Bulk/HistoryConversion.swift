package import AgentsCore

/// How histories are converted in bulk: worked out once, and shared by all lanes.
package struct HistoryConversion: Sendable {
    let plan: ConversionPlan
    let limits: JSONLimits
    /// Whether states, models and the like are counted.
    package var isDetailed = false
    /// Which records are wanted.
    package var selection = RecordSelection()
    /// The time by which links and unfinished records are judged; they are not counted without.
    package var now: WallTime?
    /// Whether the place of each record in the output is noted.
    package var keepsMarks = false
    /// Where the record stands in a document that is none itself, such as the line of a log.
    package var body = FieldPath([.key("body")])

    /// Works out a conversion.
    ///
    /// - Parameters:
    ///   - registry: The shapes to know.
    ///   - source: Which records are accepted.
    ///   - target: What they are turned into.
    ///   - limits: How much of a document is accepted.
    package init(
        _ registry: AdapterRegistry, from source: ConversionSource = .any, to target: ConversionTarget = .canonical,
        limits: JSONLimits = JSONLimits()
    ) {
        plan = ConversionPlan(registry, from: source, to: target)
        self.limits = limits
    }

    /// Accounts of nothing yet.
    func tally(words: Int = WordCounts.standardCapacity) -> NormalizationTally {
        NormalizationTally(shapes: plan.registry.shapes, detailed: isDetailed, words: words)
    }

    /// A worker of its own.
    func converter() -> RecordConverter {
        // A lane hands its words over before they are too many, so that the same ones are told apart however an input is cut.
        var converter = RecordConverter(plan, detailed: isDetailed, words: .max)
        converter.inspector.selection = selection
        converter.inspector.now = isDetailed ? now : nil
        converter.inspector.keepsMarks = keepsMarks
        return converter
    }
}
