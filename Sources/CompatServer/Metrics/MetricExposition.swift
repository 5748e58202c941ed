import AgentsCore

/// Metrics in the text format that Prometheus reads.
///
/// Source: Prometheus documentation, exposition formats, text-based format, version 0.0.4.
struct MetricExposition: Sendable {
    /// What the format is called in a header field.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The text so far; every line ends with a newline.
    private(set) var text = ""

    /// Adds all counters of a family.
    mutating func add<Label: MetricLabel>(_ family: CounterFamily<Label>) {
        begin(family.spec)
        for label in Label.allCases {
            line(family.spec.name, (Label.name, label.rawValue), "\(family[label])")
        }
    }

    /// Adds a histogram.
    mutating func add(_ histogram: Histogram) {
        begin(histogram.spec)
        let (name, reading) = (histogram.spec.name, histogram.reading)
        let bounds = histogram.bounds.map(Self.seconds) + ["+Inf"]
        for (bound, count) in zip(bounds, reading.cumulative) { line(name + "_bucket", ("le", bound), "\(count)") }
        line(name + "_sum", nil, Self.seconds(reading.sum))
        line(name + "_count", nil, "\(reading.count)")
    }

    /// Adds a metric without a label.
    mutating func add(_ spec: MetricSpec, _ value: Int) {
        begin(spec)
        line(spec.name, nil, "\(value)")
    }

    /// Adds a metric that is a time.
    mutating func add(_ spec: MetricSpec, _ value: Duration) {
        begin(spec)
        line(spec.name, nil, Self.seconds(value))
    }

    private mutating func begin(_ spec: MetricSpec) {
        let help = spec.help.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
        text += "# HELP \(spec.name) \(help)\n# TYPE \(spec.name) \(spec.kind.rawValue)\n"
    }

    private mutating func line(_ name: String, _ label: (name: String, value: String)?, _ value: String) {
        text += name + (label.map { "{\($0.name)=\"\($0.value)\"}" } ?? "") + " \(value)\n"
    }

    /// A duration in seconds, without digits that say nothing.
    private static func seconds(_ duration: Duration) -> String {
        let number = duration.inSeconds
        let whole = number.rounded()
        return number == whole && abs(whole) < 1e15 ? "\(Int(whole))" : "\(number)"
    }
}

extension Metrics {
    /// Everything that is counted, for Prometheus.
    ///
    /// - Parameter readings: What is measured now.
    /// - Returns: The text.
    func exposition(_ readings: MetricReadings) -> String {
        var exposition = MetricExposition()
        exposition.add(submissions)
        exposition.add(losses)
        exposition.add(polls)
        exposition.add(timeToKnowledge)
        exposition.add(Self.liveTasks, readings.liveTasks)
        exposition.add(Self.runningPolls, readings.runningPolls)
        exposition.add(Self.pollLateness, readings.pollLateness)
        exposition.add(callbacks)
        exposition.add(Self.storeWrites, readings.storeWrites)
        exposition.add(Self.storeCommits, readings.storeCommits)
        exposition.add(Self.waitingWrites, readings.waitingWrites)
        exposition.add(Self.storeFailing, readings.isStoreFailing ? 1 : 0)
        return exposition.text
    }
}
