import Adapters

extension DreamMachine {
    /// The rows that several operations have.
    enum CommonRows {
        static let otherType = RequestRow.refused(
            "dream_machine.generation_type.unknown", "generation_type", "any other", "Unknown request type")
        static let prompt = RequestRow.exact("dream_machine.prompt", "prompt", to: "prompt")
        static let callback = RequestRow.server("dream_machine.callback_url", "callback_url", "the server calls it")
        static let unknownKey = RequestRow.near(
            "dream_machine.unknown_key", "any other", "", .dropped, "no member of this request")
    }

    /// The rows of a video as a source.
    enum SourceRows {
        static let media = RequestRow.exact(
            "dream_machine.media", "media.url", to: "source.url; source.media_type by the end of its path")
        static let mediaType = RequestRow.near(
            "dream_machine.media.type", "media.url", "ends in none of `.mp4`, `.m4v`, `.mov`, `.qt`, `.webm`",
            .defaulted, to: "source.media_type `video/mp4`",
            "the Agents API wants the type of a video, and the address does not tell it")
    }
}
