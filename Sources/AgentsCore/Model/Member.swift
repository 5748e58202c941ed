/// A member of a JSON object: not there, there as `null`, or there with a value.
///
/// On these wires absent, `null` and a value are three different things: a create request without `aspect_ratio` lets
/// the model pick one, `null` says the same in so many words, and a round trip must give back whichever was sent. So
/// there is no conversion to `Optional` that goes unseen: ``value`` says at the place of use that the first two are
/// treated alike.
///
/// ```swift
/// var request = GenerationRequest(prompt: "A sunset over the ocean")
/// request.aspectRatio = "16:9"
/// request.userID = .null
/// ```
///
/// Literals of text, numbers and truth values stand for a value. `nil` stands for nothing, because it could mean either
/// of the other two.
public enum Member<Value: Sendable>: Sendable {
    /// The object has no such member.
    case absent
    /// The member is `null`.
    case null
    /// The member has a value.
    case value(Value)
}

extension Member {
    /// The value, if there is one: `null` and absent look alike here.
    public var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    /// Whether the object has the member, be it as `null`.
    public var isPresent: Bool {
        if case .absent = self { false } else { true }
    }

    /// The same member with another value; absent stays absent, `null` stays `null`.
    ///
    /// - Parameter transform: Makes the new value from the old one.
    /// - Returns: The member with the new value.
    /// - Throws: What `transform` throws.
    public func map<Result: Sendable, Failure: Error>(
        _ transform: (Value) throws(Failure) -> Result
    ) throws(Failure) -> Member<Result> {
        switch self {
        case .absent: .absent
        case .null: .null
        case .value(let value): .value(try transform(value))
        }
    }
}

extension Member: Equatable where Value: Equatable {}

extension Member: Hashable where Value: Hashable {}

// MARK: - Literals

extension Member: ExpressibleByUnicodeScalarLiteral where Value: ExpressibleByUnicodeScalarLiteral {
    /// Creates a member with a value.
    public init(unicodeScalarLiteral value: Value.UnicodeScalarLiteralType) {
        self = .value(Value(unicodeScalarLiteral: value))
    }
}

extension Member: ExpressibleByExtendedGraphemeClusterLiteral
where Value: ExpressibleByExtendedGraphemeClusterLiteral {
    /// Creates a member with a value.
    public init(extendedGraphemeClusterLiteral value: Value.ExtendedGraphemeClusterLiteralType) {
        self = .value(Value(extendedGraphemeClusterLiteral: value))
    }
}

extension Member: ExpressibleByStringLiteral where Value: ExpressibleByStringLiteral {
    /// Creates a member with a value.
    public init(stringLiteral value: Value.StringLiteralType) {
        self = .value(Value(stringLiteral: value))
    }
}

extension Member: ExpressibleByIntegerLiteral where Value: ExpressibleByIntegerLiteral {
    /// Creates a member with a value.
    public init(integerLiteral value: Value.IntegerLiteralType) {
        self = .value(Value(integerLiteral: value))
    }
}

extension Member: ExpressibleByFloatLiteral where Value: ExpressibleByFloatLiteral {
    /// Creates a member with a value.
    public init(floatLiteral value: Value.FloatLiteralType) {
        self = .value(Value(floatLiteral: value))
    }
}

extension Member: ExpressibleByBooleanLiteral where Value: ExpressibleByBooleanLiteral {
    /// Creates a member with a value.
    public init(booleanLiteral value: Value.BooleanLiteralType) {
        self = .value(Value(booleanLiteral: value))
    }
}
