package import Adapters
import AgentsCore
package import Testing

// Short forms for tests of single documents.

extension AdapterRegistry {
    /// Converts one document, which is given as text.
    package func convert(
        _ document: String, from source: ConversionSource = .any, to target: ConversionTarget = .canonical
    ) -> Conversion {
        convert(Array(document.utf8), from: source, to: target)
    }

    /// The one line or document that a document becomes.
    ///
    /// - Throws: if it is refused, or becomes none or several.
    package func converted(
        _ document: String, from source: ConversionSource = .any, to target: ConversionTarget = .canonical,
        at location: SourceLocation = #_sourceLocation
    ) throws -> JSONTree {
        let conversion = convert(document, from: source, to: target)
        try #require(conversion.refusals.isEmpty, sourceLocation: location)
        try #require(conversion.lines.count == 1, sourceLocation: location)
        return try JSONTree(conversion.lines[0])
    }

    /// Why a document is refused.
    ///
    /// - Throws: if it is not.
    package func refusal(
        _ document: String, from source: ConversionSource = .any, to target: ConversionTarget = .canonical,
        at location: SourceLocation = #_sourceLocation
    ) throws -> AdapterError {
        let conversion = convert(document, from: source, to: target)
        #expect(conversion.output.text == "", "a refused document leaves nothing behind", sourceLocation: location)
        return try #require(conversion.refusals.first, sourceLocation: location)
    }

    /// What a record of a dialect becomes on its way to a canonical line and back.
    package func roundTrip(
        _ document: String, of dialect: Dialect, at location: SourceLocation = #_sourceLocation
    ) throws -> String {
        let lines = convert(document)
        try #require(lines.refusals.isEmpty, sourceLocation: location)
        let back = turnBack(lines.lines, to: dialect)
        try #require(back.refusals.isEmpty, sourceLocation: location)
        #expect(back.losses.isEmpty, sourceLocation: location)
        return back.lines.map(\.text).joined(separator: "\n")
    }
}

extension JSONTree {
    /// The words of a list of strings, in order; none if it is no list.
    package func words(at path: String) -> [String] {
        value(at: path)?.elements?.compactMap(\.text) ?? []
    }

    /// Reads a document that is given as text.
    package init(text: String) throws {
        self = try JSONTree(text.utf8)
    }
}
