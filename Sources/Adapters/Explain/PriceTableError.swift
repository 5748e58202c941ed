package import AgentsCore

/// Why a table of prices cannot be used, and what to do about it.
package struct PriceTableError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong.
    package enum Code: String, Sendable, Equatable {
        /// The text is no JSON document.
        case notJSON = "not_json"
        /// A member that no table has.
        case unknownMember = "unknown_member"
        /// A member that every table has is not there.
        case missingMember = "missing_member"
        /// A value that cannot be one.
        case badValue = "bad_value"
    }

    /// What is wrong.
    package let code: Code
    /// The member at fault.
    package let path: FieldPath
    /// What is wrong and what to do about it.
    package let reason: String

    /// The error as one line.
    package var description: String {
        path.isRoot ? reason : "\(path): \(reason)"
    }
}
