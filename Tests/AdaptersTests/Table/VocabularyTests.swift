import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Which words lead where: wire to canonical, back, and from another dialect.
@Suite struct VocabularyTests {
    private static let words = Vocabulary(
        exact: ["busy": "processing", "done": "completed"],
        read: ["ready": "completed", "complete": "completed"],
        written: ["done": "failed", "busy": "queued"])

    private let registry = Tiny.registry([Field("status", .words(.state, words))])

    private func line(_ word: String) throws -> JSONTree {
        try registry.converted(Tiny.document(#""status":\#(word)"#))
    }

    private func written(_ word: String, _ registry: AdapterRegistry) throws -> String? {
        let document = Tiny.generation(#""state":\#(word)"#)
        return try registry.converted(document, to: .dialect(Tiny.dialect))["status"]?.description
    }

    @Test(arguments: [("\"busy\"", "processing"), ("\"done\"", "completed")])
    func exactWordsAreUsedUp(_ wire: String, _ canonical: String) throws {
        let line = try line(wire)
        #expect(line["state"]?.text == canonical)
        #expect(line.value(at: "provenance.residue.status") == nil)
        #expect(line.words(at: "provenance.derived").isEmpty)
    }

    /// They mean the same, but the way back has one spelling only, so they stay.
    @Test(
        arguments: [
            ("\"ready\"", "completed"), ("\"complete\"", "completed"), ("\"d\\u006fne\"", "completed"),
            ("\"\\u0062\\u0075\\u0073\\u0079\"", "processing"),
        ])
    func furtherSpellingsStay(_ wire: String, _ canonical: String) throws {
        let line = try line(wire)
        #expect(line["state"]?.text == canonical)
        let residue = try #require(line.value(at: "provenance.residue.status"))
        #expect(residue.isSpelledLike(try JSONTree(text: wire)))
        #expect(line.words(at: "provenance.derived") == ["state"])
    }

    @Test(arguments: ["\"paused\"", "\"\"", "\"Done\"", "\"done \"", "\"p\\u0061used\"", "\"\u{1F600}\"", "null"])
    func unknownWordsSurvive(_ wire: String) throws {
        let line = try line(wire)
        let state = try #require(line["state"])
        #expect(state.isSpelledLike(try JSONTree(text: wire)))
        #expect(line.value(at: "provenance.residue.status") == nil)
    }

    /// The canonical word would be spelled otherwise on the way back.
    @Test(arguments: ["processing", "completed", "failed", "queued"])
    func canonicalWordsOnTheWireStay(_ word: String) throws {
        let line = try line("\"\(word)\"")
        #expect(line["state"]?.text == word)
        #expect(line.value(at: "provenance.residue.status")?.text == word)
        #expect(line.words(at: "provenance.derived") == ["state"])
    }

    @Test(
        arguments: [
            "\"busy\"", "\"done\"", "\"ready\"", "\"complete\"", "\"d\\u006fne\"", "\"paused\"", "\"\"",
            "\"processing\"",
            "\"failed\"", "\"queued\"", "null", "\"p\\u0061used\"",
        ])
    func everyWordComesBack(_ word: String) throws {
        let document = Tiny.document(#""status":\#(word)"#)
        #expect(try registry.roundTrip(document, of: Tiny.dialect) == document)
    }

    @Test(
        arguments: [
            ("\"processing\"", "\"busy\""), ("\"completed\"", "\"done\""), ("\"failed\"", "\"done\""),
            ("\"queued\"", "\"busy\""), ("\"c\\u006fmpleted\"", "\"done\""), ("\"paused\"", "\"paused\""),
            ("null", "null"),
        ])
    func canonicalWordsAreWritten(_ canonical: String, _ wire: String) throws {
        #expect(try written(canonical, registry) == wire)
    }

    @Test func `only words that differ when they are read again are losses`() throws {
        for (word, isLost) in [("processing", false), ("completed", false), ("failed", true), ("queued", true)] {
            let conversion = registry.convert(Tiny.generation(#""state":"\#(word)""#), to: .dialect(Tiny.dialect))
            let losses = conversion.losses.filter { $0.path == "state" }
            #expect(losses.map(\.kind) == (isLost ? [.approximated] : []))
            #expect(losses.map(\.from) == (isLost ? ["\"\(word)\""] : []))
        }
    }

    @Test func `a word for the rest is written for what is unknown`() throws {
        let closed = Vocabulary(exact: ["busy": "processing"], otherwise: "busy")
        let registry = Tiny.registry([Field("status", .words(.state, closed))])
        #expect(try written("\"paused\"", registry) == "\"busy\"")
        #expect(try written("\"processing\"", registry) == "\"busy\"")
        // The way back of a record of its own is never a guess.
        let document = Tiny.document(#""status":"paused""#)
        #expect(try registry.roundTrip(document, of: Tiny.dialect) == document)
    }

    @Test func `unknown words that stay have no canonical meaning`() throws {
        let closed = Vocabulary(exact: ["busy": "processing"], unknown: .stay)
        let registry = Tiny.registry([Field("status", .words(.state, closed))])
        let document = Tiny.document(#""status":"paused""#)
        let line = try registry.converted(document)
        #expect(line["state"] == nil)
        #expect(line.value(at: "provenance.residue.status")?.text == "paused")
        #expect(try registry.roundTrip(document, of: Tiny.dialect) == document)
    }
}
