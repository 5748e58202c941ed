#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ByteBuffer {
    /// How bytes between two offsets stand to those of another buffer in the order of their values; a start stands before
    /// what it is the start of.
    ///
    /// - Parameters:
    ///   - range: The offsets here.
    ///   - other: The other buffer.
    ///   - otherRange: The offsets there.
    /// - Returns: Less than 0, 0 or more than 0.
    package func order(_ range: Range<Int>, to other: borrowing ByteBuffer, _ otherRange: Range<Int>) -> Int {
        let count = min(range.count, otherRange.count)
        let difference = unsafe withUnsafeBytes { own in
            unsafe other.withUnsafeBytes { other in
                let own = unsafe UnsafeRawBufferPointer(rebasing: own[range])
                let other = unsafe UnsafeRawBufferPointer(rebasing: other[otherRange])
                guard let left = own.baseAddress, let right = other.baseAddress else { return Int32(0) }
                return unsafe memcmp(left, right, count)
            }
        }
        return difference != 0 ? Int(difference) : range.count - otherRange.count
    }
}
