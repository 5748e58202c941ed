import HTTPTransport
import Testing

/// Where servers listen, and what they say if they cannot.
@Suite(.bounded) struct ListenAddressTests {
    @Test(
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:0", "::1", 0), ("localhost:80", "localhost", 80),
            ("0.0.0.0:65535", "0.0.0.0", 65535), ("[fe80::1%eth0]:1", "fe80::1%eth0", 1),
            ("a-b.example:09", "a-b.example", 9),
        ] as [(String, String, UInt16)])
    func addressesAreRead(_ text: String, _ host: String, _ port: UInt16) throws {
        let address = try ListenAddress(parsing: text)
        #expect(address == ListenAddress(host: host, port: port))
        let again = try ListenAddress(parsing: address.description)
        #expect(again == address)
    }

    @Test(
        arguments: [
            "", ":", "8080", ":8080", "localhost", "localhost:", "localhost:65536", "localhost:-1", "localhost:+1",
            "localhost:80x", "::1:80", "[::1]", "[]:80", "[::1:80", "a b:80", "a/b:80", "h\u{0}:80", "h\n:80",
            "http://h:80",
        ])
    func otherTextsAreRefusedWithARemedy(_ text: String) {
        let error = #expect(throws: HTTPServerError.self) { try ListenAddress(parsing: text) }
        #expect(error?.code == .badAddress)
        #expect(error?.remedy.contains("127.0.0.1:8080") == true)
    }

    private func failure(on address: ListenAddress) async -> HTTPServerError? {
        do throws(HTTPServerError) {
            let server = try HTTPServer.start(on: address, handler: StubHandler.echo)
            await server.stop(grace: .zero)
            return nil
        } catch {
            return error
        }
    }

    @Test func aPortInUseIsNamed() async throws {
        try await withServer { server in
            let error = await failure(on: server.address)
            #expect(error?.code == .portInUse)
            #expect(error?.description.contains("\(server.address)") == true)
            #expect(error?.description.contains("\n") == false)
        }
    }

    @Test(arguments: ["192.0.2.1:0", "no-such-host.invalid:0", "[2001:db8::1]:0"])
    func anotherMachinesAddressIsRefused(_ text: String) async throws {
        let error = await failure(on: try ListenAddress(parsing: text))
        #expect(error?.code == .unknownHost)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test func aFreePortIsFoundAndNamed() async throws {
        let server = try HTTPServer.start(on: ListenAddress(parsing: "localhost:0"), handler: StubHandler.echo)
        #expect(server.address.port != 0 && server.address.host == "localhost")
        let answer = try await exchange(server, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(answer.status == 200)
        await server.stop(grace: .zero)
    }
}
