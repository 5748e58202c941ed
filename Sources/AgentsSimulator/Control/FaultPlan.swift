import AgentsCore

/// Faults that befall requests at random, the same with every run of the same seed.
struct FaultPlan: Sendable {
    /// What happens to a request.
    enum Fault: Sendable, Equatable {
        /// It is answered with an error, and nothing else happens.
        case status(Int, retryAfter: Int?)
        /// It is never answered.
        case stall
        /// The connection is closed before anything happens.
        case reset
        /// Everything happens, and then the connection is closed without an answer.
        case loseReply
    }

    /// One fault and how often it happens.
    struct Rule: Sendable, Equatable {
        /// The endpoint that it is about; all of them if there is none.
        let endpoint: Endpoint?
        /// How often, from 0 to 1.
        let rate: Double
        /// What happens.
        let fault: Fault
    }

    private let rules: [Rule]
    private var generator: SplitMix64

    /// A plan without faults.
    init() {
        self.init([], seed: 0)
    }

    /// A plan.
    ///
    /// - Parameters:
    ///   - rules: The faults; the first that happens counts.
    ///   - seed: What the randomness starts from.
    init(_ rules: [Rule], seed: UInt64) {
        self.rules = rules
        generator = SplitMix64(seed: seed)
    }

    /// Decides about a request.
    ///
    /// - Parameter endpoint: What it asks for.
    /// - Returns: What happens to it, if anything.
    mutating func next(for endpoint: Endpoint) -> Fault? {
        guard endpoint.isSimulated else { return nil }
        for rule in rules where rule.endpoint == nil || rule.endpoint == endpoint {
            if Double.random(in: 0..<1, using: &generator) < rule.rate { return rule.fault }
        }
        return nil
    }
}
