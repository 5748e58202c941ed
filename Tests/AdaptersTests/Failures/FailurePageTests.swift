import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Foundation
import Testing

/// The page of failures is made from the code that answers them; it must not drift from it.
@Suite struct FailurePageTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources/Adapters/Documentation.docc/Failures.md")
    private static let mark = "| code | AceData | Dream Machine | Agents |"

    private var table: String {
        let rows = Failure.Code.known.map { code in
            let failure = Failure(code, "…")
            let ace = AceData.failures.answer(to: failure)
            let word = (try? JSONTree(ace.body))?.value(at: "error.code")?.text ?? ""
            let cells =
                ["\(ace.status) `\(word)`"]
                + [DreamMachine.failures, Agents.failures].map { shape in
                    let answer = shape.answer(to: failure)
                    let detail = (try? JSONTree(answer.body))?["detail"]
                    return "\(answer.status) \(detail?.text.map { "`\($0)`" } ?? "list of faults")"
                }
            return "| `\(code)` | \(cells.joined(separator: " | ")) |"
        }
        return ([Self.mark, "|---|---|---|---|"] + rows).joined(separator: "\n") + "\n"
    }

    @Test func `the page says what is answered`() throws {
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        let start = try #require(page.range(of: Self.mark)?.lowerBound)
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
            try (String(page[..<start]) + table).write(to: Self.page, atomically: true, encoding: .utf8)
            Issue.record("recorded \(Self.page.lastPathComponent); run again without RECORD_SNAPSHOTS")
        }
        #expect(page[start...] == table, "run the tests with RECORD_SNAPSHOTS=1 to write the table again")
    }

    @Test func `every code is in the table once`() {
        #expect(Set(Failure.Code.known).count == Failure.Code.known.count)
        #expect(Set(Failure.Code.known.map(\.description)).count == 21)
    }
}
