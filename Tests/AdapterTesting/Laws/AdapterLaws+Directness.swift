import Adapters
import AgentsCore

extension AdapterLaws {
    /// A document becomes the same on the straight way to another dialect as by way of its canonical lines, and what it
    /// becomes is told to be of that dialect.
    ///
    /// - Returns: How the law is broken.
    package func directness(_ document: [UInt8]) -> String? {
        let lines = lines(document)
        guard !lines.isEmpty else { return nil }
        for dialect in registry.dialects {
            let target: Target = dialect == .agents ? .bare : .dialect("\(dialect)")
            let direct = convert([document], Route(target: target))
            for source in [Source.any, .canonical] {
                let steps = convert(lines.map(\.bytes), Route(source: source, target: target))
                if direct.output != steps.output || direct.refusals != steps.refusals
                    || atRecords(direct.losses) != atRecords(steps.losses)
                {
                    return "to \(target): \(direct.output.text) \(direct.losses), by way of lines \(steps.output.text) "
                        + "\(steps.losses)"
                }
            }
            // An item is told by its list, so it need not be recognised by itself.
            for (line, rendered) in zip(lines, direct.lines)
            where line.tree["state"] != nil && line.tree.value(at: "provenance.of") == nil {
                let found = self.lines(rendered).map(\.dialect)
                if found != ["\(dialect)"] { return "to \(target): \(rendered.text) is taken for \(found)" }
            }
        }
        return nil
    }

    /// Losses as they are told of single records: items of a list have its name and their index before their paths.
    private func atRecords(_ losses: [Loss]) -> [String] {
        losses.map { loss in
            var path = loss.path
            // Items of `output` are the record's own.
            if path.components.count > 2, case .index = path.components[1], loss.kind != .defaulted,
                path.components[0] != .key("output")
            {
                path.components.removeFirst(2)
            }
            return "\(loss.kind) \(path) \(loss.from ?? "") \(loss.to ?? "") \(loss.rule)"
        }
    }
}
