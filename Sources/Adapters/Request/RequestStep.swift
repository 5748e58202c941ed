package import AgentsCore

/// What is done with a request as a whole once its members are read: what no single field says.
package struct RequestStep: Sendable {
    /// What a step does.
    package typealias Action = @Sendable (inout RequestDraft, borrowing JSONRecord) throws(Failure) -> Void

    /// What the step does, for ledger and documentation.
    package let rows: [RequestRow]
    /// What it does.
    package let action: Action

    /// Creates a step.
    package init(_ rows: [RequestRow], _ action: @escaping Action) {
        self.rows = rows
        self.action = action
    }
}
