import AceDataCompat
import AdapterTesting
import Adapters
import DreamMachineCompat
import Foundation
import Testing

/// The page of what requests become is made from the tables; it must not drift from them.
@Suite struct CapabilityMatrixTests {
    private static let shapes = DreamMachine.requests + AceData.requests
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources/Adapters/Documentation.docc/Capability-matrix.md")

    private var expected: String {
        let head = """
            # Capability matrix

            What each member of each legacy request becomes. This page is made from the tables that do it.

            ## Overview

            `exact` says the same, perhaps in another place. `near` makes the same picture by near means, `meaning` makes one that \
            differs in a way that the user sees or pays for: both stand in the ledger, and a policy decides whether they \
            are done. The policy `balanced` does what is near, `lenient` both and `strict` neither; a policy key sets one row, \
            or all whose keys start with it. `refused` is never sent.


            """
        return head + Self.shapes.map(\.markdown).joined(separator: "\n")
    }

    @Test func `the page says what the tables do`() throws {
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
            try expected.write(to: Self.page, atomically: true, encoding: .utf8)
            Issue.record("recorded \(Self.page.lastPathComponent); run again without RECORD_SNAPSHOTS")
        }
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        #expect(page == expected, "run the tests with RECORD_SNAPSHOTS=1 to write the page again")
    }

    @Test func `every operation is listed`() {
        let rows = CapabilityMatrix(Self.shapes).rows
        var operations: [String] = []
        for row in rows where operations.last != "\(row.dialect) \(row.operation)" {
            operations.append("\(row.dialect) \(row.operation)")
        }
        #expect(
            operations == [
                "dream-machine video", "dream-machine image", "dream-machine modify", "dream-machine reframe-video",
                "dream-machine reframe-image", "dream-machine upscale", "dream-machine audio", "acedata videos",
            ])
        #expect(rows.count == Self.shapes.reduce(0) { $0 + $1.rows.count })
    }

    @Test func `a key is one row, wherever it stands`() {
        for (key, rows) in Dictionary(grouping: Self.shapes.flatMap(\.rows), by: \.key) {
            #expect(rows.allSatisfy { $0 == rows[0] }, "\(key)")
        }
    }

    @Test func `a row says what a policy decides about`() throws {
        let rows = CapabilityMatrix(Self.shapes).rows
        for row in rows {
            #expect((row.policyKey == nil) == (row.loss == nil), "\(row.rule)")
            #expect(row.policyKey == nil || row.policyKey == row.rule)
            #expect(!row.values.contains("`") && !row.target.contains("`"))
        }
        let row = try #require(rows.first { $0.rule == "dream_machine.resolution.4k" })
        #expect(row.member == "resolution")
        #expect(row.values == "4k")
        #expect(row.target == "video.resolution 1080p")
        #expect(row.nearness == "meaning, approximated")
    }

    @Test func `the table has one line a row`() {
        let matrix = CapabilityMatrix(Self.shapes)
        let lines = matrix.table.split(separator: "\n")
        #expect(lines.count == matrix.rows.count + 1)
        #expect(lines[0].hasPrefix("OPERATION"))
        #expect(Set(lines.map { $0.prefix { $0 != " " } }) == ["OPERATION", "dream-machine", "acedata"])
    }

    @Test func `programs read the same rows`() throws {
        let matrix = CapabilityMatrix(Self.shapes)
        let elements = try #require(try JSONTree(Array(matrix.json.utf8)).elements)
        #expect(elements.count == matrix.rows.count)
        for (element, row) in zip(elements, matrix.rows) {
            #expect(element["rule"]?.text == row.rule)
            #expect(element["policy"]?.text == row.policyKey)
            #expect(element["becomes"]?.text == row.target)
            #expect(element["disposition"]?.text == row.disposition.rawValue)
            #expect(element["loss"]?.text == row.loss?.description)
        }
    }
}
