import AgentsCore
import Foundation
import Testing

/// A wrong offset stops the program instead of reading or writing what belongs to something else.
@Suite struct MemoryBoundsTests {
    struct Trap: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) {
            testDescription = name
            self.body = body
        }
    }

    /// Ten bytes that fill their memory: 64 more may be read.
    private static func tenBytes() -> ByteBuffer {
        var buffer = ByteBuffer(capacity: 10)
        buffer.append(contentsOf: 1...10)
        return buffer
    }

    private static func threeNumbers() -> TrivialArray<Int> {
        var array = TrivialArray<Int>(capacity: 4)
        for value in 0..<3 { array.append(value) }
        return array
    }

    static let traps = [
        Trap("a byte behind the slack") { _ = tenBytes().byte(at: 74) },
        Trap("a byte before the start") { _ = tenBytes().byte(at: -1) },
        Trap("a byte far away") { _ = tenBytes().byte(at: .max) },
        Trap("a byte as far the other way") { _ = tenBytes().byte(at: .min) },
        Trap("half a word across the end") { _ = tenBytes().word32(at: 71) },
        Trap("a word across the end") { _ = tenBytes().word64(at: 67) },
        Trap("a word before the start") { _ = tenBytes().word64(at: -8) },
        Trap("lanes across the end") { _ = tenBytes().lanes16(at: 59) },
        Trap("four lanes across the end") { _ = tenBytes().lanes16x4(at: 11) },
        Trap("four lanes before the start") { _ = tenBytes().lanes16x4(at: -1) },
        Trap("an element behind the last") { _ = FixedArray<Int>(count: 2) { $0 }[2] },
        Trap("an element before the first") { _ = FixedArray<Int>(count: 2) { $0 }[-1] },
        Trap("lanes far away") { _ = tenBytes().lanes16(at: .max - 15) },
        Trap("text behind the contents") { _ = tenBytes().text(5..<11) },
        Trap("text before the start") { _ = tenBytes().text(-1..<2) },
        Trap("bytes behind the contents") { _ = tenBytes().array(11..<11) },
        Trap("a comparison behind the contents") { _ = tenBytes().equals(0..<11, tenBytes(), 0..<11) },
        Trap("a comparison behind the other's contents") { _ = tenBytes().equals(0..<10, tenBytes(), 1..<11) },
        Trap("a hash behind the contents") {
            var hasher = Hasher()
            tenBytes().hash(0..<11, into: &hasher)
        },
        Trap("a search behind the slack") { _ = tenBytes().firstIndex(of: 0xEE, from: 0, to: 75) },
        Trap("a search before the start") { _ = tenBytes().lastIndex(of: 0xEE, from: -1, to: 5) },
        Trap("a copy behind the source") {
            var target = ByteBuffer()
            target.append(tenBytes(), 5, 6)
        },
        Trap("a copy before the source") {
            var target = ByteBuffer()
            target.append(tenBytes(), -1, 2)
        },
        Trap("a copy of fewer than no bytes") {
            var target = ByteBuffer()
            target.append(tenBytes(), 5, -1)
        },
        Trap("a longer end") {
            var buffer = tenBytes()
            buffer.truncate(to: 11)
        },
        Trap("an end before the start") {
            var buffer = tenBytes()
            buffer.truncate(to: -1)
        },
        Trap("more than all removed") {
            var buffer = tenBytes()
            buffer.removeFirst(11)
        },
        Trap("fewer than none removed") {
            var buffer = tenBytes()
            buffer.removeFirst(-1)
        },
        Trap("a reader that says it wrote too much") {
            var buffer = tenBytes()
            buffer.appendUpTo(4) { _ in 5 }
        },
        Trap("an integer below zero") {
            var buffer = tenBytes()
            buffer.append(decimal: -1)
        },
        Trap("an element behind the last") { _ = threeNumbers()[3] },
        Trap("an element before the first") { _ = threeNumbers()[-1] },
        Trap("an element written behind the last") {
            var array = threeNumbers()
            array[3] = 1
        },
        Trap("an element of what was removed") {
            var array = threeNumbers()
            array.removeLast()
            _ = array[2]
        },
        Trap("an element removed from nothing") {
            var array = threeNumbers()
            array.removeAll()
            array.removeLast()
        },
        Trap("a node that is not there") {
            var record = JSONRecord()
            try? record.load("[1]".utf8)
            _ = record.node(.absent)
        },
        Trap("a node of an earlier document") {
            var record = JSONRecord()
            try? record.load("[1,2,3]".utf8)
            let third = record.next(after: record.next(after: record.first(in: .root), in: .root), in: .root)
            try? record.load("[1]".utf8)
            _ = record.kind(third)
        },
    ]

    @Test(arguments: traps.indices)
    func theProgramStops(_ index: Int) async {
        await #expect(processExitsWith: .failure) { [index] in
            Self.traps[index].body()
        }
    }

    /// The same calls with offsets that are right: only then do the traps above mean something.
    @Test func theNearestRightOffsetsAreFine() {
        let buffer = Self.tenBytes()
        let byte = buffer.byte(at: 73)
        let half = buffer.word32(at: 70)
        let word = buffer.word64(at: 66)
        let lanes = buffer.lanes16(at: 58)
        #expect(byte == 0 && half == 0 && word == 0 && lanes == SIMD16())
        let text = buffer.array(5..<10)
        let nothing = buffer.array(10..<10)
        #expect(text == [6, 7, 8, 9, 10] && nothing.isEmpty)
        var target = ByteBuffer()
        target.append(buffer, 5, 5)
        target.append(buffer, 10, 0)
        let copied = target.array()
        #expect(copied == [6, 7, 8, 9, 10])
        target.removeFirst(5)
        target.truncate(to: 0)
        target.appendUpTo(4) { _ in 4 }
        #expect(target.count == 4)
        let array = Self.threeNumbers()
        #expect(array[2] == 2 && array.count == 3)
    }

    @Test func theTableIsNotEmpty() {
        #expect(Self.traps.count == 37)
    }

    // With no room at all, doubling it gives none: the element would be written into memory of something else.
    @Test func anArrayWithoutRoomMakesSome() async {
        await #expect(processExitsWith: .success) {
            var array = TrivialArray<Int>(capacity: 0)
            for value in 0..<1_000_000 { array.append(value) }
            var sum = 0
            for index in 0..<array.count { sum += array[index] }
            exit(sum == 499_999_500_000 ? 0 : 1)
        }
    }
}
