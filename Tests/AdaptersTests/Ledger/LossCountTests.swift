import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// What a bulk run counts is what the ledger lists, loss by loss.
@Suite struct LossCountTests {
    private static let targets: [ConversionTarget] = [.bare, .dialect(.agents), .dialect(.dreamMachine)]

    private func bulk(
        _ history: [UInt8], to target: ConversionTarget, blocks size: Int = .max
    ) -> [String: Int] {
        var join = HistoryJoin(HistoryConversion(.known, to: target))
        var lane = join.lane()
        var rest = history[...]
        repeat {
            let offset = rest.startIndex
            lane.load(at: offset, size: min(size, rest.count)) { buffer in
                let block = rest.prefix(buffer.count)
                buffer.copyBytes(from: block)
                rest = rest.dropFirst(block.count)
                return block.count
            }
            join.add(&lane, isLast: rest.isEmpty) { (_, _) in }
        } while !rest.isEmpty
        return join.tally.report.losses
    }

    /// The losses of a ledger by the members of the records, whichever items of a batch or list these are.
    private func listed(_ document: [UInt8], to target: ConversionTarget) -> [String: Int] {
        let lists = AdapterRegistry.known.envelopes.map { FieldPath.Component.key("\($0.list)") }
        let losses = AdapterRegistry.known.convert(String(decoding: document, as: UTF8.self), to: target).losses
        return losses.reduce(into: [:]) { counts, loss in
            let steps = loss.path.components
            let isItem = loss.kind != .defaulted && steps.count > 2 && lists.contains(steps[0])
            counts["\(loss.kind) \(FieldPath(isItem ? Array(steps[2...]) : steps))", default: 0] += 1
        }
    }

    // An array is several documents to a bulk run, and none to a conversion of one.
    @Test(arguments: Fixture.records.filter { $0.bytes.first != UInt8(ascii: "[") })
    func countsAreThoseOfTheLedger(_ fixture: Fixture) {
        for target in Self.targets {
            let counts = bulk(fixture.bytes, to: target)
            #expect(counts == listed(fixture.bytes, to: target))
            if case .dialect(let dialect) = target, fixture.shape?.hasPrefix("\(dialect):") == true {
                #expect(counts.isEmpty)
            }
        }
    }

    @Test func membersWithoutARowAreCountedByTheirPath() {
        let document = Array(
            #"{"id":"g","state":"completed","request":{},"assets":{"video":"v","spare":1},"other":{"deep":2}}"#.utf8)
        let counts = bulk(document, to: .bare)
        #expect(counts["dropped assets.spare"] == 1)
        #expect(counts["dropped other"] == 1)
        #expect(counts["dropped request"] == 1)
    }

    @Test func `the items of a list are counted like records of their own`() {
        let item = #"{"id":"g","state":"completed","request":{"prompt":"x"},"assets":{"video":"v"},"spare":1}"#
        let items = [String](repeating: item, count: 3000).joined(separator: ",")
        let counts = bulk(Array(#"{"generations":[\#(items)],"count":3000}"#.utf8), to: .bare)
        #expect(counts["dropped request"] == 3000)
        #expect(counts["dropped spare"] == 3000)
        #expect(counts.count < 10)
    }

    /// Whatever members a history has, its accounts stay small, and tell the same ones apart however it is cut.
    @Test(arguments: [700, 50_000, .max])
    func `members without a row are told apart up to a bound`(_ size: Int) {
        let lines = (0..<3000).map { number in
            #"{"id":"g","state":"completed","request":{},"assets":null,"spare\#(number % 2000)":1,"usual":2}"#
        }
        let history = Array(lines.joined(separator: "\n").utf8)
        let counts = bulk(history, to: .bare, blocks: size)
        #expect(counts == bulk(history, to: .bare, blocks: 4096))
        #expect(counts["dropped request"] == 3000)
        #expect(counts["dropped usual"] == 3000)
        #expect(counts["dropped spare0"] == 2)
        #expect(counts["dropped spare998"] == 2)
        #expect(counts["dropped spare999"] == nil)
        #expect(counts["dropped (others)"] == 3000 - 2 * 999)
    }

    @Test func `a long name is cut`() {
        let name = String(repeating: "é", count: 100_000)
        let history = (0..<10).map { #"{"id":"g","state":"completed","request":{},"assets":null,"\#(name)\#($0)":1}"# }
        let counts = bulk(Array(history.joined(separator: "\n").utf8), to: .bare)
        #expect(counts.keys.allSatisfy { $0.utf8.count < 1000 })
        #expect(counts.first { $0.key.hasPrefix("dropped éé") }?.value == 10)
    }

    /// An interrupted run keeps its accounts, which must not grow with each part.
    @Test func `the accounts of many parts stay small`() {
        var total = NormalizationReport.empty
        for part in 0..<10 {
            let lines = (0..<900).map {
                #"{"id":"g","state":"completed","request":{},"assets":null,"spare\#(part)_\#($0)":1}"#
            }
            var join = HistoryJoin(HistoryConversion(.known, to: .bare))
            var lane = join.lane()
            let text = Array(lines.joined(separator: "\n").utf8)
            lane.load(at: 0, size: text.count) { buffer in
                buffer.copyBytes(from: text)
                return text.count
            }
            join.add(&lane, isLast: true) { (_, _) in }
            total.add(join.tally.report)
        }
        #expect(total.losses["dropped request"] == 9000)
        #expect(
            total.losses.filter { $0.key.hasPrefix("dropped spare") || $0.key == "dropped (others)" }
                .values.reduce(0, +) == 9000)
        #expect(total.losses.count < 2500)
    }
}
