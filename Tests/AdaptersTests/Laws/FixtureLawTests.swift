import AdapterTesting
import Adapters
import Testing

/// The laws over every payload that is a record, or holds records.
@Suite struct FixtureLawTests {
    let laws = AdapterLaws.known

    @Test(arguments: Fixture.records)
    func givesTheRecordsOfTheIndex(_ fixture: Fixture) {
        let conversion = AdapterRegistry.known.convert(fixture.documents)
        #expect(conversion.refusals.isEmpty)
        #expect(conversion.lines.count == fixture.recordCount)
        #expect(conversion.written == fixture.recordCount)
        for document in fixture.documents { #expect(laws.accepts(document)) }
    }

    /// No payload has its members in an order that no revision knows.
    @Test(arguments: Fixture.records)
    func comesBackByteForByte(_ fixture: Fixture) {
        for document in fixture.documents { expectKept(laws.roundTrip(document, isExact: true)) }
    }

    @Test(arguments: Fixture.records)
    func followsTheRevisionsOfTheIndex(_ fixture: Fixture) throws {
        for line in AdapterRegistry.known.convert(fixture.documents).lines {
            #expect(try JSONTree(line).words(at: "provenance.revisions") == fixture.revisions)
        }
    }

    /// Every revision that a table knows is one that some payload follows, or that a test of its own shows.
    @Test func everyRevisionHasAPayload() {
        let seen = Set(Fixture.records.flatMap(\.revisions))
        let known = AdapterRegistry.known.shapes.flatMap(\.revisions).map(\.name.description)
        #expect(Set(known).subtracting(seen) == Self.withoutPayload)
        #expect(seen.isSubset(of: known))
    }

    /// Forms that sources describe and that nobody has published: `KeyOrderTests`, `OutcomeTests` and `RevisionTests` have
    /// records of them.
    private static let withoutPayload: Set = [
        "list-ids-before-error", "move-state-from-data-to-response", "generation-type-replaces-type",
    ]

    @Test(arguments: Fixture.records)
    func comesBackWithoutLosses(_ fixture: Fixture) {
        for document in fixture.documents { expectKept(laws.roundTrip(document)) }
    }

    @Test(arguments: Fixture.records)
    func theStraightWayIsTheSame(_ fixture: Fixture) {
        for document in fixture.documents { expectKept(laws.directness(document)) }
    }

    @Test(arguments: Fixture.records)
    func lossesAreReportedIfAndOnlyIfTheyAreReal(_ fixture: Fixture) {
        for document in fixture.documents { expectKept(laws.lossesAreReal(document)) }
    }

    @Test(arguments: Fixture.records)
    func lossesNameMembersOfTheSource(_ fixture: Fixture) {
        for document in fixture.documents { expectKept(laws.lossPaths(document)) }
    }

    @Test(arguments: Fixture.records)
    func normalisingIsStable(_ fixture: Fixture) {
        for document in fixture.documents { expectKept(laws.stability(document)) }
    }

    @Test(arguments: Fixture.all)
    func nothingTraps(_ fixture: Fixture) {
        for document in fixture.documents { expectKept(laws.totality(document)) }
    }

    /// A worker goes through all payloads forwards and backwards and gives what a new one gives for each.
    @Test func workersForgetWhatTheySaw() {
        for fixture in Fixture.all + Fixture.all.reversed() { expectKept(laws.independence(fixture.bytes)) }
    }
}
