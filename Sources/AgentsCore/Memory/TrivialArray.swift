/// A growable array of plain values that is reused from record to record without allocating.
///
/// It differs from `Array` in what it does not do: no reference counting, no copy on write, no uniqueness test on each
/// write. Its count lies beside its elements, so that the array itself is one pointer: structures that hold several are
/// handed from function to function by value.
@safe @usableFromInline
package struct TrivialArray<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
    // Sendable although it holds a pointer: the memory has exactly one owner, because the type cannot be copied.

    @usableFromInline var header: UnsafeMutablePointer<TrivialArrayHeader>

    /// Creates an empty array that holds `capacity` elements before it grows.
    @inlinable
    package init(capacity: Int = 16) {
        precondition(MemoryLayout<Element>.alignment <= 16)
        unsafe header = Self.allocate(capacity)
    }

    @inlinable
    deinit {
        unsafe header.deallocate()
    }

    @inlinable
    static func allocate(_ capacity: Int) -> UnsafeMutablePointer<TrivialArrayHeader> {
        let size = MemoryLayout<TrivialArrayHeader>.size + capacity * MemoryLayout<Element>.stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        let header = unsafe memory.bindMemory(to: TrivialArrayHeader.self, capacity: 1)
        unsafe header.initialize(to: TrivialArrayHeader(count: 0, capacity: capacity))
        return unsafe header
    }

    /// The memory of the elements.
    @inlinable
    var base: UnsafeMutablePointer<Element> {
        @inline(__always)
        get { unsafe UnsafeMutableRawPointer(header + 1).assumingMemoryBound(to: Element.self) }
    }

    /// Elements held.
    @inlinable
    package var count: Int {
        @inline(__always)
        get { unsafe header.pointee.count }
    }

    /// The element at an index, which is checked.
    @inlinable
    package subscript(_ index: Int) -> Element {
        @inline(__always)
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return unsafe base[index]
        }
        @inline(__always)
        set {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            unsafe base[index] = newValue
        }
    }

    /// Appends an element.
    @inlinable @inline(__always)
    package mutating func append(_ element: Element) {
        let count = self.count
        if unsafe count == header.pointee.capacity { grow(to: Swift.max(count &* 2, 8)) }
        unsafe (base + count).initialize(to: element)
        unsafe header.pointee.count = count &+ 1
    }

    /// Removes all elements and keeps the memory.
    @inlinable @inline(__always)
    package mutating func removeAll() {
        unsafe header.pointee.count = 0
    }

    /// Removes the last element.
    @inlinable @inline(__always)
    package mutating func removeLast() {
        precondition(count > 0)
        unsafe header.pointee.count &-= 1
    }

    /// Makes the array `count` copies of `element`.
    @inlinable
    package mutating func fill(_ element: Element, count: Int) {
        if unsafe count > header.pointee.capacity { unsafe grow(to: Swift.max(header.pointee.capacity &* 2, count)) }
        unsafe base.update(repeating: element, count: count)
        unsafe header.pointee.count = count
    }

    @inlinable @inline(never)
    mutating func grow(to capacity: Int) {
        let larger = unsafe Self.allocate(capacity)
        let memory = unsafe UnsafeMutableRawPointer(larger + 1).assumingMemoryBound(to: Element.self)
        unsafe memory.update(from: base, count: count)
        unsafe larger.pointee.count = count
        unsafe header.deallocate()
        unsafe header = larger
    }
}

extension Array where Element: BitwiseCopyable & Sendable {
    /// The same elements without reference counting.
    package var trivial: TrivialArray<Element> {
        var result = TrivialArray<Element>(capacity: Swift.max(count, 1))
        for element in self { result.append(element) }
        return result
    }
}

/// What stands before the elements of an array of plain values.
///
/// Its size is that of the strictest alignment of an element.
@usableFromInline
struct TrivialArrayHeader: BitwiseCopyable, Sendable {
    @usableFromInline var count: Int
    @usableFromInline var capacity: Int

    @inlinable
    init(count: Int, capacity: Int) {
        self.count = count
        self.capacity = capacity
    }
}
