/// Ids by which a caller says whose tasks are meant; what is left out is any.
package struct AccountFilter: Sendable, Equatable {
    /// The application.
    package let application: String?
    /// The user.
    package let user: String?

    /// Creates a filter.
    package init(application: String? = nil, user: String? = nil) {
        self.application = application
        self.user = user
    }

    /// Whether every account fits.
    package var isEmpty: Bool { application == nil && user == nil }

    /// Whether an account fits.
    package func includes(_ account: AccountIDs) -> Bool {
        [(application, account.application), (user, account.user)].allSatisfy { wanted, id in
            wanted.map { $0.lowercased() == id } ?? true
        }
    }
}
