import AgentsCore

/// When a generation is asked after, if nothing special happens.
///
/// Source: Luma Agents API, polling guide: images take about half a minute, videos of five seconds up to two minutes.
struct PollCadence: Sendable, Hashable {
    /// From acceptance to the first question.
    let first: Duration
    /// From one answer to the next question.
    let interval: Duration
    /// From acceptance to a question before the first, for a caller who wants to know when work begins.
    var glance: Duration?

    /// The cadence for a kind of generation.
    ///
    /// - Parameters:
    ///   - kind: What is made.
    ///   - speed: What every delay is divided by.
    ///   - isProgressAwaited: Whether a callback waits for the moment when work begins.
    init(for kind: Generation.Kind?, speed: Double = 1, isProgressAwaited: Bool = false) {
        glance = isProgressAwaited ? .seconds(2) / speed : nil
        let isImage = kind == .image || kind == .imageEdit || kind == .layering
        first = (isImage ? .seconds(20) : .seconds(30)) / speed
        interval = (isImage ? .seconds(2) : .seconds(5)) / speed
    }
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
