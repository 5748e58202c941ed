import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// A dialect from scratch: the text to start from for a real one.
///
/// It has one shape of three members, and everything there is to say about it stands between these braces. Normalising,
/// rendering, losses, residue and detection follow from it; nothing else in the package knows that it exists.
private enum Darkroom {
    static let dialect = Dialect("darkroom")

    // {"job":"j-1","status":"developing","clip":"https://example.com/j-1.mp4"}
    static let job = WireShape(
        "job", of: dialect,
        // How it is told from other documents: by its members, never by trying.
        recognition: [Recognition(all: ["job"], any: ["status", "clip"], none: ["id", "task_id"])],
        adapter: TableAdapter([
            Field("job", .id),
            Field(
                "status",
                .words(
                    .state,
                    Vocabulary(
                        // These lead both ways, …
                        exact: [
                            "waiting": "queued", "developing": "processing", "ready": "completed", "torn": "failed",
                        ],
                        // … this one is understood too.
                        read: ["dry": "completed"])),
                // What a record of another dialect must bring; the ledger says so if it does not.
                fill: .missed),
            Field("clip", .output("video"), in: .completed),
        ]))
}

@Suite struct AddingADialectTests {
    /// Registered beside the others; the order does not matter.
    static let registry = AdapterRegistry(
        shapes: DreamMachine.shapes + [Darkroom.job] + AceData.shapes,
        envelopes: AceData.envelopes + DreamMachine.envelopes)

    /// What its members are called, for comparing the losses.
    let laws = AdapterLaws(
        registry, members: ["darkroom:job": ["id": ["job"], "state": ["status"], "output.video": ["clip"]]])

    static let documents = [
        #"{"job":"j-1","status":"waiting"}"#, #"{"job":"j-2","status":"developing","clip":null}"#,
        #"{"job":"j-3","status":"ready","clip":"https://example.com/j-3.mp4"}"#, #"{"job":"j-4","status":"dry"}"#,
        #"{"job":"j-5","status":"torn","why":{"code":7,"light":1e400}}"#, #"{"job":"j-6","status":"lost"}"#,
        #"{"job":"j-7","clip":"https://example.com/\u006a.mp4"}"#, #"{"job":"\u006a-8","status":null}"#,
        #"{"job":"j-9","status":"r\u0065ady","clip":"u","frames":[1,2.50,{"exposure":12345678901234567890}]}"#,
    ]

    @Test func `a record becomes canonical`() throws {
        let line = try Self.registry.converted(Self.documents[2])
        let expected = """
            {"id":"j-3","state":"completed","output":[{"type":"video","url":"https://example.com/j-3.mp4"}],\
            "provenance":{"dialect":"darkroom","shape":"job"}}
            """
        #expect(line.description == expected)
    }

    @Test func `what has no canonical place stays, and what the record cannot know is listed`() throws {
        let line = try Self.registry.converted(Self.documents[4])
        #expect(line.value(at: "provenance.residue")?.description == #"{"why":{"code":7,"light":1e400}}"#)
        let conversion = Self.registry.convert(#"{"id":"a","output":[]}"#, to: .dialect(Darkroom.dialect))
        #expect(conversion.output.text == "{\"job\":\"a\"}\n")
        #expect(conversion.losses.map(\.path) == ["status"])
        #expect(conversion.losses.map(\.kind) == [.defaulted])
    }

    @Test(arguments: documents)
    func everyRecordComesBackByteForByte(_ document: String) {
        expectKept(laws.roundTrip(Array(document.utf8), isExact: true))
    }

    @Test(arguments: documents)
    func theLawsHold(_ document: String) {
        #expect(laws.accepts(Array(document.utf8)))
        laws.expectAll(Array(document.utf8))
        expectKept(laws.detection(Array(document.utf8), shape: Darkroom.job.fullName))
    }

    @Test(arguments: 1...10)
    func theLawsHoldForMutants(_ seed: UInt64) {
        var mutator = Mutator(seed: seed)
        var accepted = 0
        for index in 0..<100 {
            let mutant = mutator.mutate(Array(Self.documents[index % Self.documents.count].utf8))
            if laws.accepts(mutant.bytes) { accepted += 1 }
            laws.expectAll(mutant.bytes, "seed \(seed), mutant \(index), \(mutant.mutations)")
        }
        #expect(accepted > 30)
    }

    /// The records of the other dialects can be written in it, with all losses in the ledger.
    @Test(arguments: Fixture.records)
    func otherRecordsBecomeItsOwn(_ fixture: Fixture) throws {
        for document in fixture.documents {
            let lines = Self.registry.convert(document)
            #expect(lines.lines == AdapterRegistry.known.convert(document).lines)
            let own = Self.registry.convert(lines.lines, to: .shape(Darkroom.job))
            #expect(own.refusals.isEmpty)
            let ids = try lines.lines.map { try JSONTree($0)["id"] }
            #expect(try own.lines.map { try JSONTree($0)["job"] } == ids)
        }
    }
}
