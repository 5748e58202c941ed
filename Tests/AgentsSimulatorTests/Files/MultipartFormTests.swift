import AgentsCore
import Testing

@testable import AgentsSimulator

@Suite struct MultipartFormTests {
    private static let form = "multipart/form-data; boundary=b"

    private func send(
        _ body: String, _ type: String = form, _ simulator: SimulatorUnderTest = SimulatorUnderTest()
    ) async throws -> HTTPResponse {
        let body = body.replacing("\n", with: "\r\n")
        return try await simulator.send(.post, "/v1/files", fields: ["Content-Type": type], body)
    }

    private static let file =
        "--b\nContent-Disposition: form-data; name=\"file\"; filename=\"a.gif\"\n"
        + "Content-Type: image/gif\n\nGIF89a\n"

    @Test func aFileIsTakenInAtOnce() async throws {
        let simulator = SimulatorUnderTest()
        let purpose = "--b\nContent-Disposition: form-data; name=\"purpose\"\n\nreference\n"
        let response = try await send(purpose + Self.file + "--b--\n", Self.form, simulator)
        #expect(response.status == 201, "\(response.text)")
        let created = try CreateFileResponse(json: response.body)
        #expect(created.state == "pending")
        #expect(created.upload == .null)
        simulator.clock.advance(by: .seconds(4))
        let file = try await simulator.file(created.id)
        #expect(file.state == "ready")
        #expect(file.filename == "a.gif")
        #expect(file.mimeType == "image/gif")
        #expect(file.purpose == "reference")
        #expect(file.sizeBytes == 6)
    }

    @Test func theBoundaryMayBeQuotedAndStandInTheContent() async throws {
        let body = "--a b\nContent-Disposition: form-data; name=file\n\nGIF --a b --a\n--a b--"
        let response = try await send(body, "Multipart/Form-Data; charset=x; BOUNDARY=\"a b\"")
        #expect(try CreateFileResponse(json: response.body).file.value?.sizeBytes == 13)
    }

    @Test(arguments: [
        "", "--b--", "--b", "--b\n--b--", "--b\n\n--b--", "--b\nX: y\n\nz\n--b--",
        "--b\nContent-Disposition\n\nz\n--b--", "--b\nContent-Disposition: form-data\n\nz\n--b--",
        "--b\nContent-Disposition: form-data; name=\"file\n\nz\n--b--", "FILE", "FILE--b", "FILE--bx--", "xFILE--b--",
        "--b\nContent-Disposition: form-data; name=file\n\n\n--b--",
        "--b\nContent-Disposition: form-data; name=file\nContent-Type: gif\n\nGIF89a\n--b--",
    ])
    func otherBodiesAreNone(_ body: String) async throws {
        let response = try await send(body.replacing("FILE", with: Self.file))
        #expect(response.status == 422, "\(response.text)")
        #expect(response.detail != nil)
    }

    @Test(arguments: ["", "; boundary=", "; boundary=c", "; boundary=\"b", "; bound=b", "; boundary"])
    func aBoundaryIsNeeded(_ parameters: String) async throws {
        #expect(try await send(Self.file + "--b--", "multipart/form-data" + parameters).status == 422)
    }

    @Test func partsAndTheirHeadsAreBounded() async throws {
        let part = "--b\nContent-Disposition: form-data; name=x\n\n\n"
        #expect(try await send(String(repeating: part, count: 31) + Self.file + "--b--").status == 201)
        #expect(try await send(String(repeating: part, count: 32) + Self.file + "--b--").status == 422)
        let long = "--b\nX: " + String(repeating: "y", count: 5000) + "\nContent-Disposition: form-data; name=x\n\n\n"
        #expect(try await send(long + Self.file + "--b--").status == 422)
    }

    @Test func anythingCutShortIsRefusedOrRead() async throws {
        let whole = Array((Self.file + "--b--\n").replacing("\n", with: "\r\n").utf8)
        let simulator = SimulatorUnderTest()
        for count in 0..<whole.count {
            let response = try await simulator.send(
                .post, "/v1/files", fields: ["Content-Type": Self.form], bytes: Array(whole.prefix(count)))
            #expect(response.status == (count < whole.count - 2 ? 422 : 201))
        }
    }
}
