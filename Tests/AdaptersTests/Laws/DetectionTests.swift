import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Every payload is what `INDEX.json` says it is, whatever is registered in whatever order.
@Suite struct DetectionTests {
    @Test(arguments: Fixture.records)
    func aRecordIsOfOneShape(_ fixture: Fixture) throws {
        let shape = try #require(fixture.shape)
        for document in fixture.documents {
            expectKept(AdapterLaws.known.detection(document, shape: shape == "array" ? "acedata:task" : shape))
        }
    }

    @Test(arguments: Fixture.rejects)
    func whatIsNoRecordHasTheCodeOfTheIndex(_ fixture: Fixture) throws {
        let code = try #require(fixture.rejectCode)
        let count = fixture.documents.count
        let conversion = AdapterRegistry.known.convert(fixture.documents)
        #expect(conversion.refusals.map(\.code.description) == [String](repeating: code, count: count))
        #expect(conversion.output.isEmpty)
        #expect(conversion.refusals.allSatisfy { $0.offset != nil })
    }

    /// What has the marks of two shapes is not taken for one of them.
    @Test(arguments: [
        #"{"id":"a","state":"completed","assets":null,"output":[]}"#,
        #"{"id":"a","state":"completed","assets":null,"response":{}}"#,
        #"{"id":"a","state":"completed","generation_type":"video","task_id":"b"}"#,
        #"{"id":"a","output":[],"response":{}}"#, #"{"id":"a","output":[],"generation_type":"video"}"#,
    ])
    func whatIsTwoThingsIsNone(_ document: String) {
        let conversion = AdapterRegistry.known.convert([Array(document.utf8)])
        #expect(conversion.output.isEmpty)
        let codes = conversion.refusals.map(\.code)
        #expect(codes == [.unknownShape] || codes == [.ambiguousShape])
    }

    /// A record of a dialect is none to those who do not know the dialect.
    @Test(arguments: Fixture.records)
    func otherDialectsAreNotGuessed(_ fixture: Fixture) throws {
        let conversion = AdapterRegistry().convert(fixture.documents)
        if fixture.path.hasPrefix("agents/") {
            #expect(conversion.lines.count == fixture.recordCount)
        } else {
            #expect(conversion.output.isEmpty)
            let codes = Set(conversion.refusals.map(\.code))
            #expect(codes.isSubset(of: [.notAGeneration, .unknownShape]))
        }
    }
}
