/// Why a setting of a policy is not accepted.
package struct PolicyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of fault it is.
    package enum Code: String, Sendable, Equatable {
        /// There is no such setting.
        case unknownKey = "unknown_key"
        /// There is such a row, but no policy changes what it does.
        case fixedRow = "fixed_row"
        /// The value is not one of the setting's.
        case badValue = "bad_value"
    }

    /// The kind of fault.
    package let code: Code
    /// The setting, as it was given.
    package let key: String
    /// What is wrong, and what to do about it.
    package let description: String

    init(_ code: Code, _ key: String, _ reason: String) {
        self.code = code
        self.key = key
        // Settings come from outside and may be of any length.
        description = "the policy setting '\(key.prefix(100))' \(reason)"
    }
}
