import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// What is accepted when the caller says what the documents are.
@Suite struct SourceTests {
    private let registry = AdapterRegistry.known

    @Test(arguments: Fixture.records)
    func theDialectOfARecordMayBeNamed(_ fixture: Fixture) throws {
        let shape = try #require(fixture.shape == "array" ? "acedata:task" : fixture.shape)
        let dialect = try #require(registry.dialects.first { shape.hasPrefix("\($0):") })
        let detected = registry.convert(fixture.documents)
        #expect(registry.convert(fixture.documents, from: .dialect(dialect)).output == detected.output)
        if let shape = registry.shapes.first(where: { $0.fullName == shape }) {
            #expect(registry.convert(fixture.documents, from: .shape(shape)).output == detected.output)
        }
        if let envelope = registry.envelopes.first(where: { $0.fullName == shape }) {
            #expect(registry.convert(fixture.documents, from: .envelope(envelope)).output == detected.output)
        }
    }

    @Test(arguments: Fixture.records)
    func aRecordOfAnotherDialectIsRefused(_ fixture: Fixture) throws {
        let own = try #require(
            fixture.shape == "array" ? "acedata" : fixture.shape?.split(separator: ":").first.map(String.init))
        for dialect in registry.dialects where "\(dialect)" != own {
            let conversion = registry.convert(fixture.documents, from: .dialect(dialect))
            #expect(conversion.output.isEmpty)
            #expect(conversion.refusals.allSatisfy { $0.code == .unknownShape })
            #expect(conversion.refusals.count == fixture.documents.count)
        }
    }

    @Test func `a record that is not recognised is taken as the first shape of the named dialect`() throws {
        let document = #"{"id":"a","x":1}"#
        #expect(try registry.refusal(document).code == .unknownShape)
        for (dialect, shape) in [("acedata", "task"), ("dream-machine", "generation"), ("agents", "generation")] {
            let known = try #require(registry.dialects.first { "\($0)" == dialect })
            let line = try registry.converted(document, from: .dialect(known))
            #expect(line.value(at: "provenance.shape")?.text == shape)
            #expect(line.value(at: "provenance.residue")?.description == #"{"x":1}"#)
        }
    }

    @Test(arguments: ["{}", #"{"detail":"no"}"#, #"{"error":{"code":"no_api","message":"m"}}"#, "[]", "1"])
    func whatHasNoIdIsNoneOfAnyDialect(_ document: String) throws {
        for dialect in registry.dialects {
            #expect(try registry.refusal(document, from: .dialect(dialect)).code == .notAGeneration)
        }
        for shape in registry.shapes {
            #expect(try registry.refusal(document, from: .shape(shape)).code == .notAGeneration)
        }
    }

    @Test func `what fits several shapes is refused, and the shapes are named`() throws {
        let adapter = TableAdapter([Field("id", .id)])
        let twins = [Dialect("one"), Dialect("two")].map {
            WireShape("record", of: $0, recognition: [Recognition(all: ["id", "twin"])], adapter: adapter)
        }
        let registry = AdapterRegistry(shapes: twins)
        let error = try registry.refusal(#"{"id":"a","twin":1}"#)
        #expect(error.code == .ambiguousShape)
        #expect(error.reason.contains("one:record") && error.reason.contains("two:record"))
        let line = try registry.converted(#"{"id":"a","twin":1}"#, from: .dialect(twins[1].dialect))
        #expect(line.value(at: "provenance.dialect")?.text == "two")
    }
}
