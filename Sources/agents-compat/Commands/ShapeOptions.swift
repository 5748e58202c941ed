import AceDataCompat
import Adapters
import AgentsCore
import DreamMachineCompat

extension AdapterRegistry {
    /// All shapes of the command line.
    static let all = AdapterRegistry(
        shapes: AceData.shapes + DreamMachine.shapes, envelopes: AceData.envelopes + DreamMachine.envelopes)
}

extension OptionSpec {
    static let from = OptionSpec(
        "from", value: "DIALECT[:SHAPE]", standard: "auto", "what the records are; auto looks at their members")
    static let to = OptionSpec("to", value: "DIALECT[:SHAPE]", standard: "agents", "what they become")
    static let bare = OptionSpec(
        "bare", "plain Agents records: leave provenance out, and with it the way back")
}

extension Arguments {
    /// What `--from` names.
    func source() throws(CommandError) -> ConversionSource {
        let name = self[.from] ?? "auto"
        if name == "auto" { return .any }
        let registry = AdapterRegistry.all
        if let dialect = registry.dialects.first(where: { "\($0)" == name }) { return .dialect(dialect) }
        if let shape = registry.shapes.first(where: { $0.fullName == name }) { return .shape(shape) }
        if let envelope = registry.envelopes.first(where: { $0.fullName == name }) { return .envelope(envelope) }
        throw refusal(of: .from, Self.unknownShape(name))
    }

    /// What `--to` and `--bare` name.
    func target() throws(CommandError) -> ConversionTarget {
        let name = self[.to] ?? "agents"
        let registry = AdapterRegistry.all
        let isAgents = name == "agents" || name == Agents.generation.fullName
        if has(.bare) {
            guard isAgents else { throw .usage("--bare makes plain Agents records; it cannot go with --to \(name)") }
            return .bare
        }
        if isAgents { return .canonical }
        if let dialect = registry.dialects.first(where: { "\($0)" == name }) { return .dialect(dialect) }
        if let shape = registry.shapes.first(where: { $0.fullName == name }) { return .shape(shape) }
        // An envelope is what the lines of its items become when they are turned back.
        if let envelope = registry.envelopes.first(where: { $0.fullName == name }) { return .dialect(envelope.dialect) }
        throw refusal(of: .to, Self.unknownShape(name))
    }

    private static func unknownShape(_ name: String) -> String {
        let registry = AdapterRegistry.all
        let names =
            registry.dialects.map { "\($0)" } + registry.shapes.map(\.fullName) + registry.envelopes.map(\.fullName)
        let hint = names.nearest(to: name).map { "did you mean \($0)?" } ?? "known are \(names.joined(separator: ", "))"
        return " does not know '\(name)'; \(hint)"
    }
}
