import AdapterTesting
import AgentsCore
import Testing

/// Whatever a document holds, it gives a value or an error with the right place.
@Suite struct ModelHostileInputTests {
    static let replacements = ["null", "true", "7", "-1.5e3", "\"x\"", "[]", "[null]", "{}", "{\"new\":[0]}"]

    @Test(arguments: AgentsFixture.requests)
    func anyValueOfARequestMayBeAnyOther(_ fixture: AgentsFixture) throws {
        for place in try JSONPlace.all(in: fixture.bytes) {
            for replacement in Self.replacements {
                var json = fixture.bytes
                json.replaceSubrange(place.range, with: replacement.utf8)
                switch Result(catching: { () throws(ModelError) in try GenerationRequest(json: json) }) {
                case .success(let request): #expect(try JSONTree(request.json()) == JSONTree(json))
                case .failure(let error): #expect(isAt(error, place.path, replacement))
                }
            }
        }
    }

    @Test(arguments: AgentsFixture.responses)
    func anyValueOfAGenerationMayBeAnyOther(_ fixture: AgentsFixture) throws {
        for place in try JSONPlace.all(in: fixture.bytes) {
            for replacement in Self.replacements {
                var json = fixture.bytes
                json.replaceSubrange(place.range, with: replacement.utf8)
                switch Result(catching: { () throws(ModelError) in try Generation(json: json) }) {
                case .success(let generation):
                    #expect(try Generation(json: generation.json()) == generation)
                    // A generation does not keep what it does not know.
                    if replacement != "{\"new\":[0]}" { #expect(try JSONTree(generation.json()) == JSONTree(json)) }
                case .failure(let error): #expect(isAt(error, place.path, replacement))
                }
            }
        }
    }

    /// Whether the fault is found where it was made: at the place, or at what was put into it.
    private func isAt(_ error: ModelError, _ path: FieldPath, _ replacement: String) -> Bool {
        switch error.code {
        case .wrongType, .badValue:
            error.path == path || (replacement == "[null]" && error.path == path.appending(0))
        case .missing:
            path.isRoot && error.path == "id"
        default: false
        }
    }

    @Test func noPartOfADocumentIsADocument() throws {
        let json = try AgentsFixture.named("req_go060_all_params_guide_frame.json").bytes
        let end = try #require(json.lastIndex(of: UInt8(ascii: "}")))
        for size in 0...end {
            let error = #expect(throws: ModelError.self) { try GenerationRequest(json: json[..<size]) }
            #expect(error?.code == .notJSON)
        }
    }

    @Test func changedBytesGiveAValueOrAnError() throws {
        var generator = SeededGenerator(seed: 1)
        let sources = (AgentsFixture.requests + AgentsFixture.responses).map(\.bytes)
        let marks = Array("{}[]\",:\\0u-.e \n".utf8)
        var values = 0
        for _ in 0..<20_000 {
            var json = try #require(sources.randomElement(using: &generator))
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: json.indices, using: &generator)
                let mark = marks[Int.random(in: marks.indices, using: &generator)]
                json[index] = Bool.random(using: &generator) ? mark : .random(in: 0...255, using: &generator)
            }
            if let request = try? GenerationRequest(json: json) {
                values += 1
                #expect(try GenerationRequest(json: request.json()) == request)
            }
            if let generation = try? Generation(json: json) {
                #expect(try Generation(json: generation.json()) == generation)
            }
        }
        // If none of them gave a value, half of this would test nothing.
        #expect(values > 2000)
    }

    @Test func anyTextComesBack() throws {
        let scalars = (0..<0x3000).compactMap(Unicode.Scalar.init) + ["\u{FEFF}", "\u{FFFF}", "\u{10FFFF}"]
        let text = String(String.UnicodeScalarView(scalars))
        let request = GenerationRequest(prompt: .value(text), model: .value(GenerationModel(rawValue: text)))
        let again = try GenerationRequest(json: request.json())
        #expect(again.prompt.value?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        #expect(again.model.value?.rawValue.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    }

    @Test(.timeLimit(.minutes(20)))
    func largeDocumentsTakeLinearTime() throws {
        let count = 100_000
        let members = (0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let request = try GenerationRequest(json: "{\(members)}".utf8)
        #expect(request.unknown.count == count)
        #expect(request.json().text == "{\(members)}")

        let frames = Array(repeating: "{}", count: count).joined(separator: ",")
        let video = try GenerationRequest(json: "{\"video\":{\"keyframes\":[\(frames)]}}".utf8)
        #expect(video.video.value?.keyframes.value?.count == count)
    }

    @Test func nestingInUnknownMembersIsKept() throws {
        let nested = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        let text = "{\"video\":{\"new\":\(nested)}}"
        #expect(try GenerationRequest(json: text.utf8).json().text == text)
    }
}
