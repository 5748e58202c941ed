import Adapters
import AgentsCore

extension AdapterLaws {
    /// A document is what it is, in whatever order the shapes are registered.
    ///
    /// - Parameters:
    ///   - document: A document.
    ///   - shape: The full name of its shape, or of the envelope that it is.
    /// - Returns: How the law is broken.
    package func detection(_ document: [UInt8], shape: String) -> String? {
        let envelope = registry.envelopes.first { $0.fullName == shape }
        let wanted = envelope?.item.fullName ?? shape
        var output: [UInt8]?
        for registry in Self.permutations(of: registry) {
            let conversion = registry.convert(document)
            if let error = conversion.refusals.first { return "\(error), with \(registry.names)" }
            if let output, output != conversion.output {
                return "gave \(output.text), but \(conversion.output.text) with \(registry.names)"
            }
            output = conversion.output
            for line in conversion.lines {
                guard let line = Self.line(line) else { return "no JSON: \(line.text)" }
                if line.shape != wanted { return "taken for \(line.shape), with \(registry.names)" }
                if (line.tree.value(at: "provenance.of") != nil) != (envelope != nil) {
                    return "misplaced: \(line.tree)"
                }
            }
        }
        return nil
    }

    /// A registry for every order of the shapes and envelopes; the Agents API's own shape is always the first.
    static func permutations(of registry: AdapterRegistry) -> [AdapterRegistry] {
        let shapes = registry.shapes.filter { $0.fullName != Agents.generation.fullName }
        return permutations(shapes).flatMap { shapes in
            permutations(registry.envelopes).map { AdapterRegistry(shapes: shapes, envelopes: $0) }
        }
    }

    private static func permutations<Element>(_ elements: [Element]) -> [[Element]] {
        guard elements.count > 1 else { return [elements] }
        return elements.indices.flatMap { index -> [[Element]] in
            var rest = elements
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }
}

extension AdapterRegistry {
    /// The shapes in their order.
    fileprivate var names: String { shapes.map(\.fullName).joined(separator: ", ") }
}
