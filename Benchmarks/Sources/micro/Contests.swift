import AceDataCompat
import Adapters
import AgentsCore
import DreamMachineCompat
import Foundation

extension Contest {
    private static let registry = AdapterRegistry(
        shapes: AceData.shapes + DreamMachine.shapes, envelopes: AceData.envelopes + DreamMachine.envelopes)

    /// Every shape with every operation, over the project's payloads.
    static func all(_ fixtures: URL) throws -> [Contest] {
        func payload(_ path: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: fixtures.appending(path: path)))
        }
        let generation = try payload("dream-machine/02_video_completed.json")
        return try shape(
            "AceData task", CodableTask.self, to: .aceData,
            try payload("acedata/12_tasks_200_retrieve_completed.json"))
            + shape(
                "AceData video", CodableVideo.self, to: .aceData,
                try payload("acedata/01_videos_200_text2video.json"))
            + shape("Dream Machine generation", CodableDreamMachine.self, to: .dreamMachine, generation)
            + list("Dream Machine list, an item", generation, count: 20)
            + [agents("Agents generation", try payload("agents/resp_200_completed_image.json"))]
    }

    /// Both ways of one record, and reading what it became.
    private static func shape<Wire: CodableWire>(
        _ name: String, _ wire: Wire.Type, to dialect: Dialect, _ document: [UInt8]
    ) throws -> [Contest] {
        let normalizer = Normalizer(registry)
        let renderer = Renderer(registry, to: .dialect(dialect))
        let (decoder, encoder) = (JSONDecoder(), JSONEncoder())
        let data = Data(document)
        let line = try normalizer.normalize(document)[0].line
        let theirs = try encoder.encode(CodableLine(try decoder.decode(wire, from: data)))
        let record = try normalizer.normalize(document)[0].generation
        try check(record, try decoder.decode(CodableLine<Wire>.self, from: theirs).generation, name)
        return [
            try Contest(name, "normalise") {
                try normalizer.normalize(document)[0].line.utf8.count
            } codable: {
                try encoder.encode(CodableLine(try decoder.decode(wire, from: data))).count
            },
            try Contest(name, "render") {
                try renderer.render([line]).documents[0].utf8.count
            } codable: {
                try encoder.encode(try decoder.decode(CodableLine<Wire>.self, from: theirs).wire).count
            },
            try reading(name, record.json()),
        ]
    }

    /// A page of a list, both ways.
    private static func list(_ name: String, _ item: [UInt8], count: Int) throws -> [Contest] {
        let items = Array(repeating: String(decoding: item, as: UTF8.self), count: count).joined(separator: ",")
        let document = Array(
            #"{"has_more":false,"count":\#(count),"limit":100,"offset":0,"generations":[\#(items)]}"#.utf8)
        let normalizer = Normalizer(registry)
        let renderer = Renderer(registry, to: .dialect(.dreamMachine))
        let (decoder, encoder) = (JSONDecoder(), JSONEncoder())
        let data = Data(document)
        let lines = try normalizer.normalize(document).map(\.line)
        let theirs = try decoder.decode(CodableList.self, from: data).generations
            .map { try encoder.encode(CodableLine($0)) }
        return [
            try Contest(name, "normalise", count: count) {
                try normalizer.normalize(document).reduce(0) { $0 + $1.line.utf8.count }
            } codable: {
                try decoder.decode(CodableList.self, from: data).generations
                    .reduce(0) { $0 + (try encoder.encode(CodableLine($1)).count) }
            },
            try Contest(name, "render", count: count) {
                try renderer.render(lines).documents[0].utf8.count
            } codable: {
                let wires = try theirs.map { try decoder.decode(CodableLine<CodableDreamMachine>.self, from: $0).wire }
                let list = CodableList(hasMore: false, count: count, limit: 100, offset: 0, generations: wires)
                return try encoder.encode(list).count
            },
        ]
    }

    private static func agents(_ name: String, _ document: [UInt8]) throws -> Contest {
        try reading(name, document)
    }

    /// Reading a canonical record as a value.
    private static func reading(_ name: String, _ document: [UInt8]) throws -> Contest {
        let decoder = JSONDecoder()
        let data = Data(document)
        return try Contest(name, "read") {
            try Generation(json: document).id.utf8.count
        } codable: {
            try decoder.decode(CodableGeneration.self, from: data).id.utf8.count
        }
    }

    /// Makes sure that both do the same work.
    ///
    /// Fractions of seconds are left out: on their way through `Double` they change.
    private static func check(_ ours: Generation, _ theirs: CodableGeneration, _ name: String) throws {
        let outputs = (ours.output.value ?? []).map { [$0.type.value?.rawValue, $0.url.value] }
        let isSame =
            ours.id == theirs.id && ours.type.value?.rawValue == theirs.type
            && ours.state.value?.rawValue == theirs.state && ours.model.value?.rawValue == theirs.model
            && ours.createdAt.value?.prefix(19) == theirs.createdAt?.prefix(19)
            && outputs == (theirs.output ?? []).map { [$0.type, $0.url] }
        if !isSame { throw Mismatch(description: "\(name): \(ours) is not \(theirs)") }
    }

    /// Both were to give the same, and do not.
    struct Mismatch: Error, CustomStringConvertible {
        let description: String
    }
}
