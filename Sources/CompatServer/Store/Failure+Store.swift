import Adapters

extension Failure {
    /// What a caller is told when the store cannot do what it was asked for: nothing of disks and files.
    ///
    /// - Parameter error: The store's error.
    init(_ error: StoreError) {
        switch error.code {
        case .tooLarge: self.init(.tooLarge, error.description)
        case .conflict, .unknownTask, .illegalChange: self = .internalFault
        default:
            self.init(
                .unavailable, "The server cannot read or write its records at the moment; try again.", retryAfter: 5)
        }
    }

    /// A fault of this server that a caller can do nothing about.
    static let internalFault = Failure(.internalError, "Internal server error")
}
