#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Bytes that are owned, grow, and can be read a little past their end.
///
/// The one place that holds raw memory for text: input windows, output and scratch space. Every access is checked against
/// the allocation, so an offset that is wrong stops the program instead of reading something else. `slack` bytes after the
/// last one are always readable and writable, which lets loops work in words of up to 32 bytes without a test for the end.
@safe @usableFromInline
package struct ByteBuffer: ~Copyable, @unchecked Sendable {
    // Sendable although it holds a pointer: the memory has exactly one owner, because the type cannot be copied.

    /// Readable and writable bytes that follow the contents.
    @usableFromInline package static let slack = 64

    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    /// Bytes held.
    @usableFromInline package var count = 0

    /// Creates an empty buffer that holds `capacity` bytes before it grows.
    package init(capacity: Int = 256) {
        self.capacity = capacity
        unsafe base = Self.allocate(capacity)
    }

    /// Creates a buffer that holds a copy of `bytes`.
    package init(_ bytes: some Sequence<UInt8>) {
        self.init(capacity: bytes.underestimatedCount)
        append(contentsOf: bytes)
    }

    deinit {
        unsafe free(base)
    }

    /// Memory that is zero, because slack that was never written may be read.
    ///
    /// The system gives large pieces out as zeros without touching them, so capacity that is never used costs nothing.
    private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
        guard let memory = unsafe calloc(capacity + slack, 1) else { preconditionFailure("out of memory") }
        return unsafe memory
    }

    // MARK: Reading

    /// One byte; `offset` may reach into the slack.
    @inlinable @inline(__always)
    package func byte(at offset: Int) -> UInt8 {
        load(offset, UInt8.self)
    }

    /// Four bytes from `offset` on, little-endian as they lie.
    @inlinable @inline(__always)
    package func word32(at offset: Int) -> UInt32 {
        UInt32(littleEndian: load(offset, UInt32.self))
    }

    /// Eight bytes from `offset` on, little-endian as they lie.
    @inlinable @inline(__always)
    package func word64(at offset: Int) -> UInt64 {
        UInt64(littleEndian: load(offset, UInt64.self))
    }

    /// Sixteen bytes from `offset` on.
    @inlinable @inline(__always)
    package func lanes16(at offset: Int) -> SIMD16<UInt8> {
        load(offset, SIMD16<UInt8>.self)
    }

    /// Sixty-four bytes from `offset` on.
    @inlinable @inline(__always)
    package func lanes16x4(
        at offset: Int
    ) -> (SIMD16<UInt8>, SIMD16<UInt8>, SIMD16<UInt8>, SIMD16<UInt8>) {
        typealias Lanes = SIMD16<UInt8>
        precondition(UInt(bitPattern: offset) <= UInt(bitPattern: capacity &+ Self.slack &- 64))
        let start = unsafe UnsafeRawPointer(base) + offset
        return unsafe (
            start.loadUnaligned(as: Lanes.self), start.loadUnaligned(fromByteOffset: 16, as: Lanes.self),
            start.loadUnaligned(fromByteOffset: 32, as: Lanes.self),
            start.loadUnaligned(fromByteOffset: 48, as: Lanes.self)
        )
    }

    @inlinable @inline(__always)
    func load<Value: BitwiseCopyable>(_ offset: Int, _ type: Value.Type) -> Value {
        // One comparison: a negative offset is a huge unsigned one.
        precondition(UInt(bitPattern: offset) <= UInt(bitPattern: capacity &+ Self.slack &- MemoryLayout<Value>.size))
        return unsafe base.loadUnaligned(fromByteOffset: offset, as: type)
    }

    /// The text between two offsets, which must be UTF-8 (ill-formed parts are repaired).
    package func text(_ range: Range<Int>) -> String {
        unsafe String(decoding: bytes(range), as: UTF8.self)
    }

    /// A copy of the bytes between two offsets.
    package func array(_ range: Range<Int>) -> [UInt8] {
        unsafe Array(bytes(range))
    }

    /// A copy of all bytes.
    package func array() -> [UInt8] {
        array(0..<count)
    }

    /// Whether the bytes between two offsets are those of `other` between two others.
    package func equals(_ range: Range<Int>, _ other: borrowing ByteBuffer, _ otherRange: Range<Int>) -> Bool {
        let (own, others) = unsafe (bytes(range), other.bytes(otherRange))
        guard range.count == otherRange.count, let start = own.baseAddress, let otherStart = others.baseAddress else {
            return false
        }
        return unsafe memcmp(start, otherStart, range.count) == 0
    }

    /// The offset of the first `byte` from `start` up to `end`.
    package func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
        let wanted = SIMD16<UInt8>(repeating: byte)
        var position = start
        while position < end {
            let found = LaneMask.bits(lanes16(at: position) .== wanted)
            if found != 0 {
                let index = position &+ found.trailingZeroBitCount
                return index < end ? index : nil
            }
            position &+= 16
        }
        return nil
    }

    /// The offset of the last `byte` from `start` up to `end`.
    package func lastIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
        var index = end
        while index > start {
            index &-= 1
            if self.byte(at: index) == byte { return index }
        }
        return nil
    }

    /// How often `byte` stands between two offsets.
    package func count(of byte: UInt8, in range: Range<Int>) -> Int {
        var count = 0
        for index in range where self.byte(at: index) == byte { count &+= 1 }
        return count
    }

    /// Feeds the bytes between two offsets to a hasher.
    package func hash(_ range: Range<Int>, into hasher: inout Hasher) {
        unsafe hasher.combine(bytes: bytes(range))
    }

    /// Calls `body` with the contents, which must not be kept.
    package func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Copies the bytes from `offset` on to where they fit, and returns how many that were.
    package func copy(from offset: Int, to target: UnsafeMutableRawBufferPointer) -> Int {
        let size = min(count - offset, target.count)
        unsafe target.copyMemory(from: bytes(offset..<offset + size))
        return size
    }

    private func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    }

    // MARK: Writing

    /// Makes room for `extra` bytes.
    @inlinable @inline(__always)
    package mutating func reserve(_ extra: Int) {
        if count &+ extra > capacity { grow(extra) }
    }

    @inline(never) @usableFromInline
    mutating func grow(_ extra: Int) {
        let needed = max(capacity * 2, count + extra)
        let memory = unsafe Self.allocate(needed)
        unsafe memory.copyMemory(from: base, byteCount: count)
        unsafe free(base)
        unsafe base = memory
        capacity = needed
    }

    /// Appends one byte.
    @inlinable @inline(__always)
    package mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    /// Appends text known at compile time.
    @inlinable @inline(__always)
    package mutating func append(_ text: StaticString) {
        let size = text.utf8CodeUnitCount
        reserve(size)
        let source = unsafe UnsafeRawPointer(text.utf8Start)
        if size >= 8 && size <= 16 {
            // Two words, which overlap if they must: nothing behind the text may be read.
            let (head, tail) = unsafe (
                source.loadUnaligned(as: UInt64.self), source.loadUnaligned(fromByteOffset: size &- 8, as: UInt64.self)
            )
            unsafe base.storeBytes(of: head, toByteOffset: count, as: UInt64.self)
            unsafe base.storeBytes(of: tail, toByteOffset: count &+ size &- 8, as: UInt64.self)
        } else if size >= 4 && size < 8 {
            let (head, tail) = unsafe (
                source.loadUnaligned(as: UInt32.self), source.loadUnaligned(fromByteOffset: size &- 4, as: UInt32.self)
            )
            unsafe base.storeBytes(of: head, toByteOffset: count, as: UInt32.self)
            unsafe base.storeBytes(of: tail, toByteOffset: count &+ size &- 4, as: UInt32.self)
        } else {
            unsafe (base + count).copyMemory(from: source, byteCount: size)
        }
        count &+= size
    }

    /// Appends `size` bytes of another buffer, in steps of 64 that over-run into the slack on both sides.
    ///
    /// Most values are no longer than one step, and a loop that always ends after its first round is foretold by the processor.
    @inlinable @inline(__always)
    package mutating func append(_ source: borrowing ByteBuffer, _ start: Int, _ size: Int) {
        precondition(start >= 0 && size >= 0 && start &+ size <= source.count)
        reserve(size)
        // What is written might be this structure itself, for all that the compiler knows.
        let (from, to) = unsafe (UnsafeRawPointer(source.base), base)
        var (position, target) = (start, count)
        let end = start &+ size
        repeat {
            // Four pieces: a value aligned to more than 16 bytes must not come into an asynchronous function.
            let first = unsafe from.loadUnaligned(fromByteOffset: position, as: SIMD16<UInt8>.self)
            let second = unsafe from.loadUnaligned(fromByteOffset: position &+ 16, as: SIMD16<UInt8>.self)
            let third = unsafe from.loadUnaligned(fromByteOffset: position &+ 32, as: SIMD16<UInt8>.self)
            let fourth = unsafe from.loadUnaligned(fromByteOffset: position &+ 48, as: SIMD16<UInt8>.self)
            unsafe to.storeBytes(of: first, toByteOffset: target, as: SIMD16<UInt8>.self)
            unsafe to.storeBytes(of: second, toByteOffset: target &+ 16, as: SIMD16<UInt8>.self)
            unsafe to.storeBytes(of: third, toByteOffset: target &+ 32, as: SIMD16<UInt8>.self)
            unsafe to.storeBytes(of: fourth, toByteOffset: target &+ 48, as: SIMD16<UInt8>.self)
            position &+= 64
            target &+= 64
        } while position < end
        count &+= size
    }

    /// Appends a short text of another buffer, in steps of 32 that over-run into the slack on both sides.
    @inlinable @inline(__always)
    package mutating func append(short source: borrowing ByteBuffer, _ start: Int, _ size: Int) {
        precondition(start >= 0 && size >= 0 && start &+ size <= source.count)
        reserve(size)
        // What is written might be this structure itself, for all that the compiler knows.
        let (from, to) = unsafe (UnsafeRawPointer(source.base), base)
        var (position, target) = (start, count)
        let end = start &+ size
        repeat {
            let first = unsafe from.loadUnaligned(fromByteOffset: position, as: SIMD16<UInt8>.self)
            let second = unsafe from.loadUnaligned(fromByteOffset: position &+ 16, as: SIMD16<UInt8>.self)
            unsafe to.storeBytes(of: first, toByteOffset: target, as: SIMD16<UInt8>.self)
            unsafe to.storeBytes(of: second, toByteOffset: target &+ 16, as: SIMD16<UInt8>.self)
            position &+= 32
            target &+= 32
        } while position < end
        count &+= size
    }

    /// Appends the bytes of a sequence.
    package mutating func append(contentsOf bytes: some Sequence<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { unsafe append(UnsafeRawBufferPointer($0)) }
        if done == nil {
            for byte in bytes { append(byte) }
        }
    }

    /// Appends a copy of raw bytes.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        unsafe (base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    /// Lets `fill` write up to `size` bytes behind the contents; it returns how many it wrote (none if negative).
    package mutating func appendUpTo<Failure: Error>(
        _ size: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        reserve(size)
        let written = try unsafe fill(UnsafeMutableRawBufferPointer(start: base + count, count: size))
        precondition(written <= size)
        count += max(written, 0)
    }

    /// Forgets what follows the first `count` bytes.
    @inlinable @inline(__always)
    package mutating func truncate(to count: Int) {
        precondition(count >= 0 && count <= self.count)
        self.count = count
    }

    /// Forgets the first `size` bytes and moves the rest to the front.
    package mutating func removeFirst(_ size: Int) {
        precondition(size >= 0 && size <= count)
        if size == 0 { return }
        unsafe base.copyMemory(from: base + size, byteCount: count - size)
        count -= size
    }

    /// Writes zeros into the slack, so that a scan past the contents meets a byte that no JSON text holds.
    package mutating func seal() {
        unsafe (base + count).initializeMemory(as: UInt8.self, repeating: 0, count: Self.slack)
    }
}
