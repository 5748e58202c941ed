import Adapters
import AgentsCore
import Testing

@testable import CompatServer

@Suite struct PrincipalTests {
    private let principals: Principals

    init() throws {
        principals = Principals(secret: try ServerSecret.random())
    }

    private func request(_ authorization: String?) -> HTTPRequest {
        var request = HTTPRequest(.get, "/")
        request.fields["Authorization"] = authorization
        return request
    }

    @Test(arguments: ["Bearer luma-api-x", "bearer luma-api-x", "Bearer Bearer luma-api-x", "BEARER   luma-api-x"])
    func `A key is found behind its scheme, even a doubled one`(authorization: String) throws {
        let principal = try principals.principal(of: request(authorization))
        #expect(principal.credential == Credential("luma-api-x"))
        #expect(try principals.principal(of: request("Bearer luma-api-x")).fingerprint == principal.fingerprint)
    }

    @Test func `Two keys are two principals with two accounts`() throws {
        let one = try principals.principal(of: request("Bearer luma-api-x"))
        let other = try principals.principal(of: request("Bearer luma-api-y"))
        #expect(one.fingerprint != other.fingerprint)
        #expect(one.account != other.account)
    }

    @Test(arguments: [nil, "", "luma-api-x", "Basic bHVtYQ==", "Bearer", "Bearer "])
    func `Without a token there is nobody`(authorization: String?) {
        let failure = #expect(throws: Failure.self) { try principals.principal(of: request(authorization)) }
        #expect(failure?.code == .missingToken)
    }

    @Test func `The beginning of a key is no key`() {
        let failure = #expect(throws: Failure.self) { try principals.principal(of: request("Bearer luma-api-")) }
        #expect(failure?.code == .invalidToken)
    }

    @Test(arguments: [
        "Bearer sk-123", "Bearer luma-api-a b", "Bearer luma-api-\u{e9}",
        "Bearer luma-api-" + String(repeating: "x", count: 600),
    ])
    func `What cannot be a key is refused, and not repeated`(authorization: String) {
        let failure = #expect(throws: Failure.self) { try principals.principal(of: request(authorization)) }
        #expect(failure?.code == .invalidToken)
        #expect(failure?.message.contains(authorization.dropFirst(7)) == false)
    }
}
