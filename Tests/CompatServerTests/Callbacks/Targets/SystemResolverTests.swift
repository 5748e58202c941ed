import AgentsCore
import Testing

@testable import CompatServer

/// The system's own resolver, as far as it can be asked without a network.
@Suite(.timeLimit(.minutes(1))) struct SystemResolverTests {
    @Test func thisMachineIsFound() async throws {
        let addresses = try await SystemResolver().addresses(of: "localhost")
        #expect(!addresses.isEmpty)
        #expect(
            addresses.allSatisfy { IPAddress($0).map(AddressRules(allowsPrivate: false).refusal) == .loopback })
    }

    @Test func addressesOfBothVersionsAreReadFromTheSystemsStructures() async throws {
        #expect(try await SystemResolver().addresses(of: "192.0.2.33") == ["192.0.2.33"])
        #expect(try await SystemResolver().addresses(of: "2001:db8::1:2") == ["2001:db8:0:0:0:0:1:2"])
    }

    @Test func aNameThatCannotBeIsUnknown() async {
        await #expect(throws: ResolverError.self) { try await SystemResolver().addresses(of: "no such name.invalid") }
    }

    @Test func withoutAPlaceNobodyIsAsked() async {
        let resolver = SystemResolver(maximumCalls: 0)
        await #expect(throws: ResolverError.busy) { try await resolver.addresses(of: "localhost") }
        await #expect(throws: ResolverError.busy) { try await resolver.addresses(of: "localhost") }
    }
}
