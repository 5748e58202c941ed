import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// An input is what it is, in whatever blocks it comes.
@Suite struct WindowTests {
    /// Inputs in which every kind of part touches every kind of boundary.
    static let inputs = [
        "{\"id\":\"a\",\"output\":[]}\n", "{\"id\":\"a\",\"output\":[]}", "", "\n", "\u{FEFF}{\"id\":\"a\"}",
        "\u{FEFF}",
        "\u{FEFF}\n{\"id\":1}\n", "{\"id\":\"é\u{1F600}\\ud83d\\ude00\\n\"}\r\n{\"id\":-1.5e+30}\r\n",
        "{\n  \"id\": \"a\",\n  \"x\": [1,\n 2]\n}\n{\"id\":\"b\"}\n", "{\n\"id\":\"a\"\n}",
        "[{\"id\":\"a\"},{\"id\":\"b\"}]",
        "[\n{\"id\":\"a\"},\n{\"id\":\"b\"}\n]\n{\"id\":\"c\"}\n", "[]\n[ ]\n[\n\n]\n", "[1,\n2 3,true\n,null]\n",
        "[{\"id\":\"a\"} {\"id\":",
        "{\"id\":\"a\",\n{\"id\":\"b\"}\n", "{\"id\":\n  {\"id\":\"b\"}\n  x\n}\n{\"id\":\"c\"}\n",
        "x\n  y\n}\n{\"id\":1}\n",
        "{\"a\":tru}\n{\"a\":nul\n{\"b\":1}\n",
        "{\"a\":\"\\u00\"}\n{\"a\":\"\\ud800\"}\n{\"a\":1,\"a\":2}\n{\"b\":1}\n",
        "{\"a\":1}{\"b\":2}\n{\"c\":3}\n", "   {\"a\":1}   \n\t\n  \r\n {\"b\":2}", "1\ntrue\n\"x\"\nnull\n-0.1e5\n",
        "[[1],[2,[3]]]\n",
        "[\n{\"a\":1}\n{\"b\":2}\n]\n{\"c\":3}\n", "{\"a\":[\n", "[", "{", "\"", "[1", "[1,", "tru", "-", "{\"a\":\"b",
        "[{\"a\":1},\n{\"a\":x},\n{\"b\":\"y\n{\"c\":1}]\n{\"d\":1}\n", "\u{0}\n{\"a\":1}\u{0}\n",
        "{\"a\":1}\n\n\n{\"b\":",
        "[{\"a\"\n{{\"b\":\"\\ud800\"}&c\n{\"d\":1}]\n",
    ]

    private func bytes(_ input: String) -> [UInt8] {
        // One of them is no UTF-8.
        input == "\u{FEFF}" ? Array(input.utf8) + [0xFF, 0x0A, 0x7B, 0x7D] : Array(input.utf8)
    }

    @Test(arguments: inputs)
    func everyPlaceToCutGivesTheSame(_ input: String) {
        let input = bytes(input)
        let whole = HistoryTranscript(input)
        expectKept(whole.violation(in: input))
        for cut in 1..<max(input.count, 1) {
            #expect(HistoryTranscript(input, blocks: [cut, .max]) == whole, "cut at \(cut)")
        }
    }

    @Test(arguments: inputs, [1, 2, 3, 7, 4096])
    func everySizeOfBlocksGivesTheSame(_ input: String, _ size: Int) {
        let input = bytes(input)
        #expect(HistoryTranscript(input, blocks: [size]) == HistoryTranscript(input))
    }

    @Test(arguments: [1, 2, 3, 7, 61, 4096])
    func theMixedHistoryIsTheSame(_ size: Int) throws {
        let input = try Fixture.named("mixed-history.txt").bytes
        #expect(HistoryTranscript(input, blocks: [size]) == HistoryTranscript(input))
    }

    @Test(arguments: 1...40)
    func mutatedHistoriesAreTheSame(_ seed: UInt64) throws {
        var mutator = Mutator(seed: seed)
        var generator = SeededGenerator(seed: seed)
        var input = Self.inputs.filter { _ in generator.happens(1, in: 4) }.map { bytes($0) }.joined(separator: [0x0A])
            .map { $0 }
        for _ in 0..<generator.pick(0...4) { input = mutator.flipped(input) }
        let whole = HistoryTranscript(input)
        expectKept(whole.violation(in: input))
        for _ in 0..<6 {
            let sizes = (0..<200).map { _ in generator.pick([1, 2, 3, 5, 8, 13, 40, 100]) }
            #expect(HistoryTranscript(input, blocks: sizes) == whole, "\(input.text.debugDescription) in \(sizes)")
        }
    }

    /// Small limits put a boundary of the window everywhere.
    @Test(arguments: inputs)
    func smallLimitsStopNothing(_ input: String) {
        for size in [1, 4, 9, 16] {
            for block in [1, 5, 4096] {
                let limits = JSONLimits(depth: 2, bytes: size, values: 3)
                #expect(HistoryTranscript(bytes(input), blocks: [block], limits: limits).fault == nil)
            }
        }
    }
}
