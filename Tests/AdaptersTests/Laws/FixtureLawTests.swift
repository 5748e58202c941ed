import AdapterTesting
import Adapters
import Testing

/// The laws over every payload that is a record, or holds records.
@Suite struct FixtureLawTests {
    let laws = AdapterLaws.known

    /// Members that are in no documented order: written by hand for a test of some client, or a sibling service's own.
    static let inNoDocumentedOrder = [
        "acedata/54_sibling_openai_task_done_full.json", "acedata/55_sibling_kling_task_completed.json",
        "acedata/57_sibling_sora_task_completed.json", "acedata/58_sibling_kling_batch_newest_first.json",
        "acedata/60_mcp_luma_fixture_task_response.json", "acedata/60_mcp_luma_fixture_video_response.json",
    ]

    /// All others: in the documented order of their revision.
    static let exact = Fixture.records.filter { !inNoDocumentedOrder.contains($0.path) }

    @Test(arguments: Fixture.records)
    func givesTheRecordsOfTheIndex(_ fixture: Fixture) {
        let conversion = AdapterRegistry.known.convert(fixture.documents)
        #expect(conversion.refusals.isEmpty)
        #expect(conversion.lines.count == fixture.recordCount)
        #expect(conversion.written == fixture.recordCount)
        for document in fixture.documents { #expect(laws.accepts(document)) }
    }

    @Test(arguments: exact)
    func comesBackByteForByte(_ fixture: Fixture) {
        for document in fixture.documents { expectKept(laws.roundTrip(document, isExact: true)) }
    }

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
