import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Foundation
import Testing

/// A dialect from scratch: the text to start from for a real one.
///
/// It has one shape of three members and a list of them, and everything there is to say about it stands between these braces.
/// Normalising, rendering, losses, residue and detection follow from it; nothing else in the package knows that it exists.
enum Darkroom {
    static let dialect = Dialect("darkroom")

    // {"job":"j-1","status":"developing","clip":"https://example.com/j-1.mp4"}
    static let job = WireShape(
        "job", of: dialect,
        // How it is told from other documents: by its members, never by trying.
        recognition: [Recognition(all: ["job"], any: ["status", "clip", "film"], none: ["id", "task_id"])],
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
            Field("film", .carry(.model)),
            // An older spelling: records that have it come back with it.
            Field("stock", .carry(.model), until: filmReplacesStock),
        ]))

    // {"frames":[{"job":"j-1","status":"waiting"}],"left":35}
    static let roll = EnvelopeShape(
        "roll", of: job, list: "frames", members: ["frames", "left"],
        recognition: [Recognition(all: ["frames"], none: ["job"])])

    /// The second edition of the darkroom's manual calls the stock a film.
    static let filmReplacesStock = WireRevision("film-replaces-stock", date: "2025-05-01")
}

/// Says in the words of AceData what a document of the darkroom holds, and what those words leave out.
func asTasks(_ document: String) throws(AdapterError) -> Rendered {
    let registry = AdapterRegistry(shapes: [Darkroom.job] + AceData.shapes, envelopes: [Darkroom.roll])
    let records = try Normalizer(registry).normalize(document.utf8)
    return try Renderer(registry, to: .dialect(.aceData)).render(records.map(\.line))
}

@Suite struct AddingADialectTests {
    /// Registered beside the others; the order does not matter.
    static let registry = AdapterRegistry(
        shapes: DreamMachine.shapes + [Darkroom.job] + AceData.shapes,
        envelopes: AceData.envelopes + [Darkroom.roll] + DreamMachine.envelopes)

    /// What its members are called, for comparing the losses.
    let laws = AdapterLaws(
        registry,
        members: [
            "darkroom:job": [
                "id": ["job"], "state": ["status"], "model": ["film", "stock"], "output.video": ["clip"],
            ]
        ])

    static let documents = [
        #"{"job":"j-1","status":"waiting"}"#, #"{"job":"j-2","status":"developing","clip":null}"#,
        #"{"job":"j-3","status":"ready","clip":"https://example.com/j-3.mp4"}"#, #"{"job":"j-4","status":"dry"}"#,
        #"{"job":"j-5","status":"torn","why":{"code":7,"light":1e400}}"#, #"{"job":"j-6","status":"lost"}"#,
        #"{"job":"j-7","clip":"https://example.com/\u006a.mp4"}"#, #"{"job":"\u006a-8","status":null}"#,
        #"{"job":"j-9","status":"ready","film":"Tri-X"}"#, #"{"job":"j-10","status":"ready","stock":"Tri-X"}"#,
        #"{"frames":[{"job":"j-1","status":"waiting"},{"job":"j-2","stock":"x"}],"left":35}"#,
        #"{"job":"j-11","status":"r\u0065ady","clip":"u","frames":[1,2.50,{"exposure":12345678901234567890}]}"#,
    ]

    @Test func `a record becomes canonical`() throws {
        let line = try Self.registry.converted(Self.documents[2])
        let expected = """
            {"id":"j-3","state":"completed","output":[{"type":"video","url":"https://example.com/j-3.mp4"}],\
            "provenance":{"dialect":"darkroom","shape":"job"}}
            """
        #expect(line.description == expected)
    }

    @Test func `an older spelling is told by its revision`() throws {
        let line = try Self.registry.converted(#"{"job":"j-1","status":"ready","stock":"Tri-X"}"#)
        #expect(line["model"]?.text == "Tri-X")
        #expect(line.words(at: "provenance.revisions") == ["film-replaces-stock"])
    }

    @Test func `a roll becomes tasks`() throws {
        let tasks = try asTasks(
            #"{"frames":[{"job":"j-1","status":"waiting"},{"job":"j-2","status":"torn","film":"x"}],"left":0}"#)
        #expect(try tasks.documents.map { try JSONTree(text: $0)["id"]?.text } == ["j-1", "j-2"])
        #expect(tasks.ledger.losses.contains { $0.path == "film" && $0.kind == .dropped })
        #expect(throws: AdapterError.self) { try asTasks("{}") }
    }

    /// The article shows the two declarations above as they are compiled here.
    @Test func `the article has this text`() throws {
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let article = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Sources/Adapters/Documentation.docc/Adding-a-dialect.md"), encoding: .utf8)
        for start in ["\nenum Darkroom {\n", "\nfunc asTasks("] {
            let rest = try #require(source.range(of: start).map { source[$0.lowerBound...] })
            let end = try #require(rest.range(of: "\n}\n")?.upperBound)
            let example = "```swift" + rest[..<end] + "```\n"
            #expect(article.contains(example), "copy the declaration into the article")
        }
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
        let shape = document.hasPrefix(#"{"frames""#) ? Darkroom.roll.fullName : Darkroom.job.fullName
        expectKept(laws.detection(Array(document.utf8), shape: shape))
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
