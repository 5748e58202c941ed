package import Testing

extension AdapterLaws {
    /// Records an issue for each law that a document breaks.
    package func expectAll(
        _ document: [UInt8], _ comment: Comment? = nil, at location: SourceLocation = #_sourceLocation
    ) {
        for violation in violations(of: document) {
            Issue.record(
                Comment(rawValue: [comment?.rawValue, violation].compactMap { $0 }.joined(separator: ": ")),
                sourceLocation: location)
        }
    }
}

/// Records an issue if a law is broken.
///
/// - Parameters:
///   - violation: What the law said.
///   - location: Where the check is.
package func expectKept(_ violation: String?, at location: SourceLocation = #_sourceLocation) {
    #expect(violation == nil, sourceLocation: location)
}
