import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// A history is what it is, in however many parts it is read, and whoever reads which of them.
@Suite struct HistoryJoinTests {
    private func expectSame(
        _ input: [UInt8], _ sizes: [Int], lanes: [Int] = [1, 3], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let whole = HistoryRun(reading: input)
        for size in sizes {
            for count in lanes {
                for cuts in [true, false] {
                    let parts = HistoryRun(input, blocks: size, lanes: count, cutsAtNewlines: cuts)
                    if parts == whole { continue }
                    Issue.record(
                        "\(input.suffix(400).text.debugDescription) in blocks of \(size), \(count) lanes",
                        sourceLocation: sourceLocation)
                }
            }
        }
    }

    @Test(arguments: [1, 2, 7, 61, 512, 4096, 65536, 1 << 20])
    func `the mixed history is the same in blocks of any size`(_ size: Int) throws {
        let input = try Fixture.named("mixed-history.txt").bytes
        expectSame(input, [size], lanes: size < 61 ? [3] : Array(1...8))
    }

    @Test(arguments: WindowTests.inputs)
    func everyKindOfPartMayTouchEveryBoundary(_ input: String) {
        expectSame(Array(input.utf8), [1, 2, 3, 5, 8, 13, 21])
    }

    @Test func `all payloads one behind the other`() {
        var input: [UInt8] = []
        for fixture in Fixture.all { input += fixture.bytes + [0x0A] }
        expectSame(input, [1000, 30_000, 1 << 20])
    }

    @Test(arguments: 1...40)
    func brokenHistoriesAreTheSame(_ seed: UInt64) throws {
        var mutator = Mutator(seed: seed)
        var generator = SeededGenerator(seed: seed)
        var input: [UInt8] = []
        for _ in 0..<generator.pick(1...12) {
            switch generator.next() % 3 {
            case 0: input += generator.pick(Fixture.all).bytes.prefix(3000)
            case 1: input += Array(generator.pick(WindowTests.inputs).utf8)
            default: input += mutator.flipped(generator.pick(Fixture.all).bytes)
            }
            input += generator.pick([[0x0A], [0x0A], [], [0x0D, 0x0A]])
        }
        expectSame(input, [generator.pick(1...40), generator.pick(40...2000)], lanes: [1, 3])
    }

    /// Whether somebody works ahead must not show.
    @Test(arguments: 1...20)
    func itDoesNotMatterWhichBlocksAreWorkedOnAhead(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let input = try Fixture.named("mixed-history.txt").bytes + Array(generator.pick(WindowTests.inputs).utf8)
        let ahead = (0..<input.count).map { _ in generator.happens(1, in: 2) }
        let parts = HistoryRun(input, blocks: generator.pick(1...300), lanes: 4) { ahead[$0] }
        #expect(parts == HistoryRun(reading: input))
    }

    @Test func `words beyond those that are told apart are the same ones`() {
        let lines = (0..<1000).map { number in
            "{\"id\":\"a\",\"type\":\"image\",\"state\":\"s\(number % 300)\",\"model\":\"m\(number % 700)\","
                + "\"created_at\":null,\"output\":[],\"failure_reason\":null,\"failure_code\":null}"
        }
        expectSame(Array(lines.joined(separator: "\n").utf8), [10_000, 50_000, 1 << 20])
    }

    @Test func `more rejections than a lane holds`() {
        expectSame(Array(String(repeating: "7\n", count: 5000).utf8), [3000, 1 << 20])
        expectSame(Array(("[" + String(repeating: "7,\n", count: 5000) + "7]").utf8), [3000, 1 << 20])
    }

    @Test func `a document of many blocks is read by one lane`() {
        let text = String(repeating: "x", count: 300_000)
        let record = "{\"id\":\"a\",\"state\":\"queued\",\"type\":\"image\",\"model\":\"\(text)\",\"output\":[]}"
        expectSame(Array("\(record)\n{\n\(record.dropFirst())\n\(record)\n".utf8), [100_000], lanes: [3])
    }
}
