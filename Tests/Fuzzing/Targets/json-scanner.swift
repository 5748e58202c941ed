import AgentsCore

// The scanner and the reader over any bytes: nothing traps, the verdict is that of a plain parser, what was scanned is what
// stands there, and what the reader hands out covers the input in order, however it arrives.

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    checkDocument(bytes)
    let whole = Reading(bytes)
    whole.checkSpans()
    whole.checkDocuments()
    whole.checkEqual(Reading(bytes, pieces: bytes.reduce(1) { $0 &* 31 &+ UInt64($1) }))
    Reading(bytes, limits: JSONLimits(depth: 4, bytes: 60, values: 12)).checkSpans()
    return 0
}

private func checkDocument(_ bytes: [UInt8]) {
    let expected = try? ReferenceJSON(bytes, depth: JSONLimits().depth)
    var record = JSONRecord()
    do throws(JSONError) {
        try record.load(bytes)
        guard let expected else { finding("accepted, but a plain parser refuses it") }
        checkValue(.root, of: record, expected)
        check(record.json(.root).utf8.elementsEqual(ReferenceJSON.minified(bytes)), "its copy is not its compact form")
    } catch {
        check(expected == nil, "refused, but a plain parser accepts it: \(error)")
        check((0...bytes.count).contains(error.offset), "the fault is outside the text: \(error)")
        check(record.first(in: .root) == .absent, "refused, but it still holds values")
    }
}

/// Keys of all lengths that are compared in different ways.
private let keys: [JSONKey] = [
    "", "a", "id", "of", "url", "type", "state", "output", "created_at", "generation_type", "thumbnail_height",
    "list-members-in-service-order",
]

private func checkValue(_ ref: JSONRef, of record: borrowing JSONRecord, _ expected: ReferenceJSON) {
    switch expected {
    case .null:
        check(record.kind(ref) == .null, "no null")
    case .bool(let value):
        check(record.bool(ref) == value, "not \(value)")
    case .number(let lexeme):
        check(record.has(ref, .number) && record.json(ref).utf8.elementsEqual(lexeme), "not \(lexeme.text)")
    case .string(let text):
        check(record.string(ref)?.utf8.elementsEqual(text) == true, "not \(text.text)")
    case .array(let elements):
        check(record.has(ref, .array) && record.count(ref) == elements.count, "no array of \(elements.count)")
        var child = record.first(in: ref)
        for element in elements {
            checkValue(child, of: record, element)
            child = record.next(after: child, in: ref)
        }
    case .object(let members):
        check(record.has(ref, .object) && record.count(ref) == members.count, "no object of \(members.count)")
        var child = record.first(in: ref)
        for member in members {
            check(record.key(child).utf8.elementsEqual(member.key), "the key is not \(member.key.text)")
            checkValue(child, of: record, member.value)
            child = record.next(after: child, in: ref)
        }
        for key in keys {
            let index = members.firstIndex { $0.key.elementsEqual(key.description.utf8) }
            var found = record.first(in: ref)
            for _ in 0..<(index ?? 0) { found = record.next(after: found, in: ref) }
            check(record[ref, key] == (index == nil ? .absent : found), "looked up \(key)")
        }
    }
}
