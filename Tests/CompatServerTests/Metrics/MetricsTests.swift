import Testing

@testable import CompatServer

@Suite struct MetricsTests {
    @Test func `Durations are counted in the bucket whose bound they do not pass`() {
        let histogram = Histogram(MetricSpec("x_seconds", .histogram, "X."), bounds: [.seconds(1), .seconds(5)])
        for duration in [-1, 0, 1, 2, 5, 6, 60] { histogram.observe(.seconds(duration)) }
        #expect(histogram.reading == .init(cumulative: [3, 5, 7], sum: .seconds(74)))
    }

    @Test func `Copies count together, from many tasks at once`() async {
        let metrics = Metrics()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        metrics.polls.add(.ended)
                        metrics.timeToKnowledge.observe(.seconds(3))
                    }
                }
            }
        }
        #expect(metrics.polls[.ended] == 8000 && metrics.polls[.unfinished] == 0)
        #expect(metrics.timeToKnowledge.reading.count == 8000)
        #expect(metrics.timeToKnowledge.reading.sum == .seconds(24_000))
    }

    /// What the format demands of each line; `prometheus_client` reads the same text in the client tests.
    @Test func `Every metric has its help, its type and its samples, each once`() {
        let metrics = Metrics()
        metrics.submissions.add(.inDoubt, 2)
        metrics.timeToKnowledge.observe(.milliseconds(700))
        let text = metrics.exposition(MetricReadings(liveTasks: 7, pollLateness: .milliseconds(1500)))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.last == "")
        let samples = lines.filter { !$0.hasPrefix("#") }.dropLast()
        #expect(Set(samples.map { $0.prefix { $0 != " " } }).count == samples.count)
        #expect(lines.contains("agents_compat_submissions_total{outcome=\"in_doubt\"} 2"))
        #expect(lines.contains("agents_compat_submissions_total{outcome=\"accepted\"} 0"))
        #expect(lines.contains("agents_compat_time_to_knowledge_seconds_bucket{le=\"0.5\"} 0"))
        #expect(lines.contains("agents_compat_time_to_knowledge_seconds_bucket{le=\"1\"} 1"))
        #expect(lines.contains("agents_compat_time_to_knowledge_seconds_bucket{le=\"+Inf\"} 1"))
        #expect(lines.contains("agents_compat_time_to_knowledge_seconds_sum 0.7"))
        #expect(lines.contains("agents_compat_live_tasks 7"))
        #expect(lines.contains("agents_compat_poll_lateness_seconds 1.5"))
        let named = Set(lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] })
        #expect(lines.filter { $0.hasPrefix("# HELP ") }.count == named.count)
        #expect(samples.allSatisfy { sample in named.contains { sample.hasPrefix($0) } })
    }
}
