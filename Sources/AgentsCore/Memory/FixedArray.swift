/// A fixed number of values that are used where they lie.
///
/// An element of an `Array` is copied before it is used, and with it the counts of everything it refers to are changed.
/// Threads that share the elements would take those counts from each other for every record.
@safe
package struct FixedArray<Element: ~Copyable & Sendable>: ~Copyable, @unchecked Sendable {
    // Sendable although it holds a pointer: the memory has exactly one owner, and nothing in it changes.

    @usableFromInline let base: UnsafeMutablePointer<Element>
    /// Elements held.
    package let count: Int

    /// Creates an array of what `element` makes for each index.
    package init(count: Int, _ element: (Int) -> Element) {
        self.count = count
        unsafe base = UnsafeMutablePointer<Element>.allocate(capacity: count)
        for index in 0..<count { unsafe (base + index).initialize(to: element(index)) }
    }

    deinit {
        unsafe base.deinitialize(count: count)
        unsafe base.deallocate()
    }

    /// The element at an index, which is checked.
    @inlinable
    package subscript(_ index: Int) -> Element {
        @inline(__always)
        _read {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            yield unsafe base[index]
        }
    }
}
