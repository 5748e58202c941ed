package import AgentsCore

/// What becomes of one call to a legacy API: what is sent, what is lost, what it will cost, and what the caller gets.
package struct Explanation: Sendable {
    /// What the caller gets.
    package enum Answer: Sendable, Equatable {
        /// This at once; ids and times that the server assigns are zero in it.
        case now(HTTPResponse)
        /// Nothing until the generation has ended, or this time is over.
        case atTheEnd(within: Duration)
        /// This, because the call is refused.
        case refusal(HTTPResponse)
    }

    /// The dialect and the operation.
    package let dialect: Dialect
    package let operation: String
    /// The body of the request that would create the generation; nothing if none is sent.
    package let body: String?
    /// What became of the members.
    package let ledger: [LedgerEntry]
    /// Why the call is refused, where it is.
    package let failure: Failure?
    /// What the generation will cost; nothing if there is none.
    package let price: PriceEstimate?
    /// What the caller gets.
    package let answer: Answer
    /// The table that the price is from.
    let prices: PriceTable

    /// Whether the request would be sent.
    package var isAccepted: Bool { failure == nil }
    /// Method and path of what would be sent.
    package static let upstream = (method: HTTPMethod.post, path: "/v1/generations")
}
