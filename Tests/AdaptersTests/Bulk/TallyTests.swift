import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// The accounts of a run: what came in went out or was refused.
@Suite struct TallyTests {
    /// Goes through an input as the command line does.
    private func report(_ input: [UInt8], detailed: Bool = true) -> (lines: Int, report: NormalizationReport) {
        var converter = RecordConverter(registry: .known, detailed: detailed)
        var reader = HistoryReader()
        var output = ByteBuffer()
        var position = 0
        reading: while true {
            switch reader.next() {
            case .document:
                do throws(AdapterError) {
                    try converter.convert(reader.record, into: &output)
                } catch {
                    converter.tally.count(refused: error)
                }
                for item in converter.refusedItems { converter.tally.count(refused: item.error) }
                converter.refusedItems.removeAll()
            case .rejected(let rejection): converter.tally.count(refused: rejection.error)
            case .needsInput:
                reader.fill { buffer in
                    let block = input[position..<min(position + buffer.count, input.count)]
                    buffer.copyBytes(from: block)
                    position += block.count
                    return block.count
                }
            case .end: break reading
            }
        }
        let lines = output.array().count { $0 == UInt8(ascii: "\n") }
        return (lines, converter.tally.report)
    }

    @Test func `the mixed history adds up`() throws {
        let fixture = try Fixture.named("mixed-history.txt")
        let (lines, report) = report(fixture.bytes)
        #expect(lines == 9)
        #expect(report.written == 9)
        #expect(report.rejected == 3)
        #expect(report.read == 12)
        #expect(report.dialects == ["acedata": 3, "dream-machine": 3, "agents": 3])
        #expect(report.shapes == ["acedata:task": 3, "dream-machine:generation": 3, "agents:generation": 3])
        #expect(report.states == ["completed": 5, "failed": 3, "queued": 1])
        #expect(report.types.values.reduce(0, +) == 9)
        #expect(report.models.values.reduce(0, +) == 9)
        #expect(report.rejects == ["not_json": 2, "not_a_generation": 1])
        #expect(report.losses.isEmpty)
        #expect(report.revisions["dream-machine:model-replaces-version"] == 2)
        #expect(report.revisions["acedata:move-finished-at-beside-created-at"] == 2)
    }

    @Test(arguments: Fixture.all)
    func everyFixtureAddsUp(_ fixture: Fixture) throws {
        let (lines, report) = report(fixture.bytes)
        #expect(lines == fixture.recordCount)
        #expect(report.written == fixture.recordCount)
        #expect(report.shapes.values.reduce(0, +) == report.written)
        #expect(report.rejects.values.reduce(0, +) == report.rejected)
        if case .rejects(let code, let count) = fixture.expectation { #expect(report.rejects == [code: count]) }
        #expect(report.states.values.reduce(0, +) == report.written)

        var output = ByteBuffer()
        report.write(to: &output)
        let tree = try JSONTree(output.array())
        #expect(tree["out"]?.description == "\(report.written)")
        #expect(tree["in"]?.description == "\(report.read)")
        #expect(tree["rejected"]?.description == "\(report.rejected)")
    }

    @Test func `details are counted only if they are asked for`() throws {
        let bytes = try Fixture.named("mixed-history.txt").bytes
        let (_, report) = report(bytes, detailed: false)
        #expect(report.states.isEmpty && report.types.isEmpty && report.models.isEmpty && report.revisions.isEmpty)
        #expect(report.read == 12)
        #expect(report.shapes.count == 3)
    }
}
