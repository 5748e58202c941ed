extension FieldPath: LosslessStringConvertible {
    /// Reads a path from its text; nothing if the text is no path.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        var components: [Component] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "[") {
                guard let (component, end) = Self.bracket(bytes, position + 1) else { return nil }
                components.append(component)
                position = end
                continue
            }
            if position > 0 {
                guard bytes[position] == UInt8(ascii: ".") else { return nil }
                position += 1
            }
            let rest = bytes[position...]
            let key = rest.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "[") }
            guard Self.isPlain(key) else { return nil }
            components.append(.key(String(decoding: key, as: UTF8.self)))
            position = key.endIndex
        }
        self.init(components)
    }

    /// Reads what stands behind an opening bracket, and returns it with the offset after the closing one.
    private static func bracket(_ bytes: [UInt8], _ start: Int) -> (Component, end: Int)? {
        guard start < bytes.count else { return nil }
        guard bytes[start] == UInt8(ascii: "\"") else {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let digits = String(decoding: bytes[start..<end], as: UTF8.self)
            // Written back and compared: signs and leading zeros would give one place several texts.
            guard let index = Int(digits), String(index) == digits else { return nil }
            return (.index(index), end + 1)
        }
        guard let end = endOfString(bytes, start), end < bytes.count, bytes[end] == UInt8(ascii: "]") else {
            return nil
        }
        var record = JSONRecord()
        guard (try? record.load(bytes[start..<end])) != nil, let key = record.string(.root) else { return nil }
        return (.key(key), end + 1)
    }

    /// The offset after the quote that closes the string at `start`.
    private static func endOfString(_ bytes: [UInt8], _ start: Int) -> Int? {
        var position = start + 1
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\"") { return position + 1 }
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }
}
