import AdapterTesting
import AgentsCore
import Testing

@Suite struct UnknownMemberTests {
    @Test func surviveOnEveryLevel() throws {
        let text = """
            {"prompt":"a","image_ref":[{"url":"u","weight":0.850}],"source":{"crop":{}},\
            "video":{"edit":{"controls":{"depth":{"a":1},"face":{"b":1},"normals":{"c":1},"pose":{"d":1},\
            "trajectory":{"e":1},"hands":{"enabled":true}},"seed":7},"source_position":{"angle":1e1},"fps":24},\
            "layering":{"count":null},"negative_prompt":"b","seed":12345678901234567890}
            """
        #expect(try GenerationRequest(json: text.utf8).json().text == text)
    }

    @Test func keepKeysAndValuesAsTheyAreWritten() throws {
        let text = #"{ "n\u0065w" : { "a\/b" : [ 1.0 , "\u00e9\ud83d\ude00" , null ] } , "x" : -0 }"#
        let request = try GenerationRequest(json: text.utf8)
        #expect(request.unknown.map(\.key) == [#"n\u0065w"#, "x"])
        #expect(request.unknown.map(\.name) == ["new", "x"])
        #expect(request.unknown.map(\.json) == [#"{"a\/b":[1.0,"\u00e9\ud83d\ude00",null]}"#, "-0"])
        #expect(request.json().text == #"{"n\u0065w":{"a\/b":[1.0,"\u00e9\ud83d\ude00",null]},"x":-0}"#)
    }

    @Test func canBeMade() throws {
        var request = GenerationRequest(prompt: "a")
        request.unknown = [try UnknownMember("say \"hi\"\n", json: " [ 1, 2 ] ".utf8)]
        #expect(request.json().text == #"{"prompt":"a","say \"hi\"\n":[1,2]}"#)
        #expect(request.unknown.map(\.name) == ["say \"hi\"\n"])
    }

    @Test func cannotBeMadeOfWhatIsNoJSON() throws {
        let error = try #require(throws: ModelError.self) {
            try UnknownMember("a", json: #"1,"prompt":"other""#.utf8)
        }
        #expect(error.code == .notJSON)
        #expect(error.path == "a")
    }

    @Test func neverGiveAnObjectAKeyTwice() throws {
        var request = GenerationRequest(prompt: "a")
        request.unknown = [
            try UnknownMember("prompt", json: "1".utf8),
            try UnknownMember("model", json: "2".utf8),
            try UnknownMember("new", json: "3".utf8),
            try UnknownMember("new", json: "4".utf8),
        ]
        #expect(request.json().text == #"{"prompt":"a","new":3}"#)
    }

    @Test func withKeysThatOnlyLookAlikeAllSurvive() throws {
        // The same letter in one code point and in two: equal as strings, and two keys.
        let text = "{\"\u{E9}\":1,\"e\u{301}\":2,\"\":3,\"Prompt\":4,\"prompt \":5}"
        #expect(try GenerationRequest(json: text.utf8).json().text.utf8.elementsEqual(text.utf8))
    }
}
