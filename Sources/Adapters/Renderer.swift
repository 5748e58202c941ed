import AgentsCore

/// The way out: canonical lines in, records of a dialect out, with what that lost.
///
/// A line is rendered in its own dialect exactly as its record was; lines of a batch or list, given together, become one
/// again. In any other dialect only the canonical members count, and the ledger lists the rest.
public struct Renderer: Sendable {
    private let plan: ConversionPlan

    /// Creates a renderer.
    public init(_ registry: AdapterRegistry, to target: ConversionTarget) {
        plan = ConversionPlan(registry, from: .dialect(.agents), to: target)
    }

    /// Renders canonical lines, or plain Agents records.
    ///
    /// - Parameter lines: One or more lines; those of a batch or list in their order.
    /// - Returns: The documents, one a line, and their losses.
    /// - Throws: ``AdapterError`` if a line is no canonical one, or an item of a batch or list is missing.
    public func render(_ lines: some Sequence<String>) throws(AdapterError) -> Rendered {
        var converter = RecordConverter(plan, rebuildsEnvelopes: true)
        var documents: [String] = []
        for line in lines {
            let output = try converter.convertDocument(line.utf8, .canonicalLine)
            for document in output.split(separator: UInt8(ascii: "\n")) {
                documents.append(String(decoding: document, as: UTF8.self))
            }
        }
        try converter.finish()
        return Rendered(documents: documents, ledger: Ledger(converter.losses))
    }
}

/// Documents of a dialect, and what they lost.
public struct Rendered: Sendable, Equatable {
    /// The documents as compact JSON.
    public let documents: [String]
    /// What the documents do not hold of the records they were made of.
    public let ledger: Ledger
}
