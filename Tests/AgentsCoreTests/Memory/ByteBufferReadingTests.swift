import AgentsCore
import Testing

/// What is read from a buffer: bytes, words, text, and the slack behind the contents.
@Suite struct ByteBufferReadingTests {
    @Test func bytesAndWordsAreReadAtAnyPlace() {
        let bytes = (0..<200).map { UInt8($0) }
        let buffer = ByteBuffer(bytes)
        for offset in 0..<184 {
            let byte = buffer.byte(at: offset)
            let half = buffer.word32(at: offset)
            let word = buffer.word64(at: offset)
            let lanes = buffer.lanes16(at: offset)
            #expect(byte == bytes[offset])
            #expect(half == bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
            #expect(word == bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) })
            #expect((0..<16).allSatisfy { lanes[$0] == bytes[offset + $0] })
        }
    }

    @Test(arguments: [0, 1, 31, 32, 33, 63, 64, 256])
    func theSlackIsReadable(_ count: Int) {
        var buffer = ByteBuffer(capacity: count)
        buffer.append(contentsOf: [UInt8](repeating: 0xFF, count: count))
        let zeros = (0..<ByteBuffer.slack).allSatisfy { buffer.byte(at: count + $0) == 0 }
        #expect(zeros, "memory that was never written reads as zero")
        let last = buffer.lanes16(at: count + ByteBuffer.slack - 16)
        let lastWord = buffer.word64(at: count + ByteBuffer.slack - 8)
        #expect(last == SIMD16() && lastWord == 0)
    }

    @Test(arguments: [0, 1, 31, 32, 33, 63, 64, 100, 256])
    func sealingWritesZerosBehindTheContents(_ count: Int) {
        var buffer = ByteBuffer([UInt8](repeating: 0xFF, count: 300))
        buffer.truncate(to: count)
        buffer.seal()
        let zeros = (0..<ByteBuffer.slack).allSatisfy { buffer.byte(at: count + $0) == 0 }
        let bytes = buffer.array()
        #expect(zeros)
        #expect(bytes == [UInt8](repeating: 0xFF, count: count))
    }

    @Test func sealingAFullBufferStaysWithinIt() {
        for count in [0, 1, 63, 64, 65, 256] {
            var buffer = ByteBuffer(capacity: count)
            buffer.append(contentsOf: [UInt8](repeating: 7, count: count))
            buffer.seal()
            let bytes = buffer.array()
            #expect(bytes == [UInt8](repeating: 7, count: count))
        }
    }

    @Test func partsAreReadAsTextAndBytes() {
        let buffer = ByteBuffer("one é 😀 two".utf8)
        let text = buffer.text(0..<buffer.count)
        let part = buffer.text(4..<6)
        let nothing = buffer.text(5..<5)
        #expect(text == "one é 😀 two" && part == "é" && nothing == "")
        let bytes = buffer.array(0..<3)
        #expect(bytes == Array("one".utf8))
        let broken = ByteBuffer([0x61, 0xFF, 0x62])
        let repaired = broken.text(0..<3)
        #expect(repaired == "a\u{FFFD}b")
    }

    @Test func bytesAreFound() {
        let buffer = ByteBuffer("a,b,c".utf8)
        let comma = UInt8(ascii: ",")
        let first = [buffer.firstIndex(of: comma, from: 0, to: 5), buffer.firstIndex(of: comma, from: 2, to: 5)]
        #expect(first == [1, 3])
        let outside = [
            buffer.firstIndex(of: comma, from: 4, to: 5), buffer.firstIndex(of: comma, from: 0, to: 1),
            buffer.firstIndex(of: comma, from: 3, to: 3),
        ]
        #expect(outside == [nil, nil, nil])
        let last = [
            buffer.lastIndex(of: comma, from: 0, to: 5), buffer.lastIndex(of: comma, from: 0, to: 3),
            buffer.lastIndex(of: comma, from: 2, to: 3),
            buffer.lastIndex(of: comma, from: 3, to: 4), buffer.lastIndex(of: comma, from: 0, to: 0),
        ]
        #expect(last == [3, 1, nil, 3, nil])
        let counts = [
            buffer.count(of: comma, in: 0..<5), buffer.count(of: comma, in: 2..<5), buffer.count(of: comma, in: 0..<0),
        ]
        #expect(counts == [2, 1, 0])
    }

    @Test(arguments: [0, 1, 7, 8, 9, 31, 32, 33, 64, 300])
    func partsAreCompared(_ count: Int) {
        let bytes = (0..<count).map { UInt8($0 % 251) }
        let one = ByteBuffer([1, 2, 3] + bytes)
        let other = ByteBuffer(bytes + [9])
        let isEqual = one.equals(3..<3 + count, other, 0..<count)
        #expect(isEqual)
        let isLonger = one.equals(3..<3 + count, other, 0..<count + 1)
        #expect(!isLonger)
        for place in 0..<count {
            var changed = bytes
            changed[place] ^= 1
            let third = ByteBuffer(changed)
            let isSame = one.equals(3..<3 + count, third, 0..<count)
            if isSame { Issue.record("byte \(place) of \(count) is not compared") }
        }
    }

    @Test func equalPartsHaveEqualHashes() {
        let buffer = ByteBuffer("key,key,kez".utf8)
        func hash(_ buffer: borrowing ByteBuffer, _ range: Range<Int>) -> Int {
            var hasher = Hasher()
            buffer.hash(range, into: &hasher)
            return hasher.finalize()
        }
        let hashes = [hash(buffer, 0..<3), hash(buffer, 4..<7), hash(buffer, 8..<11), hash(buffer, 0..<2)]
        #expect(hashes[0] == hashes[1])
        #expect(Set(hashes).count == 3)
    }

    @Test func theContentsAreLent() {
        let buffer = ByteBuffer("abc".utf8)
        let bytes = buffer.withUnsafeBytes { Array($0) }
        #expect(bytes == Array("abc".utf8))
        let empty = ByteBuffer()
        let count = empty.withUnsafeBytes { $0.count }
        #expect(count == 0)
    }
}
