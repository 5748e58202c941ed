// Changes of documents, beside the fuzzer's own changes of bytes: most of those leave no JSON, and what is behind the
// scanner would hardly be reached.

@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ capacity: Int) -> Int

@_cdecl("LLVMFuzzerCustomMutator")
func mutate(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ capacity: Int, _ seed: CUnsignedInt) -> Int {
    var random = SeededRandom(state: UInt64(seed))
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard random.below(3) > 0, let changed = mutatedDocument(bytes, &random), changed.count <= capacity else {
        return mutateBytes(data, size, capacity)
    }
    _ = UnsafeMutableBufferPointer(start: data, count: capacity).update(fromContentsOf: changed)
    return changed.count
}

/// The input with one of its documents changed, if it has any: the input itself, or a line of it.
private func mutatedDocument(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8]? {
    if let document = try? ReferenceJSON(bytes, depth: 200) {
        return document.mutated(&random).text(&random)
    }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
    let index = random.below(lines.count)
    guard let document = try? ReferenceJSON(lines[index], depth: 200) else { return nil }
    lines[index] = document.mutated(&random).text(&random)
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
}

/// Random numbers that follow from a seed (SplitMix64).
struct SeededRandom {
    var state: UInt64

    /// A number from 0 up to `bound`, without it.
    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((bits ^ (bits >> 31)) % UInt64(max(bound, 1)))
    }

    mutating func among<Element>(_ values: [Element]) -> Element {
        values[below(values.count)]
    }
}

private let keys = [
    "id", "type", "state", "model", "created_at", "output", "failure_reason", "failure_code", "provenance", "dialect",
    "shape", "revisions", "residue", "derived", "envelope", "index", "of", "url", "layer", "task_id", "response",
    "success", "error", "code", "message", "video_url", "video_id", "finished_at", "request", "trace_id", "items",
    "count", "generations", "has_more", "generation_type", "assets", "video", "image", "version", "name", "a", "",
]
private let values = [
    "null", "true", "false", "0", "-0", "1.50", "-3e-7", "1725077411.961", "253402300800", "12345678901234567890", "{}",
    "[]", "[null]", "[{}]", "[{},{}]", #""""#, #""completed""#, #""failed""#, #""pending""#, #""dreaming""#,
    #""succeeded""#, #""video""#, #""image""#, #""video_edit""#, #""modify_video""#, #""videos""#, #""bad_request""#,
    #""api_error""#, #""acedata""#, #""dream-machine""#, #""agents""#, #""task""#, #""generation""#,
    #""2024-08-31T04:10:11.961Z""#, #""2024-02-30T00:00:00Z""#, #""1969-12-31 23:59:59+00:00""#, #""桜 \ud83e\udd8a\n""#,
    #"{"type":"image","url":"u"}"#, #"[{"type":"video","url":"v"},{"type":"image"}]"#, #"{"code":"forbidden"}"#,
    #"["model-replaces-version"]"#, #"["move-finished-at-beside-created-at"]"#, #"["state","created_at"]"#,
].compactMap { try? ReferenceJSON($0.utf8) }

extension ReferenceJSON {
    /// The number of values in it, itself included.
    private var size: Int {
        children.reduce(1) { $0 + $1.size }
    }

    private var children: [ReferenceJSON] {
        switch self {
        case .array(let elements): elements
        case .object(let members): members.map(\.value)
        default: []
        }
    }

    /// The value at a place, counted in the order of the text.
    private func value(at place: Int) -> ReferenceJSON {
        var place = place - 1
        for child in children {
            let size = child.size
            if place < size { return place < 0 ? self : child.value(at: place) }
            place -= size
        }
        return self
    }

    /// The document with one value changed.
    func mutated(_ random: inout SeededRandom) -> ReferenceJSON {
        if random.below(40) == 0 {
            let list = random.among(["items", "generations"])
            let items = Array(repeating: self, count: random.below(3))
            return .object([Member(key: Array(list.utf8), value: .array(items))])
        }
        return changing(random.below(size), self, &random)
    }

    private func changing(_ place: Int, _ document: ReferenceJSON, _ random: inout SeededRandom) -> ReferenceJSON {
        if place == 0 { return changed(document, &random) }
        var place = place - 1
        for (index, child) in children.enumerated() {
            let size = child.size
            if place < size {
                let value = child.changing(place, document, &random)
                switch self {
                case .array(var elements):
                    elements[index] = value
                    return .array(elements)
                case .object(var members):
                    members[index].value = value
                    return .object(members)
                default: return self
                }
            }
            place -= size
        }
        return self
    }

    private func changed(_ document: ReferenceJSON, _ random: inout SeededRandom) -> ReferenceJSON {
        let other = random.below(2) == 0 ? random.among(values) : document.value(at: random.below(document.size))
        switch self {
        case .object(var members):
            let index = random.below(members.count)
            switch random.below(6) {
            case 0 where !members.isEmpty: members.remove(at: index)
            case 1 where !members.isEmpty: members.swapAt(index, random.below(members.count))
            case 2 where !members.isEmpty: members[index].key = Array(random.among(keys).utf8)
            case 3: return other
            default: members.insert(Member(key: Array(random.among(keys).utf8), value: other), at: index)
            }
            return .object(members)
        case .array(var elements):
            let index = random.below(elements.count)
            switch random.below(4) {
            case 0 where !elements.isEmpty: elements.remove(at: index)
            case 1: return other
            default: elements.insert(other, at: index)
            }
            return .array(elements)
        default: return other
        }
    }
}
