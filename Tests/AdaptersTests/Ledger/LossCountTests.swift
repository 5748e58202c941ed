import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// What a bulk run counts is what the ledger lists, loss by loss.
@Suite struct LossCountTests {
    private static let targets: [ConversionTarget] = [.bare, .dialect(.agents), .dialect(.dreamMachine)]

    private func bulk(_ document: [UInt8], to target: ConversionTarget) -> [String: Int] {
        var join = HistoryJoin(HistoryConversion(.known, to: target))
        var lane = join.lane()
        lane.load(at: 0, size: document.count) { buffer in
            buffer.copyBytes(from: document)
            return document.count
        }
        join.add(&lane, isLast: true) { (_, _) in }
        return join.tally.report.losses
    }

    private func listed(_ document: [UInt8], to target: ConversionTarget) -> [String: Int] {
        let losses = AdapterRegistry.known.convert(String(decoding: document, as: UTF8.self), to: target).losses
        return losses.reduce(into: [:]) { $0["\($1.kind) \($1.path)", default: 0] += 1 }
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
}
