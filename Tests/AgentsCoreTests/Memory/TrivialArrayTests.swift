import AgentsCore
import Testing

/// Plain values that are held: the same as an array would hold.
@Suite struct TrivialArrayTests {
    struct Pair: BitwiseCopyable, Sendable, Equatable {
        var number: Int
        var byte: UInt8
    }

    private func contents<Element: BitwiseCopyable & Sendable>(_ array: borrowing TrivialArray<Element>) -> [Element] {
        (0..<array.count).map { array[$0] }
    }

    @Test(arguments: [1, 2, 3, 15, 16, 17, 1000])
    func elementsMakeItGrow(_ capacity: Int) {
        var array = TrivialArray<Int>(capacity: capacity)
        var expected: [Int] = []
        for value in 0..<3000 {
            array.append(value &* 7919)
            expected.append(value &* 7919)
        }
        let found = contents(array)
        #expect(found == expected)
    }

    @Test func elementsOfAnyLayoutAreHeld() {
        var pairs = TrivialArray<Pair>()
        var bytes = TrivialArray<UInt8>()
        for value in 0..<100 {
            pairs.append(Pair(number: -value, byte: UInt8(value)))
            bytes.append(UInt8(value))
        }
        let foundPairs = contents(pairs)
        let foundBytes = contents(bytes)
        #expect(foundPairs == (0..<100).map { Pair(number: -$0, byte: UInt8($0)) })
        #expect(foundBytes == (0..<100).map { UInt8($0) })
    }

    @Test func elementsAreReplaced() {
        var array = TrivialArray<Pair>(capacity: 1)
        for value in 0..<20 { array.append(Pair(number: value, byte: 0)) }
        array[7] = Pair(number: -1, byte: 1)
        array[19].number += 100
        array[0].byte = 9
        let found = contents(array)
        #expect(
            found[7] == Pair(number: -1, byte: 1) && found[19].number == 119 && found[0] == Pair(number: 0, byte: 9))
        #expect(found[6] == Pair(number: 6, byte: 0) && found[8] == Pair(number: 8, byte: 0))
    }

    @Test func elementsAreRemoved() {
        var array = TrivialArray<Int>(capacity: 2)
        for value in 0..<5 { array.append(value) }
        array.removeLast()
        array.removeLast()
        let shorter = contents(array)
        #expect(shorter == [0, 1, 2])
        array.append(9)
        let again = contents(array)
        #expect(again == [0, 1, 2, 9])
        array.removeAll()
        let empty = contents(array)
        #expect(empty.isEmpty && array.count == 0)
        array.append(1)
        let one = contents(array)
        #expect(one == [1])
    }

    @Test(arguments: [0, 1, 15, 16, 17, 31, 32, 33, 1000])
    func itIsFilled(_ count: Int) {
        var array = TrivialArray<UInt32>()
        for value in UInt32(0)..<20 { array.append(value) }
        array.fill(7, count: count)
        let found = contents(array)
        #expect(found == [UInt32](repeating: 7, count: count))
        array.append(8)
        let more = contents(array)
        #expect(more == [UInt32](repeating: 7, count: count) + [8])
    }

    @Test func fillingAgainLeavesNothingOfBefore() {
        var array = TrivialArray<UInt32>(capacity: 1)
        for (value, count): (UInt32, Int) in [(1, 100), (2, 10), (3, 200), (4, 0), (5, 50)] {
            array.fill(value, count: count)
            let found = contents(array)
            #expect(found == [UInt32](repeating: value, count: count))
        }
    }
}
