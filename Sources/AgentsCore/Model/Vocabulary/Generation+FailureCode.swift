extension Generation {
    /// Why a generation failed, for programs.
    ///
    /// Source: Luma Agents API, `luma_agents` 0.5.0 `GenerationFailureCode`; meanings from its page on error handling.
    public struct FailureCode: OpenVocabulary {
        /// The word as it is spelled on the wire.
        public let rawValue: String

        /// Creates a code from its spelling on the wire, known or not.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Prompt, input or output was flagged by moderation.
        public static let contentModerated = Self(rawValue: "content_moderated")
        /// The model failed; the same request may succeed.
        public static let generationFailed = Self(rawValue: "generation_failed")
        /// The funds ran out in the middle.
        public static let budgetExhausted = Self(rawValue: "budget_exhausted")
        /// The output could not be retrieved; the same request may succeed.
        public static let outputNotFound = Self(rawValue: "output_not_found")
        /// An input was found to be over the limit while it was processed.
        public static let imageTooLarge = Self(rawValue: "image_too_large")
        /// An input has a format that is not supported.
        public static let unsupportedFormat = Self(rawValue: "unsupported_format")
        /// An input could not be decoded.
        public static let corruptInput = Self(rawValue: "corrupt_input")
        /// The request was refused while it was processed.
        public static let invalidRequest = Self(rawValue: "invalid_request")
        /// A provider behind the service limited the rate; the same request may succeed later.
        public static let rateLimited = Self(rawValue: "rate_limited")

        /// The known codes, in the order of the schema.
        public static let known: [Self] = [
            .contentModerated, .generationFailed, .budgetExhausted, .outputNotFound, .imageTooLarge,
            .unsupportedFormat, .corruptInput, .invalidRequest, .rateLimited,
        ]
    }
}
