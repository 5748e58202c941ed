import AceDataCompat
import Adapters
import AgentsCore
import DreamMachineCompat
import Foundation

/// Measures what a server pays for one document, in memory and through the public interface.
///
///     micro FILE [ROUNDS]
///
/// The file holds one record a line. All measures run in turn, `ROUNDS` times (9 by default); the output has a line for
/// each, separated by tabs: what was measured, microseconds a document, MB of its input a second, both for the median
/// round.
@main
struct Micro {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let file = arguments.first, let rounds = Int(arguments.count > 1 ? arguments[1] : "9"), rounds > 0 else {
            FileHandle.standardError.write(Data("usage: micro FILE [ROUNDS]\n".utf8))
            exit(2)
        }
        let documents = try Data(contentsOf: URL(fileURLWithPath: file)).split(separator: UInt8(ascii: "\n"))
            .map { [UInt8]($0) }
        var measures = try Measure.all(documents)
        for _ in 0..<rounds {
            for index in measures.indices { try measures[index].run() }
        }
        for measure in measures { print(measure.result) }
    }
}

/// One operation over many inputs, timed.
struct Measure {
    let title: String
    let inputs: [[UInt8]]
    /// Runs the operation over all inputs and returns a number that depends on every result.
    let operation: ([[UInt8]]) throws -> Int
    private var durations: [Duration] = []
    private var checksum: Int?

    init(_ title: String, _ inputs: [[UInt8]], _ operation: @escaping ([[UInt8]]) throws -> Int) {
        self.title = title
        self.inputs = inputs
        self.operation = operation
    }

    /// Runs all inputs once; results that differ from those of the last time are a mistake.
    mutating func run() throws {
        var sum = 0
        durations.append(try ContinuousClock().measure { sum = try operation(inputs) })
        precondition(checksum ?? sum == sum, "\(title) gave something else than before")
        checksum = sum
    }

    /// The line for the median round.
    var result: String {
        let seconds = durations.sorted()[durations.count / 2] / .seconds(1)
        let microseconds = seconds * 1e6 / Double(inputs.count)
        let megabytes = Double(inputs.reduce(0) { $0 + $1.count }) / 1e6 / seconds
        return "\(title)\t\(String(format: "%.2f", microseconds))\t\(String(format: "%.0f", megabytes))"
    }
}

extension Measure {
    /// The operations, over documents and over what was made of them.
    static func all(_ documents: [[UInt8]]) throws -> [Measure] {
        let registry = AdapterRegistry(
            shapes: AceData.shapes + DreamMachine.shapes, envelopes: AceData.envelopes + DreamMachine.envelopes)
        let normalizer = Normalizer(registry)
        let aceData = Renderer(registry, to: .dialect(.aceData))
        let records = try documents.flatMap { try normalizer.normalize($0) }
        let lines = records.filter { $0.shape.hasPrefix("acedata:") }.map { Array($0.line.utf8) }
        let generations = records.map { $0.generation.json() }
        return [
            Measure("scan (JSONRecord.load)", documents) { inputs in
                var record = JSONRecord()
                var sum = 0
                for input in inputs {
                    try record.load(input)
                    sum &+= record.count(.root)
                }
                return sum
            },
            Measure("normalise (Normalizer)", documents) { inputs in
                try inputs.reduce(0) { $0 &+ (try normalizer.normalize($1).first?.line.utf8.count ?? 0) }
            },
            Measure("way back to AceData (Renderer)", lines) { inputs in
                try inputs.reduce(0) {
                    let line = String(decoding: $1, as: UTF8.self)
                    return $0 &+ (try aceData.render([line]).documents.first?.utf8.count ?? 0)
                }
            },
            Measure("read a plain record (Generation)", generations) { inputs in
                try inputs.reduce(0) { $0 &+ (try Generation(json: $1).id.utf8.count) }
            },
        ]
    }
}
