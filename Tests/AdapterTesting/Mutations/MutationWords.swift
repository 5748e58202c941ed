/// What mutated documents are made of.
enum MutationWords {
    /// Keys that mean something to some shape, and some that mean nothing to any.
    static let keys = [
        "id", "type", "state", "model", "created_at", "output", "failure_reason", "failure_code", "provenance",
        "task_id",
        "success", "video_id", "video_url", "error", "code", "message", "response", "request", "finished_at",
        "trace_id",
        "items", "count", "assets", "video", "image", "progress_video", "generation_type", "version", "generations",
        "url",
        "layer", "bounds", "weight", "new_member", "", "naïve \u{1F600} key", "a.b[0]", "a\"b\\c", "i d", "ID",
    ]

    private static let texts = [
        "", "queued", "processing", "dreaming", "completed", "failed", "pending", "success", "succeeded", "paused",
        "video",
        "videos", "image", "images", "video_edit", "modify_video", "reframe_video", "modify_image_ref", "layering",
        "bad_request", "api_error", "content_moderated", "generation_failed", "used_up", "Frame moderation failed",
        "400: Failed to read user input frames", "2024-02-29T23:59:59.123456Z", "2024-02-30T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59Z", "2025-01-01 00:00:00+02:00", "yesterday", "ray-2",
        "https://example.com/video.mp4", "naïve \u{1F600} \u{0} \" \\ / text",
        "a very long text that does not end soon enough",
    ]

    private static let numbers = [
        "0", "-0", "1", "-1.5e3", "1E+2", "1.50", "1e400", "12345678901234567890", "-98765432109876543210.0123456789",
        "1725077411.961", "1705788000.0", "253402300799", "253402300800", "0.1", "1e9",
        "1725077411.9610000000000000001",
    ]

    /// Numbers beyond those that a `Double` or an `Int64` holds, or that a time can be.
    static let hugeNumbers = [
        "1e400", "-1E+400", "1e-400", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
        "123456789012345678901234567890.123456789", "1e18446744073709551616", "253402300800.5",
        String(repeating: "9", count: 1000),
    ]

    /// Levels of nesting around what is allowed to a document, a request and a canonical line, and far beyond.
    static let depths = [16, 31, 32, 33, 100, 127, 128, 129, 500, 511, 512, 513, 5000]

    /// Escapes that are half of a surrogate pair, or two halves in the wrong order.
    static let halves = [#"\ud83d"#, #"\uDC00"#, #"\ude00\ud83d"#, #"\ud83d\u0041"#, #"\ud83dx"#]

    /// Bytes that are not UTF-8: stray, missing, overlong, a surrogate, beyond the last character.
    static let notUTF8: [[UInt8]] = [
        [0x80], [0xFF], [0xC3], [0xC0, 0x80], [0xE2, 0x82], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80],
        [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
    ]

    /// Arrays and objects in each other, as a text.
    static func nesting(_ generator: inout SeededGenerator) -> JSONTree {
        let depth = generator.pick(depths)
        let isObject = generator.happens(1, in: 2)
        let (open, close) = isObject ? (#"{"a":"#, "}") : ("[", "]")
        let core = isObject ? "{}" : "[]"
        return .literal(
            Array(
                (repeatElement(open, count: depth - 1) + [core] + repeatElement(close, count: depth - 1)).joined().utf8)
        )
    }

    /// One value of each kind.
    static let kinds: [JSONTree] = [
        .text("x"), .number("1"), .literal(Array("true".utf8)), .null, .array([]), .object([]),
    ]

    /// A large value that nobody knows, with numbers that few can hold.
    static let nested: JSONTree = .object([
        .init("deep", .array([.array([.object([.init("n", .number("12345678901234567890"))])]), .null])),
        .init("infinite", .number("1e400")),
        .init("text", .text("\u{1F600}\n")),
        .init("id", .object([])),
    ])

    /// Another value of the same kind.
    static func value(like tree: JSONTree, _ generator: inout SeededGenerator) -> JSONTree {
        switch tree {
        case .string: return .text(generator.pick(texts))
        case .array(let elements): return generator.pick([.array([]), .array(elements + elements), .array([.null])])
        case .object: return generator.pick([.object([]), nested])
        case .literal(let lexeme):
            switch lexeme.first {
            case UInt8(ascii: "t"): return .literal(Array("false".utf8))
            case UInt8(ascii: "f"): return .literal(Array("true".utf8))
            case UInt8(ascii: "n"): return .null
            default: return .number(generator.pick(numbers))
            }
        }
    }

    /// A value of another kind.
    static func value(unlike tree: JSONTree, _ generator: inout SeededGenerator) -> JSONTree {
        let others = kinds.filter { $0.kind != tree.kind }
        return value(like: generator.pick(others), &generator)
    }
}

extension JSONTree {
    /// A letter for what it is: that which it starts with, with one for all numbers.
    fileprivate var kind: UInt8 {
        switch self {
        case .string: UInt8(ascii: "\"")
        case .array: UInt8(ascii: "[")
        case .object: UInt8(ascii: "{")
        case .literal(let lexeme):
            switch lexeme.first ?? 0 {
            case UInt8(ascii: "t"), UInt8(ascii: "f"): UInt8(ascii: "t")
            case UInt8(ascii: "n"): UInt8(ascii: "n")
            default: UInt8(ascii: "0")
            }
        }
    }
}
