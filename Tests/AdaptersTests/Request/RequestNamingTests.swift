import AceDataCompat
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Operations by their names.
@Suite struct RequestNamingTests {
    @Test func `operations have the names of the command line`() {
        #expect(
            DreamMachine.requests.map(\.operation) == [
                "video", "image", "modify", "reframe-video", "reframe-image", "upscale", "audio",
            ])
        #expect(DreamMachine.requests.allSatisfy { $0.dialect == "dream-machine" })
        #expect(AceData.requests.map(\.operation) == ["videos"])
        #expect(DreamMachine.RequestKind.allCases.map(\.rawValue) == DreamMachine.requests.map(\.operation))
    }

    @Test(arguments: ["image", "dream-machine.image"])
    func `a name finds its operation`(_ name: String) throws {
        let shape = try #require(DreamMachine.requests.named(name))
        #expect(shape.name.description == "dream-machine.image")
    }

    @Test(arguments: ["", "images", "Image", "acedata.videos", "dream-machine", "dream-machine."])
    func `other names find none`(_ name: String) {
        #expect(DreamMachine.requests.named(name) == nil)
    }

    @Test(arguments: [
        (Generation.Kind.image, DreamMachine.RequestKind.image), (.imageEdit, .image), (.video, .video),
        (.videoEdit, .modify), (.videoReframe, .reframeVideo), ("later", .video),
    ])
    func `a generation's type names its operation`(_ kind: Generation.Kind, _ request: DreamMachine.RequestKind) {
        #expect(DreamMachine.RequestKind(of: kind) == request)
    }
}
