import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// What kind of generation a record is: the echo of its request says it best.
@Suite struct GenerationKindTests {
    struct Row: Sendable, CustomTestStringConvertible {
        /// Members beside `id` and `state`.
        let members: String
        let type: String?
        var isDerived = true

        var testDescription: String { members }
    }

    static let rows = [
        Row(
            members: #""generation_type":"video","request":{"generation_type":"video"}"#, type: "video",
            isDerived: false),
        Row(
            members: #""generation_type":"image","request":{"generation_type":"image"}"#, type: "image",
            isDerived: false),
        Row(members: #""generation_type":"video","request":{}"#, type: "video", isDerived: false),
        Row(members: #""type":"video","request":{}"#, type: "video", isDerived: false),
        // The echo names the operation, the answer only the kind of asset: the way back is the same word.
        Row(
            members: #""generation_type":"video","request":{"generation_type":"modify_video"}"#, type: "video_edit",
            isDerived: false),
        Row(
            members: #""generation_type":"video","request":{"generation_type":"reframe_video"}"#, type: "video_reframe",
            isDerived: false),
        Row(
            members: #""generation_type":"image","request":{"generation_type":"reframe_image"}"#, type: "image_edit",
            isDerived: false),
        Row(
            members: #""generation_type":"video","request":{"generation_type":"upscale_video"}"#, type: "video",
            isDerived: false),
        Row(
            members: #""generation_type":"video","request":{"generation_type":"add_audio"}"#, type: "video",
            isDerived: false),
        Row(
            members: #""generation_type":"image","request":{"generation_type":"image","modify_image_ref":{"url":"u"}}"#,
            type: "image_edit", isDerived: false),
        Row(
            members: #""generation_type":"image","request":{"generation_type":"image","modify_image_ref":null}"#,
            type: "image", isDerived: false),
        // The echo wins where they disagree; what the answer said stays in the residue.
        Row(members: #""generation_type":"image","request":{"generation_type":"video"}"#, type: "video"),
        Row(members: #""generation_type":"video","request":{"generation_type":"image"}"#, type: "image"),
        Row(members: #""generation_type":null,"request":{"generation_type":"modify_video"}"#, type: "video_edit"),
        Row(members: #""generation_type":"v\u0069deo","request":{"generation_type":"video"}"#, type: "video"),
        Row(members: #""request":{"type":"modify_video"}"#, type: "video_edit"),
        Row(members: #""request":{"generation_type":"add_audio"}"#, type: "video"),
        // Nobody says it: the assets do.
        Row(members: #""assets":{"video":"v"},"request":{}"#, type: "video"),
        Row(members: #""assets":{"image":"i"},"request":{}"#, type: "image"),
        Row(members: #""assets":{"image":"i","video":"v"},"request":{}"#, type: "video"),
        Row(members: #""assets":null,"request":{}"#, type: nil),
        Row(members: #""assets":{"video":null},"request":{"generation_type":7}"#, type: nil),
        // Words of neither API survive.
        Row(members: #""generation_type":"hologram","request":{}"#, type: "hologram", isDerived: false),
        Row(members: #""generation_type":"video_edit","request":{}"#, type: "video_edit"),
    ]

    @Test(arguments: rows)
    func followsFromTheMembers(_ row: Row) throws {
        let document = #"{"id":"g","state":"queued",\#(row.members)}"#
        let line = try registry.converted(document)
        #expect(line["type"]?.text == row.type)
        let isDerived = line.words(at: "provenance.derived").contains("type")
        #expect(isDerived == (row.isDerived && row.type != nil))
        expectKept(AdapterLaws(registry, members: [:]).roundTrip(Array(document.utf8)))
    }

    @Test(arguments: ["video", "modify_video", "reframe_video", "upscale_video", "add_audio"])
    func theImageOfAVideoIsItsThumbnail(_ word: String) throws {
        let document =
            #"{"id":"g","generation_type":"video","state":"completed","assets":{"video":"v","image":"i"},"#
            + #""request":{"generation_type":"\#(word)"}}"#
        let line = try registry.converted(document)
        #expect(line["output"]?.description == #"[{"type":"video","url":"v"}]"#)
        #expect(line.value(at: "provenance.residue.assets")?.description == #"{"image":"i"}"#)
        #expect(try registry.roundTrip(document, of: .dreamMachine) == document)
    }

    @Test func `the image of an image is its output`() throws {
        let document =
            #"{"id":"g","generation_type":"image","state":"completed","assets":{"video":null,"image":"i"},"request":{}}"#
        let line = try registry.converted(document)
        #expect(line["output"]?.description == #"[{"type":"image","url":"i"}]"#)
        #expect(try registry.roundTrip(document, of: .dreamMachine) == document)
    }
}

/// The shapes of this dialect.
let registry = AdapterRegistry(shapes: DreamMachine.shapes, envelopes: DreamMachine.envelopes)
