import AceDataCompat
import Adapters
import DreamMachineCompat
import Foundation
import Testing

/// The page of supported fields is made from the tables; it must not drift from them.
@Suite struct SupportedFieldsTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Adapters/Documentation.docc/Supported-fields.md")

    private var expected: String {
        let head = """
            # Supported fields

            What each member of each shape becomes. This page is made from the tables that do it.

            ## Overview

            `↔` leads both ways; `→` is read, and spelled again on the way back; `←` is written where the target has no exact word.
            Members stand in the order of the tables; a record that breaks it and keeps an older order has the revision of that order.


            """
        let registry = AdapterRegistry(
            shapes: AceData.shapes + DreamMachine.shapes, envelopes: AceData.envelopes + DreamMachine.envelopes)
        return head + (registry.shapes.map(\.markdown) + registry.envelopes.map(\.markdown)).joined(separator: "\n")
    }

    @Test func `the page says what the tables do`() throws {
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
            try expected.write(to: Self.page, atomically: true, encoding: .utf8)
            Issue.record("recorded \(Self.page.lastPathComponent); run again without RECORD_SNAPSHOTS")
        }
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        #expect(page == expected, "run the tests with RECORD_SNAPSHOTS=1 to write the page again")
    }
}
