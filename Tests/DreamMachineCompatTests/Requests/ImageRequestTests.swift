import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// What an image request becomes.
@Suite struct ImageRequestTests {
    private func translate(_ body: String, policy: TranslationPolicy = .balanced) throws -> TranslatedRequest {
        try DreamMachine.imageRequest.translate(Array(body.utf8), policy: policy)
    }

    private func sent(_ members: String, policy: TranslationPolicy = .balanced) throws -> JSONTree {
        let body = #"{"prompt":"a red kite","model":"photon-1"\#(members.isEmpty ? "" : ",")\#(members)}"#
        return try JSONTree(translate(body, policy: policy).request.json())
    }

    private func refusal(_ body: String, policy: TranslationPolicy = .balanced) -> Failure? {
        do throws(Failure) {
            _ = try DreamMachine.imageRequest.translate(Array(body.utf8), policy: policy)
            return nil
        } catch {
            return error
        }
    }

    private static func images(_ name: String, _ count: Int) -> String {
        "[" + (0..<count).map { #"{"url":"https://example.com/\#(name)\#($0).jpg"}"# }.joined(separator: ",") + "]"
    }

    @Test func `text alone is sixteen to nine and JPEG`() throws {
        #expect(
            try translate(#"{"prompt":"a red kite"}"#).request.json().text
                == #"{"prompt":"a red kite","model":"uni-1","type":"image","aspect_ratio":"16:9","output_format":"jpeg"}"#
        )
    }

    @Test(arguments: [
        ("1:1", "1:1"), ("16:9", "16:9"), ("9:16", "9:16"), ("4:3", "3:2"), ("3:4", "2:3"), ("21:9", "2:1"),
        ("9:21", "1:2"),
    ])
    func ratios(_ ratio: String, _ target: String) throws {
        #expect(try sent(#""aspect_ratio":"\#(ratio)""#)["aspect_ratio"]?.text == target)
        let body = #"{"prompt":"a red kite","model":"uni-1","aspect_ratio":"\#(ratio)"}"#
        #expect(
            try translate(body).losses.map(\.rule)
                == (ratio == target ? [] : ["dream_machine.image.aspect_ratio.\(ratio)"]))
    }

    @Test(arguments: [("jpg", "jpeg"), ("jpeg", "jpeg"), ("png", "png")])
    func formats(_ format: String, _ target: String) throws {
        #expect(try sent(#""format":"\#(format)""#)["output_format"]?.text == target)
    }

