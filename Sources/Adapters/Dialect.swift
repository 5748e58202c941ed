/// A family of wire shapes that one API speaks.
///
/// Each compat module adds its own.
public struct Dialect: Sendable, Hashable, CustomStringConvertible {
    /// The name on the command line and in `provenance.dialect`.
    public let name: StaticString

    /// Creates a dialect.
    public init(_ name: StaticString) {
        self.name = name
    }

    /// The name on the command line and in `provenance.dialect`.
    public var description: String { name.description }

    /// The Agents API, whose `Generation` is the canonical one.
    public static let agents = Dialect("agents")

    /// Compares names.
    public static func == (left: Dialect, right: Dialect) -> Bool {
        left.description == right.description
    }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(description)
    }
}
