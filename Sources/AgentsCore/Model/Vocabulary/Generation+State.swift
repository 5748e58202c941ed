extension Generation {
    /// How far a generation has come: `queued`, then `processing`, then `completed` or `failed`.
    ///
    /// Source: Luma Agents API, `luma_agents` 0.5.0 `Generation.state`.
    public struct State: OpenVocabulary {
        /// The word as it is spelled on the wire.
        public let rawValue: String

        /// Creates a state from its spelling on the wire, known or not.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The generation waits for its turn.
        public static let queued = Self(rawValue: "queued")
        /// The generation is being made.
        public static let processing = Self(rawValue: "processing")
        /// The outputs are there.
        public static let completed = Self(rawValue: "completed")
        /// There will be no outputs; the failure members say why.
        public static let failed = Self(rawValue: "failed")

        /// The known states, in the order of the schema.
        public static let known: [Self] = [.queued, .processing, .completed, .failed]

        /// Whether the generation has come to its end; a state that is not known counts as one that has not.
        public var isTerminal: Bool { self == .completed || self == .failed }
    }
}
