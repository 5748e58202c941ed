/// Why a server could not be started.
package struct HTTPServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code.
        package let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// The text is no address.
        package static let badAddress = Self("bad_address")
        /// The name is unknown, or the address is none of this machine.
        package static let unknownHost = Self("unknown_host")
        /// Another program listens there.
        package static let portInUse = Self("port_in_use")
        /// The port needs more rights.
        package static let noPermission = Self("no_permission")
        /// The system has no descriptors, threads or memory left.
        package static let noResources = Self("no_resources")
    }

    /// What went wrong.
    package let code: Code
    /// What went wrong, in one line.
    package let reason: String
    /// What to do about it.
    package let remedy: String

    /// Creates an error.
    init(_ code: Code, _ reason: String, remedy: String) {
        self.code = code
        self.reason = reason
        self.remedy = remedy
    }

    /// Reason and remedy in one line.
    package var description: String { "\(reason); \(remedy)" }
}
