import AgentsCore
import Testing

/// Which word a misspelled one stands for.
@Suite struct NearestWordTests {
    @Test(arguments: [
        ("dream_machine.lop", "dream_machine.loop"), ("dream_machine.loop", "dream_machine.loop"),
        ("dream_machin.modle", nil), ("--spee", "--speed"), ("rn", "run"), ("ru", "run"), ("r", nil), ("pause", nil),
        ("", nil), ("-", nil),
        ("something else", nil),
    ])
    func nearest(_ word: String, _ entry: String?) {
        #expect(["dream_machine.loop", "dream_machine.model", "--speed", "run"].nearest(to: word) == entry)
    }

    @Test func `nothing is near where nothing is`() {
        #expect([String]().nearest(to: "word") == nil)
    }

    @Test func `long words are compared by their start`() {
        let word = String(repeating: "a", count: 100_000)
        #expect([word + "b"].nearest(to: word) == word + "b")
    }
}
