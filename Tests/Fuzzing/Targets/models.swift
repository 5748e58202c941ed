import AgentsCore

// The values of the library over any bytes: nothing traps, what is accepted is JSON, and what was read is written and read
// again as the same.

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let document = try? ReferenceJSON(bytes)
    if let request = try? GenerationRequest(json: bytes) {
        guard let document, let written = try? ReferenceJSON(request.json()) else {
            finding("no document is a request, or is what it was written as: \(request.json().text)")
        }
        // A request keeps members that it does not know.
        check(written.withPlainIntegers.isSame(as: document.withPlainIntegers), "written as \(request.json().text)")
        check((try? GenerationRequest(json: request.json())) == request, "another request: \(request.json().text)")
    }
    if let generation = try? Generation(json: bytes) {
        guard document != nil, (try? ReferenceJSON(generation.json())) != nil else {
            finding("no document is a generation, or is what it was written as: \(generation.json().text)")
        }
        check(
            (try? Generation(json: generation.json())) == generation, "another generation: \(generation.json().text)")
    }
    return 0
}

extension ReferenceJSON {
    /// The same with `-0` as `0`: integers that a request knows are written in their shortest form.
    fileprivate var withPlainIntegers: ReferenceJSON {
        switch self {
        case .object(let members):
            .object(members.map { Member(key: $0.key, value: $0.value.withPlainIntegers) })
        case .array(let elements):
            .array(elements.map(\.withPlainIntegers))
        case .number(let lexeme) where lexeme.elementsEqual("-0".utf8):
            .number(Array("0".utf8))
        default: self
        }
    }
}
