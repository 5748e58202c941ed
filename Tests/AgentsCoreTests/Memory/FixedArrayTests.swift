import AgentsCore
import Testing

@Suite struct FixedArrayTests {
    /// An element that cannot be copied.
    private struct Only: ~Copyable, Sendable {
        let value: Int
    }

    /// An element that says when it is gone.
    private final class Mark: Sendable {}

    @Test func elementsAreUsedWhereTheyLie() {
        let array = FixedArray<Only>(count: 3) { Only(value: $0 * 10) }
        #expect(array.count == 3)
        #expect([array[0].value, array[1].value, array[2].value] == [0, 10, 20])
    }

    @Test func elementsAreReleasedWithTheArray() {
        weak var last: Mark?
        do {
            let array = FixedArray<Mark>(count: 2) { _ in
                let mark = Mark()
                last = mark
                return mark
            }
            #expect(array.count == 2)
            #expect(last != nil)
        }
        #expect(last == nil)
    }

    @Test func emptyOnesAreFine() {
        #expect(FixedArray<Only>(count: 0) { Only(value: $0) }.count == 0)
    }
}
