public import AgentsCore

/// A member of the canonical `Generation`, in the order in which it is written.
public enum CanonicalField: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    /// The identifier.
    case id
    /// What is made, and from what.
    case type
    /// How far the work has come.
    case state
    /// The model that does the work.
    case model
    /// When the generation was created.
    case createdAt
    /// The files that were made.
    case output
    /// Why the generation failed, for people.
    case failureReason
    /// Why the generation failed, for programs.
    case failureCode

    /// The member's key in the Agents API.
    public var key: JSONKey {
        switch self {
        case .id: "id"
        case .type: "type"
        case .state: "state"
        case .model: "model"
        case .createdAt: "created_at"
        case .output: "output"
        case .failureReason: "failure_reason"
        case .failureCode: "failure_code"
        }
    }
}

/// A set of canonical members.
public struct CanonicalFields: OptionSet, Sendable, BitwiseCopyable {
    /// One bit a member, in canonical order.
    public let rawValue: UInt8

    /// Creates a set from its bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Creates a set of one member.
    public init(_ field: CanonicalField) {
        rawValue = 1 << field.rawValue
    }

    /// Whether a member is in the set.
    public func contains(_ field: CanonicalField) -> Bool {
        rawValue & (1 << field.rawValue) != 0
    }
}
