import Adapters
import AgentsCore

// Canonical lines are input like any other: whatever stands in them, `provenance` above all, they are refused or rendered
// as valid JSON in every dialect, and the ledger of that is valid JSON too.

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let line = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    // Twice the same: as if they were two items of one batch.
    for renderer in Renderer.all {
        check(renderer, [line])
        check(renderer, [line, line])
    }
    if let record = try? NormalizedGeneration(line: line.utf8) {
        check((try? ReferenceJSON(record.line.utf8)) != nil, "read as no document: \(record.line)")
        check((try? NormalizedGeneration(line: record.line.utf8)) == record, "another record: \(record.line)")
    }
    return 0
}

private func check(_ renderer: Renderer, _ lines: [String]) {
    guard let rendered = try? renderer.render(lines) else { return }
    for document in rendered.documents {
        check((try? ReferenceJSON(document.utf8)) != nil, "rendered as no document: \(document)")
    }
    var ledger = ByteBuffer()
    rendered.ledger.write(to: &ledger)
    check((try? ReferenceJSON(ledger.array())) != nil, "the ledger is no document: \(ledger.array().text)")
    _ = rendered.ledger.table
}
