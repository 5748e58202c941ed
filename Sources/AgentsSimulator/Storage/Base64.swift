/// Base64 with the standard alphabet and padding (RFC 4648, section 4).
enum Base64 {
    /// How many bytes a text stands for; nothing if it is no Base64.
    static func decodedCount(of text: String) -> Int? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count % 4 == 0 else { return nil }
            let padding = unsafe bytes.suffix(2).count { $0 == UInt8(ascii: "=") }
            let isPadded = unsafe padding == 0 || bytes.suffix(padding).allSatisfy { $0 == UInt8(ascii: "=") }
            guard isPadded, unsafe bytes.dropLast(padding).allSatisfy({ value(of: $0) != nil }) else { return nil }
            return bytes.count / 4 * 3 - padding
        }
    }

    /// The bytes that a text stands for; nothing if it is no Base64.
    static func decoded(_ text: String) -> [UInt8]? {
        guard let count = decodedCount(of: text) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 2)
        var word: UInt32 = 0
        for (index, byte) in text.utf8.enumerated() {
            word = word << 6 | UInt32(value(of: byte) ?? 0)
            if index % 4 == 3 {
                bytes += [UInt8(word >> 16 & 255), UInt8(word >> 8 & 255), UInt8(word & 255)]
            }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
