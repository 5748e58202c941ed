/// A growable array of plain values that is reused from record to record without allocating.
///
/// It differs from `Array` in what it does not do: no reference counting, no copy on write, no uniqueness test on each write.
@safe @usableFromInline
package struct TrivialArray<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
    // Sendable although it holds a pointer: the memory has exactly one owner, because the type cannot be copied.

    @usableFromInline var base: UnsafeMutablePointer<Element>
    @usableFromInline var capacity: Int
    /// Elements held.
    @usableFromInline package var count = 0

    /// Creates an empty array that holds `capacity` elements before it grows.
    @inlinable
    package init(capacity: Int = 16) {
        self.capacity = capacity
        unsafe base = .allocate(capacity: capacity)
    }

    @inlinable
    deinit {
        unsafe base.deallocate()
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
        if count == capacity { grow(to: capacity &* 2) }
        unsafe (base + count).initialize(to: element)
        count &+= 1
    }

    /// Removes all elements and keeps the memory.
    @inlinable @inline(__always)
    package mutating func removeAll() {
        count = 0
    }

    /// Removes the last element.
    @inlinable @inline(__always)
    package mutating func removeLast() {
        precondition(count > 0)
        count &-= 1
    }

    /// Makes the array `count` copies of `element`.
    @inlinable
    package mutating func fill(_ element: Element, count: Int) {
        if count > capacity { grow(to: Swift.max(capacity &* 2, count)) }
        unsafe base.update(repeating: element, count: count)
        self.count = count
    }

    @inlinable @inline(never)
    mutating func grow(to newCapacity: Int) {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
        unsafe memory.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = memory
        capacity = newCapacity
    }
}
