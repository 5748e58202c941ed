import AdapterTesting
import DreamMachineCompat
import Testing

/// The echo of a video request.
@Suite struct VideoEchoTests {
    /// What a capture echoes comes out of a request without what is `null` in it.
    @Test(arguments: ["dream-machine/01_", "dream-machine/02_"])
    func captures(_ name: String) throws {
        let echo = try #require(try JSONTree(Fixture.named(name).bytes)["request"])
        let request = JSONTree.object((echo.members ?? []).filter { !$0.value.isNull })
        #expect(DreamMachine.videoEcho(of: "\(request)") == "\(echo)")
        #expect(DreamMachine.videoEcho(of: "\(echo)") == "\(echo)")
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
    func values(_ body: String, _ echo: String) {
        #expect(DreamMachine.videoEcho(of: body) == echo)
    }

    /// Bodies come from the store; one that cannot be read leaves the defaults.
    @Test(arguments: ["", "[1]", "{", "null"])
    func damage(_ body: String) throws {
        #expect(try JSONTree(DreamMachine.videoEcho(of: body).utf8)["model"]?.text == "ray-2")
    }
}
