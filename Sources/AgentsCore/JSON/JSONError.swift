/// Why a text is not accepted as JSON, and where.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of fault it is.
    ///
    /// Open: a later version may add one.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code as it appears in reports and reject files.
        public let description: String

        init(_ description: String) {
            self.description = description
        }

        /// The text does not follow the grammar of JSON (RFC 8259).
        public static let notJSON = Self("not_json")
        /// A string holds bytes that are not UTF-8.
        public static let notUTF8 = Self("not_utf8")
        /// Containers nest deeper than ``JSONLimits/depth``.
        public static let tooDeep = Self("too_deep")
        /// The document is longer than ``JSONLimits/bytes``.
        public static let tooLarge = Self("too_large")
        /// The document holds more values than ``JSONLimits/values``.
        public static let tooManyValues = Self("too_many_values")
        /// An object has the same key twice.
        public static let duplicateKey = Self("duplicate_key")
        /// A `\u` escape is half of a surrogate pair.
        public static let loneSurrogate = Self("lone_surrogate")
    }

    /// The kind of fault.
    public let code: Code
    /// Bytes from the start of the text to the fault.
    public let offset: Int
    /// What was wrong, without any part of the text.
    public let reason: String

    /// Creates an error at `offset` bytes from the start of the text.
    public init(_ code: Code, at offset: Int, _ reason: String) {
        self.code = code
        self.offset = offset
        self.reason = reason
    }

    /// Code, place and reason in one line.
    public var description: String {
        "\(code) at byte \(offset): \(reason)"
    }

    /// The same fault counted from another start.
    package func shifted(by distance: Int) -> JSONError {
        JSONError(code, at: offset + distance, reason)
    }
}

/// How much of a document is accepted before it is refused.
///
/// A small body can claim much memory: each value costs 24 bytes on the tape, so values are bounded beside bytes.
public struct JSONLimits: Sendable, Equatable {
    /// Levels of nesting, from 1 to 512.
    public var depth: Int
    /// Bytes of one document, at most 1 GiB.
    public var bytes: Int
    /// Values of one document, containers and scalars alike.
    public var values: Int

    /// Creates limits; the defaults are 128 levels, 16 MiB and one million values.
    public init(depth: Int = 128, bytes: Int = 16 << 20, values: Int = 1_000_000) {
        self.depth = min(max(depth, 1), 512)
        self.bytes = min(max(bytes, 1), 1 << 30)
        self.values = max(values, 1)
    }
}
