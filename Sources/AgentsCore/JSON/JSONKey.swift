/// An object key known at compile time, prepared for comparison in one or two machine words.
public struct JSONKey: Sendable, BitwiseCopyable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// Length and first three bytes: what most keys differ in.
    @usableFromInline package let tag: UInt32
    @usableFromInline let size: UInt32
    /// The first and the last eight bytes, which are the same ones if there are no more than eight.
    @usableFromInline package let head: UInt64
    @usableFromInline package let tail: UInt64
    /// The key as it stands between its quotes.
    public let name: StaticString
    /// Where the last eight bytes begin, and bits of the first eight that are no part of the key.
    @usableFromInline let rest: UInt8
    @usableFromInline let unused: UInt8

    /// Creates a key from a literal, which must need no escaping in JSON.
    @inlinable @inline(__always)
    public init(stringLiteral name: StaticString) {
        self.name = name
        let count = name.utf8CodeUnitCount
        let bytes = unsafe name.utf8Start
        var head: UInt64 = 0
        var tail: UInt64 = 0
        for index in 0..<8 where index < count {
            unsafe head |= UInt64(bytes[index]) << UInt64(8 &* index)
        }
        let rest = max(count &- 8, 0)
        self.rest = UInt8(truncatingIfNeeded: rest)
        unused = UInt8(truncatingIfNeeded: 64 &- 8 &* min(count, 8))
        for index in 0..<8 where index < count {
            unsafe tail |= UInt64(bytes[rest &+ index]) << UInt64(8 &* index)
        }
        self.head = head
        self.tail = tail
        self.tag = Self.tag(UInt32(truncatingIfNeeded: head), count)
        size = UInt32(truncatingIfNeeded: count)
    }

    /// Bytes of the key.
    @inlinable @inline(__always)
    package var count: Int { Int(size) }

    /// The key as it stands between its quotes.
    public var description: String { name.description }

    /// The tag of a key whose first four bytes are `first`: absent bytes count as zero, lengths from 255 on as 255.
    @inlinable @inline(__always)
    package static func tag(_ first: UInt32, _ count: Int) -> UInt32 {
        let kept: UInt32 = count >= 3 ? 0xFF_FFFF : (1 << UInt32(truncatingIfNeeded: 8 &* count)) &- 1
        return (first & kept) | UInt32(truncatingIfNeeded: min(count, 255)) << 24
    }
}
