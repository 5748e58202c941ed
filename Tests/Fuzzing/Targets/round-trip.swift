import Adapters

// Whatever is accepted comes back: each document of the input is normalised and turned back, and must say the same as
// before, digits included; turned back once more, it must be the same to the byte.

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    for document in Reading(bytes).documents { checkDocument(document) }
    return 0
}

private func checkDocument(_ bytes: [UInt8]) {
    guard let original = try? ReferenceJSON(bytes) else { finding("no document: \(bytes.text)") }
    guard let records = try? Normalizer.all.normalize(bytes), let first = records.first else { return }
    for record in records { checkLine(record.line, original) }
    if isLine(first.line, original) { return }
    let back = wayBack(records)
    guard let restored = try? ReferenceJSON(back.utf8) else { finding("came back as no document: \(back)") }
    check(restored.isSame(as: original), "came back as \(back)")
    check(back.utf8.elementsEqual(ReferenceJSON.minified(Array(back.utf8))), "came back with white space: \(back)")
    guard let again = try? Normalizer.all.normalize(back.utf8) else { finding("refused when it came back: \(back)") }
    check(wayBack(again) == back, "came back as \(back), then as \(wayBack(again))")
}

private let order = [
    "id", "type", "state", "model", "created_at", "output", "failure_reason", "failure_code", "provenance",
]

/// Checks what every canonical line has in common, unless the document was one itself and may have other members.
private func checkLine(_ line: String, _ original: ReferenceJSON) {
    guard let parsed = try? ReferenceJSON(line.utf8), case .object(let members) = parsed else {
        finding("the line is no object: \(line)")
    }
    guard let again = try? Normalizer.all.normalize(line.utf8) else { finding("refuses its own line: \(line)") }
    check(again.map(\.line) == [line], "the line became \(again.map(\.line))")
    if isLine(line, original) { return }
    let places = members.map { order.firstIndex(of: $0.key.text) ?? -1 }
    check(places == places.sorted() && places.first == 0, "members out of order: \(line)")
    check(places.last == order.count - 1, "no provenance: \(line)")
}

/// Whether the document was a canonical line already: the target with that name is about those.
private func isLine(_ line: String, _ original: ReferenceJSON) -> Bool {
    guard case .object? = original["provenance"], let parsed = try? ReferenceJSON(line.utf8) else { return false }
    return parsed.isSame(as: original)
}

/// Turns the records of one document back.
private func wayBack(_ records: [NormalizedGeneration]) -> String {
    guard let name = records.first?.shape.split(separator: ":").first, let renderer = Renderer.byDialect[String(name)]
    else { finding("no dialect: \(records.map(\.shape))") }
    do throws(AdapterError) {
        let rendered = try renderer.render(records.map(\.line))
        check(rendered.ledger.losses.isEmpty, "the way back lost \(rendered.ledger.losses)")
        guard let document = rendered.documents.first, rendered.documents.count == 1 else {
            finding("came back as \(rendered.documents.count) documents: \(rendered.documents)")
        }
        return document
    } catch {
        finding("the way back refuses \(records.map(\.line)): \(error)")
    }
}
