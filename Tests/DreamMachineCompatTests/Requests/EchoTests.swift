import AdapterTesting
import Adapters
import DreamMachineCompat
import Testing

/// The echo of a request.
@Suite struct EchoTests {
    /// What a capture echoes comes out of a request without what is `null` in it.
    @Test(arguments: ["dream-machine/01_", "dream-machine/02_"])
    func captures(_ name: String) throws {
        let echo = try #require(try JSONTree(Fixture.named(name).bytes)["request"])
        let request = JSONTree.object((echo.members ?? []).filter { !$0.value.isNull })
        #expect(DreamMachine.echo(of: "\(request)", for: .video) == "\(echo)")
        #expect(DreamMachine.echo(of: "\(echo)", for: .video) == "\(echo)")
    }

    @Test(arguments: [
        (
            #"{"prompt":"abc"}"#,
            #"{"generation_type":"video","prompt":"abc","aspect_ratio":"16:9","loop":false,"keyframes":null,"callback_url":null,"model":"ray-2","resolution":null,"duration":null,"concepts":null}"#
        ),
        (
            #"{"unknown":1,"duration":9,"keyframes":{"x":1,"frame1":{"type":"image","url":"https:\/\/a"}},"loop":true,"model":null}"#,
            #"{"generation_type":"video","prompt":null,"aspect_ratio":"16:9","loop":true,"keyframes":{"frame0":null,"frame1":{"type":"image","url":"https:\/\/a"}},"callback_url":null,"model":"ray-2","resolution":null,"duration":9,"concepts":null}"#
        ),
    ])
    func videos(_ body: String, _ echo: String) {
        #expect(DreamMachine.echo(of: body, for: .video) == echo)
    }

    @Test(arguments: [
        (
            #"{"prompt":"abc"}"#,
            #"{"generation_type":"image","model":"photon-1","prompt":"abc","aspect_ratio":"16:9","format":"jpg","callback_url":null,"image_ref":null,"style_ref":null,"character_ref":null,"modify_image_ref":null,"sync":false,"sync_timeout":60}"#
        ),
        (
            #"{"sync_timeout":5,"sync":true,"modify_image":{"url":"https://a"},"image":[{"url":"https://b","weight":1.0}],"style":[],"style_ref":[{"url":"https://c"}],"character_ref":null,"character":{},"x":1}"#,
            #"{"generation_type":"image","model":"photon-1","prompt":null,"aspect_ratio":"16:9","format":"jpg","callback_url":null,"image_ref":[{"url":"https://b","weight":1.0}],"style_ref":[{"url":"https://c"}],"character_ref":{},"modify_image_ref":{"url":"https://a"},"sync":true,"sync_timeout":5}"#
        ),
    ])
    func images(_ body: String, _ echo: String) {
        #expect(DreamMachine.echo(of: body, for: .image) == echo)
        #expect(DreamMachine.echo(of: echo, for: .image) == echo)
    }

    @Test(arguments: [
        (
            DreamMachine.RequestKind.modify,
            #"{"generation_type":"modify_video","media":null,"first_frame":null,"model":"ray-2","mode":null,"prompt":null,"callback_url":null}"#
        ),
        (
            .reframeVideo,
            #"{"generation_type":"reframe_video","media":null,"first_frame":null,"model":"ray-2","prompt":"","aspect_ratio":null,"grid_position_x":null,"grid_position_y":null,"x_start":null,"x_end":null,"y_start":null,"y_end":null,"resized_width":null,"resized_height":null,"callback_url":null}"#
        ),
        (
            .reframeImage,
            #"{"generation_type":"reframe_image","media":null,"model":"photon-1","prompt":"","aspect_ratio":null,"grid_position_x":null,"grid_position_y":null,"x_start":null,"x_end":null,"y_start":null,"y_end":null,"resized_width":null,"resized_height":null,"format":"jpg","callback_url":null}"#
        ),
        (.upscale, #"{"generation_type":"upscale_video","resolution":null,"callback_url":null}"#),
        (.audio, #"{"generation_type":"add_audio","prompt":null,"negative_prompt":null,"callback_url":null}"#),
    ])
    func defaults(_ kind: DreamMachine.RequestKind, _ echo: String) {
        #expect(DreamMachine.echo(of: "{}", for: kind) == echo)
    }

    /// A request that has every member comes back as it was.
    @Test func `values stand as they were sent`() {
        let modify =
            #"{"generation_type":"modify_video","media":{"url":"https:\/\/a"},"first_frame":{"url":"b"},"model":"ray-flash-2","mode":"flex_1","prompt":"\u0061bc","callback_url":"https://c"}"#
        #expect(DreamMachine.echo(of: modify, for: .modify) == modify)
        let reframe =
            #"{"generation_type":"reframe_video","media":{"url":"a"},"first_frame":null,"model":"ray-2","prompt":"p","aspect_ratio":"1:1","grid_position_x":1,"grid_position_y":2.50,"x_start":-3,"x_end":4,"y_start":5,"y_end":6,"resized_width":7,"resized_height":8,"callback_url":null}"#
        #expect(DreamMachine.echo(of: reframe, for: .reframeVideo) == reframe)
    }

    /// The echo is itself a request for the same.
    @Test(arguments: DreamMachine.RequestKind.allCases)
    func `an echo names its operation`(_ kind: DreamMachine.RequestKind) throws {
        let echo = try JSONTree(DreamMachine.echo(of: "{}", for: kind).utf8)
        #expect(echo["generation_type"]?.text?.isEmpty == false)
        guard let models = kind.shape.models else { return }
        #expect(echo["model"]?.text == models.standard)
    }

    /// Bodies come from the store; one that cannot be read leaves the defaults.
    @Test(arguments: ["", "[1]", "{", "null"])
    func damage(_ body: String) throws {
        #expect(try JSONTree(DreamMachine.echo(of: body, for: .video).utf8)["model"]?.text == "ray-2")
    }
}
