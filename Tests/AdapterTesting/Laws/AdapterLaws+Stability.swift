import Adapters
import AgentsCore

extension AdapterLaws {
    /// Normalising gives the same bytes every time, for every layout, and for what it gave already.
    ///
    /// - Returns: How the law is broken.
    package func stability(_ document: [UInt8]) -> String? {
        let first = convert([document])
        let again = convert([document])
        if again.output != first.output || again.refusals != first.refusals {
            return "gave \(first.output.text) and then \(again.output.text)"
        }
        guard first.isComplete, let tree = try? JSONTree(document) else { return nil }
        for layout in JSONTree.Layout.allCases {
            let other = convert([tree.json(layout)])
            if other.output != first.output || !other.isComplete {
                return "gave \(first.output.text), and \(other.output.text) when laid out as \(layout)"
            }
        }
        for source in [Source.any, .canonical] {
            let lines = convert(first.lines, Route(source: source))
            if let error = lines.refusals.first { return "its own line is refused (\(error)): \(first.output.text)" }
            if lines.output != first.output { return "the line \(first.output.text) became \(lines.output.text)" }
            if !lines.losses.isEmpty { return "its own line reports losses: \(lines.losses)" }
        }
        return nil
    }

    /// A worker that has seen other documents gives what a new one gives.
    ///
    /// - Returns: How the law is broken.
    package func independence(_ document: [UInt8]) -> String? {
        let fresh = registry.convert(document)
        let used = convert([document])
        if fresh.output == used.output && fresh.refusals == used.refusals && fresh.losses == used.losses { return nil }
        return "a new worker gave \(fresh.output.text), one that has seen other documents \(used.output.text)"
    }
}
