/// The parameters of a request's query, decoded as browsers encode forms.
package struct QueryParameters: Sendable {
    /// Parameters that are looked at.
    private static let limit = 64

    private let pairs: [(name: String, value: String)]

    /// Reads a query; what cannot be decoded in it is left out.
    package init(_ query: String?) {
        let pieces = (query ?? "").split(separator: "&", maxSplits: Self.limit).prefix(Self.limit)
        pairs = pieces.compactMap { piece in
            let parts = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = parts.compactMap { String($0.map { $0 == "+" ? " " : $0 }).percentDecoded }
            guard decoded.count == parts.count, let name = decoded.first else { return nil }
            return (name, decoded.count > 1 ? decoded[1] : "")
        }
    }

    /// The value of a parameter; of several with a name, the last counts.
    package subscript(_ name: String) -> String? {
        pairs.last { $0.name == name }?.value
    }

    /// A whole number.
    ///
    /// - Parameters:
    ///   - name: The parameter.
    ///   - least: The least number that is allowed.
    /// - Returns: The number; nothing if the parameter is absent.
    /// - Throws: ``Failure`` in the words of ``ShapeFault`` if it is something else.
    package func integer(_ name: String, atLeast least: Int) throws(Failure) -> Int? {
        guard let text = self[name] else { return nil }
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            throw .malformed(.integer, parameter: name, text)
        }
        // More digits than a number has are more than anybody has of anything.
        let number = Int32(text).map { Int($0) } ?? (text.first == "-" ? Int.min : Int(Int32.max))
        guard number >= least else { throw .malformed(.atLeast(least), parameter: name, text) }
        return number
    }
}
