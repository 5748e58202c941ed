import Adapters

/// What a JPEG says about itself (ITU-T T.81, annex B).
enum JPEGHeader {
    /// The size of a picture.
    ///
    /// - Parameter bytes: The file.
    /// - Returns: The size; nothing if the bytes are no JPEG.
    static func size(of bytes: [UInt8]) -> PixelSize? {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        func word(_ start: Int) -> Int { Int(bytes[start]) << 8 | Int(bytes[start + 1]) }
        var position = 2
        while position + 4 <= bytes.count, bytes[position] == 0xFF {
            let (marker, length) = (bytes[position + 1], word(position + 2))
            if isFrame(marker) {
                guard length >= 8, position + 9 <= bytes.count else { return nil }
                let size = PixelSize(width: word(position + 7), height: word(position + 5))
                return size.width > 0 && size.height > 0 ? size : nil
            }
            // The picture itself begins without having said how large it is.
            if marker == 0xDA || length < 2 { return nil }
            position += 2 + length
        }
        return nil
    }

    /// Whether a segment describes a frame: those from 0xC0 to 0xCF but for tables and reserved ones.
    private static func isFrame(_ marker: UInt8) -> Bool {
        0xC0...0xCF ~= marker && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
    }
}
