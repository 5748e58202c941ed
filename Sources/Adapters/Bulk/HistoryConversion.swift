public import AgentsCore

/// How histories are converted in bulk: worked out once, and used for any number of inputs, by any number of tasks.
///
/// Its `items(of:)` read sequences and asynchronous ones; see <doc:Reading-histories>.
public struct HistoryConversion: Sendable {
    let plan: ConversionPlan
    let limits: JSONLimits
    /// Whether accounts have states, models and the like, which takes time.
    public var isDetailed = false
    /// Which records are wanted; any, if nothing is said.
    public var selection = RecordSelection()
    /// The time by which links and unfinished records are judged where accounts are detailed; they are not counted without.
    public var now: WallTime?
    /// Whether it is noted where each record stands and what it is known by.
    package var keepsMarks = false
    /// Whether records of several dialects with the same identifier are different ones where that is noted.
    package var tellsDialectsApart = true
    /// Bytes of an identifier beyond which a record is refused, as is one whose identifier is empty; any will do without.
    package var longestID: Int?
    /// Where the record stands in a document that is none itself, such as the line of a log: members, one in the other.
    public var body = FieldPath([.key("body")])

    /// Works out a conversion.
    ///
    /// - Parameters:
    ///   - registry: The shapes to know.
    ///   - source: Which records are accepted.
    ///   - target: What they are turned into.
    ///   - limits: How much of a document is accepted.
    public init(
        _ registry: AdapterRegistry, from source: ConversionSource = .any, to target: ConversionTarget = .canonical,
        limits: JSONLimits = JSONLimits()
    ) {
        plan = ConversionPlan(registry, from: source, to: target)
        self.limits = limits
    }

    /// Accounts of nothing yet.
    func tally() -> NormalizationTally {
        var tally = NormalizationTally(shapes: plan.registry.shapes, detailed: isDetailed)
        tally.isSelective = !selection.isEmpty
        tally.isDated = isDetailed && now != nil
        return tally
    }

    /// A worker of its own.
    func converter() -> RecordConverter {
        // Losses are counted; nobody reads them one by one.
        var converter = RecordConverter(plan, detailed: isDetailed, keepsLosses: false, isPart: true)
        converter.inspector.selection = selection
        converter.inspector.now = isDetailed ? now : nil
        converter.inspector.keepsMarks = keepsMarks
        converter.inspector.keepsKeys = keepsMarks
        converter.inspector.tellsDialectsApart = tellsDialectsApart
        converter.inspector.longestID = longestID
        return converter
    }
}
