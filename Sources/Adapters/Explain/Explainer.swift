import AgentsCore

/// Says what becomes of calls to a legacy API, without a server and without sending anything.
package struct Explainer: Sendable {
    /// The API.
    package let dialect: ExplainedDialect
    private let policy: TranslationPolicy
    private let prices: PriceTable
    private let service: any DialectService

    /// Creates an explainer.
    ///
    /// - Parameters:
    ///   - dialect: The API.
    ///   - policy: What is done where a request cannot be said exactly.
    ///   - prices: What generations cost.
    package init(_ dialect: ExplainedDialect, policy: TranslationPolicy, prices: PriceTable = .standard) {
        self.dialect = dialect
        self.policy = policy
        self.prices = prices
        service = dialect.service(policy)
    }

    /// Explains a call.
    ///
    /// - Parameters:
    ///   - body: The body of the call.
    ///   - operation: Its operation.
    /// - Returns: What becomes of it.
    package func explain(_ body: [UInt8], as operation: ExplainedOperation) -> Explanation {
        let path = Self.path(operation)
        guard case .route(_, let match) = Routing([service]).target(of: .post, path) else {
            return explanation(body, operation, nil, refusedFor: .unknownRoute)
        }
        do throws(Failure) {
            let request = HTTPRequest(.post, path, fields: ["Content-Type": "application/json"], body: body)
            guard case .submit(let submission) = try service.decode(request, at: match) else {
                throw Failure(.notOffered, "the server does not create anything for this operation")
            }
            return accepted(submission, operation, match)
        } catch {
            return explanation(body, operation, match, refusedFor: error)
        }
    }

    // MARK: Verdicts

    private func accepted(
        _ submission: Submission, _ operation: ExplainedOperation, _ match: RouteMatch
    ) -> Explanation {
        let answer: Explanation.Answer
        switch submission.answer {
        case .onEnd(let patience):
            answer = .atTheEnd(within: patience)
        case .onAcceptance:
            let task = service.begin(submission, with: Self.facts)
            answer = .now(service.encode(.accepted(task), of: Call(match: match, traceID: Self.placeholder)))
        }
        let translated = TranslatedRequest(
            request: submission.request, losses: submission.losses, body: submission.body)
        let carried = operation.shape.carried(in: translated)
        return Explanation(
            dialect: dialect.dialect, operation: operation.name,
            body: String(decoding: submission.request.json(), as: UTF8.self),
            ledger: carried + submission.losses.map { LedgerEntry($0, .apply) }, failure: nil,
            price: prices.estimate(of: submission.request), answer: answer, prices: prices)
    }

    private func explanation(
        _ body: [UInt8], _ operation: ExplainedOperation, _ match: RouteMatch?, refusedFor failure: Failure
    ) -> Explanation {
        let response = service.encode(failure, of: Call(match: match, traceID: Self.placeholder))
        return Explanation(
            dialect: dialect.dialect, operation: operation.name, body: nil, ledger: ledger(body, operation),
            failure: failure, price: nil, answer: .refusal(response), prices: prices)
    }

    /// What a refused request would lose if everything was allowed, and which of that the policy does not allow.
    private func ledger(_ body: [UInt8], _ operation: ExplainedOperation) -> [LedgerEntry] {
        let shape = operation.shape
        let rows = shape.rowsByKey
        let assessment = RequestAssessment(body, shape, rows: rows, policy: policy)
        guard let translated = assessment.translated else { return [] }
        return shape.carried(in: translated)
            + translated.losses.map { loss in
                LedgerEntry(loss, rows[loss.rule].map { policy.verdict(on: $0) } ?? .apply)
            }
    }

    // MARK: Placeholders

    /// The id in answers that a server would fill with one of its own.
    package static let placeholder = "00000000-0000-0000-0000-000000000000"

    private static let facts = SubmissionFacts(
        id: placeholder, traceID: placeholder, time: WallTime(microseconds: 0),
        account: AccountIDs(application: placeholder, credential: placeholder, user: placeholder))

    /// The path of a call, with a placeholder for its parameters.
    private static func path(_ operation: ExplainedOperation) -> String {
        operation.path.split(separator: "/").map { $0.hasPrefix("{") ? placeholder : String($0) }
            .reduce(into: "") { $0 += "/" + $1 }
    }
}