    @Test(arguments: [("photon-1", "uni-1"), ("photon-flash-1", "uni-1"), ("uni-1-max", "uni-1-max")])
    func models(_ model: String, _ target: String) throws {
        let translated = try translate(#"{"prompt":"a red kite","model":"\#(model)"}"#)
        #expect(translated.request.model.value?.rawValue == target)
        #expect(translated.losses.count == (model == target ? 0 : 1))
    }

    @Test func `references are joined, and the prompt says what they are for`() throws {
        let sent = try sent(
            #""character_ref":{"identity0":{"images":["https://example.com/c.jpg","https://example.com/d.jpg"]}},"style_ref":\#(Self.images("s", 1)),"image_ref":\#(Self.images("a", 2))"#
        )
        #expect(
            sent["image_ref"]?.elements?.map { $0["url"]?.text } == [
                "https://example.com/a0.jpg", "https://example.com/a1.jpg", "https://example.com/s0.jpg",
                "https://example.com/c.jpg", "https://example.com/d.jpg",
            ])
        #expect(
            sent["prompt"]?.text
                == "a red kite\nReference images: 1, 2 for the content; 3 for the style; 4, 5 for the character.")
    }

    @Test func `characters are told apart`() throws {
        let sent = try sent(
            #""character_ref":{"identity0":{"images":["https://example.com/c.jpg"]},"x":null,"y":{"images":[]},"identity1":{"images":["https://example.com/d.jpg"]}}"#
        )
        #expect(
            sent["prompt"]?.text == "a red kite\nReference images: 1 for one character; 2 for another character.")
    }

    @Test func `references for what they show need no words`() throws {
        let sent = try sent(#""image_ref":\#(Self.images("a", 2)),"style_ref":[]"#)
        #expect(sent["prompt"]?.text == "a red kite")
    }

    @Test func `other names of references are taken`() throws {
        let one = try sent(
            #""image":\#(Self.images("a", 1)),"style":\#(Self.images("s", 1)),"character":{"identity0":{"images":["https://example.com/c.jpg"]}}"#
        )
        let other = try sent(
            #""image_ref":\#(Self.images("a", 1)),"style_ref":\#(Self.images("s", 1)),"character_ref":{"identity0":{"images":["https://example.com/c.jpg"]}}"#
        )
        #expect(one == other)
        let image = #"{"url":"https://example.com/m.jpg"}"#
        #expect(try sent(#""modify_image":\#(image)"#) == sent(#""modify_image_ref":\#(image)"#))
    }

    @Test func `an image to change makes an edit`() throws {
        let body =
            #"{"modify_image_ref":{"url":"https://example.com/m.jpg","weight":1.0},"aspect_ratio":"9:21","model":"photon-1"}"#
        let translated = try translate(body)
        #expect(
            translated.request.json().text
                == #"{"prompt":"Stay true to the source.","model":"uni-1","type":"image_edit","source":{"url":"https://example.com/m.jpg"},"output_format":"jpeg"}"#
        )
        #expect(
            translated.losses.map { "\($0.path) \($0.kind) \($0.from ?? "-")" } == [
                #"model approximated "photon-1""#, #"aspect_ratio dropped "9:21""#,
                "modify_image_ref.weight dropped 1.0", "prompt defaulted -",
            ])
    }

    @Test func `the ledger names style and character`() throws {
        let body =
            #"{"prompt":"a red kite","model":"uni-1","style_ref":[{"url":"https://example.com/s.jpg","weight":0.8}]}"#
        #expect(
            try translate(body).losses.map { "\($0.path) \($0.kind) \($0.from ?? "-") \($0.rule)" } == [
                #"style_ref[0].url approximated "https://example.com/s.jpg" dream_machine.image.style_ref"#,
                "style_ref[0].weight dropped 0.8 dream_machine.image.weight",
            ])
    }

    @Test(arguments: [(9, 0, false), (10, 0, true), (5, 4, false), (5, 5, true)])
    func `nine images are taken`(_ images: Int, _ styles: Int, _ isRefused: Bool) {
        let members = #""image_ref":\#(Self.images("a", images)),"style_ref":\#(Self.images("s", styles))"#
        let failure = refusal(#"{"prompt":"a red kite",\#(members)}"#, policy: .lenient)
        #expect(failure?.rule == (isRefused ? "dream_machine.image.references" : nil))
    }

    @Test(arguments: [(8, false), (9, true)])
    func `eight images are taken beside a source`(_ images: Int, _ isRefused: Bool) {
        let source = #""modify_image_ref":{"url":"https://example.com/m.jpg"}"#
        let body = #"{"prompt":"a red kite","image_ref":\#(Self.images("a", images)),\#(source)}"#
        #expect((refusal(body)?.rule == "dream_machine.image.references") == isRefused)
    }

    /// However long the prompt and the references, the Agents API takes the whole.
    @Test func `there is room for the roles`() throws {
        let prompt = String(repeating: "p", count: 5000)
        let identities = (0..<9).map { #""i\#($0)":{"images":["https://example.com/\#($0).jpg"]}"# }
        let body = #"{"prompt":"\#(prompt)","character_ref":{\#(identities.joined(separator: ","))}}"#
        #expect(try translate(body).request.prompt.value.map { $0.unicodeScalars.count <= 6000 } == true)
    }

    @Test(arguments: [
        ("{}", "Prompt is required", "prompt"), (#"{"image_ref":\#(images("a", 1))}"#, "Prompt is required", "prompt"),
        (#"{"prompt":"ab"}"#, "Prompt is too short, minimum length is 3 characters", "prompt"),
        (
            #"{"prompt":"\#(String(repeating: "p", count: 5001))"}"#,
            "Prompt is too long, maximum length is 5000 characters", "prompt"
        ),
        (#"{"prompt":"abc","generation_type":"video"}"#, "Unknown request type", "generation_type"),
        (#"{"prompt":"abc","model":"ray-2"}"#, "Unknown model: use photon-1 or photon-flash-1", "model"),
        (
            #"{"prompt":"abc","modify_image":{"url":"https://e.com/a"},"modify_image_ref":{"url":"https://e.com/b"}}"#,
            "modify_image is another name of modify_image_ref: pass one of them", "modify_image"
        ),
        (
            #"{"prompt":"abc","style_ref":[{"url":""}]}"#, "style_ref[0].url is empty: fill it or leave it out",
            "style_ref[0].url"
        ),
    ])
    func refusals(_ body: String, _ message: String, _ path: String) throws {
        for policy in [TranslationPolicy.balanced, .lenient] {
            let failure = try #require(refusal(body, policy: policy))
            #expect(failure.message == message)
            #expect(failure.code == .badRequest)
            #expect(failure.path?.description == path)
        }
    }

    @Test(arguments: [
        (#""image_ref":{"url":"a"}"#, "image_ref", "list_type"),
        (#""image_ref":["a"]"#, "image_ref[0]", "model_attributes_type"),
        (#""image_ref":[{"weight":1}]"#, "image_ref[0].url", "missing"),
        (#""image_ref":\#(images("a", 65))"#, "image_ref", "too_long"),
        (#""modify_image_ref":[]"#, "modify_image_ref", "model_attributes_type"),
        (#""modify_image_ref":{}"#, "modify_image_ref.url", "missing"),
        (#""character_ref":[]"#, "character_ref", "model_attributes_type"),
        (#""character_ref":{"a":"b"}"#, "character_ref.a", "model_attributes_type"),
        (#""character_ref":{"a":{"images":"b"}}"#, "character_ref.a.images", "list_type"),
        (#""character_ref":{"a":{"images":[null]}}"#, "character_ref.a.images[0]", "string_type"),
        (#""sync":"maybe""#, "sync", "bool_type"), (#""sync_timeout":"60""#, "sync_timeout", "float_type"),
        (#""format":1"#, "format", "string_type"),
    ])
    func malformed(_ member: String, _ path: String, _ fault: String) throws {
        let failure = try #require(refusal(#"{"prompt":"abc",\#(member)}"#, policy: .lenient))
        #expect(failure.code == .malformed)
        #expect(failure.path?.description == path)
        #expect(failure.fault == fault)
    }
}
