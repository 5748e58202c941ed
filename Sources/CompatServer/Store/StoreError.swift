/// Why the store could not do what it was asked for.
package struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of fault it is, to label a metric or decide what to do.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code.
        package let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// The setting names no store of a known kind.
        package static let badLocation = Self("store_bad_location")
        /// The store cannot be opened, read or written now; another try may succeed.
        package static let unavailable = Self("store_unavailable")
        /// Another program keeps the store locked; another try may succeed.
        package static let busy = Self("store_busy")
        /// More calls wait than the store lets wait; another try may succeed.
        package static let overloaded = Self("store_overloaded")
        /// The store was closed.
        package static let closed = Self("store_closed")
        /// No space is left.
        package static let full = Self("store_full")
        /// The store cannot be written.
        package static let readOnly = Self("store_read_only")
        /// The store is damaged.
        package static let corrupt = Self("store_corrupt")
        /// The file is something else than a store of this project.
        package static let notAStore = Self("not_a_store")
        /// The store was written by a later version.
        package static let newerSchema = Self("store_newer_schema")
        /// The store belongs to a server with another secret.
        package static let otherSecret = Self("store_other_secret")
        /// Another task has the same id, or the same id of the Agents API.
        package static let conflict = Self("store_conflict")
        /// There is no task with this id.
        package static let unknownTask = Self("store_unknown_task")
        /// A task cannot come to the stage that it shall have from the one that it is in.
        package static let illegalChange = Self("store_illegal_change")
        /// A value is larger than the store takes.
        package static let tooLarge = Self("store_too_large")
    }

    /// What kind of fault it is.
    package let code: Code
    /// What is wrong, without anything of what is stored.
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
}
