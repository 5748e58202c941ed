import AgentsCore

/// One thing that a request must not be, and what it is refused with.
struct ValidationRule: Sendable {
    /// Where the words come from.
    enum Origin: Sendable {
        /// The service's documentation prints them.
        case documented
        /// The service has such a rule, or a schema that implies it, but its words, or even its status, are not
        /// printed anywhere.
        case inferred
    }

    /// Where the words come from.
    let origin: Origin
    /// The status of the refusal.
    let status: Int
    /// The types that it is about; all if empty.
    let kinds: [Generation.Kind]
    /// What a request is refused with; nothing if the rule has nothing against it.
    let fault: @Sendable (CreateRequest) -> String?

    /// A rule whose words are printed in the documentation.
    ///
    /// - Parameters:
    ///   - detail: The words.
    ///   - kinds: The types that it is about; all if none is given.
    ///   - status: The status.
    ///   - isBroken: Whether a request breaks it.
    /// - Returns: The rule.
    static func documented(
        _ detail: String, for kinds: Generation.Kind..., status: Int = 400,
        when isBroken: @escaping @Sendable (CreateRequest) -> Bool
    ) -> ValidationRule {
        ValidationRule(origin: .documented, status: status, kinds: kinds) { isBroken($0) ? detail : nil }
    }

    /// A rule whose words are printed in the documentation and name a value of the request.
    ///
    /// - Parameters:
    ///   - kinds: The types that it is about; all if none is given.
    ///   - status: The status.
    ///   - fault: What a request is refused with.
    /// - Returns: The rule.
    static func documented(
        for kinds: Generation.Kind..., status: Int = 400, _ fault: @escaping @Sendable (CreateRequest) -> String?
    ) -> ValidationRule {
        ValidationRule(origin: .documented, status: status, kinds: kinds, fault: fault)
    }

    /// A rule whose words are not known.
    ///
    /// - Parameters:
    ///   - detail: Words in the manner of those that are known.
    ///   - kinds: The types that it is about; all if none is given.
    ///   - status: The status.
    ///   - isBroken: Whether a request breaks it.
    /// - Returns: The rule.
    static func inferred(
        _ detail: String, for kinds: Generation.Kind..., status: Int = 400,
        when isBroken: @escaping @Sendable (CreateRequest) -> Bool
    ) -> ValidationRule {
        ValidationRule(origin: .inferred, status: status, kinds: kinds) { isBroken($0) ? detail : nil }
    }

    /// A rule whose words are not known and name a value of the request.
    ///
    /// - Parameters:
    ///   - kinds: The types that it is about; all if none is given.
    ///   - status: The status.
    ///   - fault: What a request is refused with.
    /// - Returns: The rule.
    static func inferred(
        for kinds: Generation.Kind..., status: Int = 400, _ fault: @escaping @Sendable (CreateRequest) -> String?
    ) -> ValidationRule {
        ValidationRule(origin: .inferred, status: status, kinds: kinds, fault: fault)
    }

    /// What a request is refused with, if it is of a type that the rule is about and breaks it.
    func rejection(of request: CreateRequest) -> Rejection? {
        guard kinds.isEmpty || kinds.contains(request.kind) else { return nil }
        return fault(request).map { Rejection(status, $0) }
    }
}
