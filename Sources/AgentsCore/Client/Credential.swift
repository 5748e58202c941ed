/// An API key or a token, which no log, error or dump shows.
///
/// Only ``withValue(_:)`` hands out the text, so that a search for it finds every place that sees a secret.
public struct Credential: Sendable {
    private let value: String

    /// Creates a credential.
    public init(_ value: String) {
        self.value = value
    }

    /// Lends the text.
    ///
    /// - Parameter body: Uses the text; what it returns must not keep it longer than needed.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func withValue<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(value)
    }

    /// The text as bytes.
    package var bytes: [UInt8] { Array(value.utf8) }
}

extension Credential: Equatable {
    /// Compares every byte; the time says nothing about where two texts of a length differ.
    public static func == (left: Credential, right: Credential) -> Bool {
        let (own, other) = (left.bytes, right.bytes)
        guard own.count == other.count else { return false }
        return zip(own, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing of the text, not even its length.
    public var description: String { "<redacted>" }

    /// Nothing of the text.
    public var debugDescription: String { description }

    /// Nothing of the text.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
