import AgentsCore
import Testing

/// A vocabulary as its words, so that one test runs over all of them.
struct VocabularyCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let expected: [String]
    let known: [String]
    let isKnown: @Sendable (String) -> Bool
    let spelled: @Sendable (String) -> String

    init<Word: OpenVocabulary>(_ type: Word.Type, _ words: String) {
        testDescription = "\(type)"
        expected = words.split(separator: " ").map(String.init)
        known = Word.known.map(\.rawValue)
        isKnown = { Word(rawValue: $0).isKnown }
        spelled = { Word(rawValue: $0).description }
    }

    static let all = [
        Self(Generation.Kind.self, "image image_edit video video_edit video_reframe layering"),
        Self(Generation.State.self, "queued processing completed failed"),
        Self(
            Generation.FailureCode.self,
            """
            content_moderated generation_failed budget_exhausted output_not_found image_too_large unsupported_format \
            corrupt_input invalid_request rate_limited
            """
        ),
        Self(Generation.Output.Kind.self, "image video"),
        Self(GenerationModel.self, "uni-1 uni-1-max ray-3.2"),
        Self(AspectRatio.self, "3:1 2:1 21:9 16:9 4:3 3:2 1:1 3:4 2:3 9:16 1:2 1:3"),
        Self(ImageStyle.self, "auto manga"),
        Self(OutputFormat.self, "png jpeg"),
        Self(VideoResolution.self, "360p 540p 720p 1080p"),
        Self(VideoDuration.self, "5s 10s"),
        Self(EditStrength.self, "adhere_1 adhere_2 adhere_3 flex_1 flex_2 flex_3 reimagine_1 reimagine_2 reimagine_3"),
        Self(PoseStrength.self, "precise coarse"),
        Self(LayeringResolution.self, "1k 2k"),
        Self(AlphaHint.self, "soft hard none"),
        Self(FilePurpose.self, "input reference"),
        Self(FileState.self, "pending ready failed deleted"),
    ]
}

@Suite struct OpenVocabularyTests {
    @Test(arguments: VocabularyCase.all)
    func holdsTheWordsOfTheSchemaInItsOrder(_ vocabulary: VocabularyCase) {
        #expect(vocabulary.known == vocabulary.expected)
        #expect(vocabulary.expected.allSatisfy(vocabulary.isKnown))
    }

    @Test(arguments: VocabularyCase.all, ["", "holographic", "IMAGE", "image ", "\u{0}", "été"])
    func keepsOtherWordsAsTheyAreSpelled(_ vocabulary: VocabularyCase, _ word: String) {
        #expect(!vocabulary.isKnown(word))
        #expect(vocabulary.spelled(word) == word)
    }

    @Test func onlyTheTwoLastStatesAreTerminal() {
        #expect(Generation.State.known.filter(\.isTerminal) == [.completed, .failed])
        #expect(!Generation.State(rawValue: "cancelled").isTerminal)
    }

    @Test func literalsAreWords() {
        let state: Generation.State = "completed"
        #expect(state == .completed)
    }
}
