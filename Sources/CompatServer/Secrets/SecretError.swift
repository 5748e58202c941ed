/// Why the server's secret cannot be used.
package struct SecretError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of fault it is.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code.
        package let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// The text is shorter than ``ServerSecret/minimumLength``.
        package static let tooShort = Self("secret_too_short")
        /// The file can be read by others than its owner.
        package static let notPrivate = Self("secret_not_private")
        /// The file is no secret: of another size, or no file at all.
        package static let notASecret = Self("not_a_secret")
        /// The file cannot be read or created.
        package static let unavailable = Self("secret_unavailable")
    }

    /// What kind of fault it is.
    package let code: Code
    /// What is wrong, without anything of the secret.
    package let reason: String
    /// What to do about it.
    package let remedy: String

    /// Creates an error.
    package init(_ code: Code, _ reason: String, remedy: String) {
        self.code = code
        self.reason = reason
        self.remedy = remedy
    }

    /// Reason and remedy in one line.
    package var description: String { "\(reason); \(remedy)" }

    /// The error of a system that has no memory left to lock.
    static var noMemory: SecretError {
        SecretError(.unavailable, "there is no memory for the server's secret", remedy: "give the process more memory")
    }
}
