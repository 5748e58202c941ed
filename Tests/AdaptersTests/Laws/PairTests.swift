import AdapterTesting
import Adapters
import AgentsCore
import Foundation
import Testing

/// What exactly is lost between two dialects, for a dozen records that show how.
///
/// The ledgers are kept beside this file. `RECORD_SNAPSHOTS=1 swift test --filter PairTests` writes them again, and fails,
/// so that nobody records by accident; read the difference before keeping it.
@Suite struct PairTests {
    struct Pair: Sendable, CustomTestStringConvertible {
        let fixture: String
        let target: String
        let name: String

        init(_ fixture: String, to target: String, as name: String) {
            (self.fixture, self.target, self.name) = (fixture, target, name)
        }

        var testDescription: String { name }
    }

    static let pairs = [
        Pair("acedata/12_", to: "dream-machine", as: "acedata-task-2024-to-dream-machine"),
        Pair("acedata/14_", to: "bare", as: "acedata-task-2026-to-agents"),
        Pair("acedata/01_", to: "dream-machine", as: "acedata-video-to-dream-machine"),
        Pair("acedata/07_", to: "dream-machine", as: "acedata-acknowledgement-to-dream-machine"),
        Pair("acedata/52_", to: "dream-machine", as: "acedata-failed-task-to-dream-machine"),
        Pair("acedata/60_mcp_luma_fixture_batch", to: "bare", as: "acedata-batch-to-agents"),
        Pair("dream-machine/02_", to: "acedata", as: "dream-machine-video-to-acedata"),
        Pair("dream-machine/04_", to: "acedata", as: "dream-machine-sdk-dump-to-acedata"),
        Pair("dream-machine/12_", to: "bare", as: "dream-machine-model-object-to-agents"),
        Pair("dream-machine/16_", to: "acedata", as: "dream-machine-failed-to-acedata"),
        Pair("dream-machine/18_", to: "acedata", as: "dream-machine-image-edit-to-acedata"),
        Pair("dream-machine/18_", to: "bare", as: "dream-machine-image-edit-to-agents"),
        Pair("agents/resp_200_completed_image", to: "dream-machine", as: "agents-image-to-dream-machine"),
        Pair("agents/resp_200_failed", to: "acedata", as: "agents-failed-to-acedata"),
        Pair("agents/resp_layering", to: "dream-machine", as: "agents-layering-to-dream-machine"),
        Pair("agents/resp_layering", to: "acedata", as: "agents-layering-to-acedata"),
    ]

    private static let folder = URL(filePath: #filePath).appending(path: "../../Snapshots").standardizedFileURL

    @Test(arguments: pairs)
    func lossesAreTheRecordedOnes(_ pair: Pair) throws {
        let fixture = try Fixture.named(pair.fixture)
        let dialect = AdapterRegistry.known.dialects.first { "\($0)" == pair.target }
        let conversion = AdapterRegistry.known.convert(fixture.documents, to: dialect.map { .dialect($0) } ?? .bare)
        #expect(conversion.refusals.isEmpty)
        try expectRecorded(snapshot(of: conversion), pair.name)
    }

    @Test func `every snapshot belongs to a pair`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(files.sorted() == Self.pairs.map { "\($0.name).losses.json" }.sorted())
    }

    /// The documents and their ledger, a loss a line.
    private func snapshot(of conversion: Conversion) throws -> String {
        var ledger = ByteBuffer()
        Ledger(conversion.losses).write(to: &ledger)
        let losses = try #require(try JSONTree(ledger.array())["losses"]?.elements)
        return """
            {"documents": [
              \(conversion.lines.map(\.text).joined(separator: ",\n  "))
            ],
            "losses": [
              \(losses.map(\.description).joined(separator: ",\n  "))
            ]}

            """
    }

    private func expectRecorded(_ text: String, _ name: String) throws {
        let file = Self.folder.appending(path: "\(name).losses.json")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try Data(text.utf8).write(to: file)
            Issue.record("recorded \(name)")
        } else {
            let recorded = try #require(try? String(contentsOf: file, encoding: .utf8), "no snapshot of \(name)")
            #expect(text == recorded)
        }
    }
}
