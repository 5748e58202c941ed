import AgentsCore

/// An id in little memory: sixteen bytes for a UUID in lower case, as nearly all are, and the text for anything else.
enum TaskName: Sendable, Hashable {
    case uuid(UInt64, UInt64)
    case other(String)

    /// Creates the name of an id.
    init(_ id: String) {
        guard let (high, low) = Self.words(id) else {
            self = .other(id)
            return
        }
        self = .uuid(high, low)
    }

    /// The id.
    var text: String {
        switch self {
        case .other(let text): text
        case .uuid(let high, let low):
            unsafe String(unsafeUninitializedCapacity: Self.length) { text in
                var place = 0
                for index in 0..<32 {
                    if Self.groups.contains(place) {
                        unsafe text[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    let word = index < 16 ? high : low
                    let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (index % 16)) & 15)
                    unsafe text[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                    place += 1
                }
                return place
            }
        }
    }

    private static let length = 36
    /// Places of the dashes.
    private static let groups = [8, 13, 18, 23]

    private static func words(_ id: String) -> (UInt64, UInt64)? {
        guard id.utf8.count == length else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for (place, byte) in id.utf8.enumerated() {
            if groups.contains(place) {
                if byte != UInt8(ascii: "-") { return nil }
                continue
            }
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            words.0 = words.0 << 4 | words.1 >> 60
            words.1 = words.1 << 4 | UInt64(digit)
        }
        return words
    }
}
