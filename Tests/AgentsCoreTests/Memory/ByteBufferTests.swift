import AgentsCore
import Testing

/// Bytes that are held: they stay the same whatever the buffer does to make room for more.
@Suite struct ByteBufferTests {
    /// Sizes around the steps of 32 bytes in which is copied, and around the slack of 64.
    static let sizes = [0, 1, 2, 15, 16, 31, 32, 33, 47, 63, 64, 65, 95, 96, 97, 127, 128, 129, 255, 256, 257, 1000]

    /// Bytes that are all different from their neighbours and from zero.
    private func sample(_ count: Int, from first: Int = 1) -> [UInt8] {
        (0..<count).map { UInt8((first + $0 * 7) % 255 + 1) }
    }

    @Test func anEmptyBufferHoldsNothing() {
        for capacity in [0, 1, 256] {
            let buffer = ByteBuffer(capacity: capacity)
            let bytes = buffer.array()
            #expect(bytes.isEmpty && buffer.count == 0)
            let text = buffer.text(0..<0)
            #expect(text == "")
        }
    }

    @Test(arguments: sizes)
    func aCopyHoldsTheBytes(_ size: Int) {
        let expected = sample(size)
        for buffer in [expected, Array(expected[...])] {
            let copy = ByteBuffer(buffer)
            let bytes = copy.array()
            #expect(bytes == expected)
        }
        let lazy = ByteBuffer(expected.lazy.filter { _ in true })
        let fromLazy = lazy.array()
        #expect(fromLazy == expected, "a sequence that does not know its count")
        let unsized = ByteBuffer(AnySequence(expected))
        let fromUnsized = unsized.array()
        #expect(fromUnsized == expected)
    }

    // MARK: Growing

    @Test(arguments: [0, 1, 63, 64, 256])
    func singleBytesMakeItGrow(_ capacity: Int) {
        var buffer = ByteBuffer(capacity: capacity)
        let expected = sample(3000)
        for byte in expected { buffer.append(byte) }
        let bytes = buffer.array()
        #expect(bytes == expected)
    }

    @Test(arguments: sizes, [0, 1, 31, 32, 33, 63, 64, 256])
    func appendingKeepsWhatIsThere(_ size: Int, _ capacity: Int) {
        var buffer = ByteBuffer(capacity: capacity)
        var expected: [UInt8] = []
        for round in 0..<5 {
            let more = sample(size, from: round)
            buffer.append(contentsOf: more)
            expected += more
            buffer.append(UInt8(round))
            expected.append(UInt8(round))
            buffer.append("word")
            expected += "word".utf8
            more.withUnsafeBytes { buffer.append($0) }
            expected += more
        }
        let bytes = buffer.array()
        #expect(bytes == expected)
    }

    @Test func emptyPiecesChangeNothing() {
        var buffer = ByteBuffer("a".utf8)
        buffer.append("")
        buffer.append(contentsOf: [])
        buffer.append(UnsafeRawBufferPointer(start: nil, count: 0))
        let other = ByteBuffer()
        buffer.append(other, 0, 0)
        let bytes = buffer.array()
        #expect(bytes == Array("a".utf8))
    }

    @Test func makingRoomChangesNothing() {
        var buffer = ByteBuffer("abc".utf8)
        for extra in [0, 1, 256, 100_000, 0] {
            buffer.reserve(extra)
            let bytes = buffer.array()
            #expect(bytes == Array("abc".utf8))
        }
    }

    // MARK: Copying from another buffer

    @Test(arguments: sizes, [0, 1, 31, 32, 33, 63, 64])
    func partsAreCopiedFromAnyPlaceToAnyPlace(_ size: Int, _ start: Int) {
        let text = sample(start + size)
        let source = ByteBuffer(text)
        for before in [0, 1, 31, 32, 33, 63, 64] {
            for capacity in [0, before, before + size, before + size + 1] {
                let head = sample(before, from: 99)
                var target = ByteBuffer(capacity: capacity)
                target.append(contentsOf: head)
                target.append(source, start, size)
                let bytes = target.array()
                if bytes != head + text[start...] { Issue.record("\(size) bytes from \(start) behind \(before)") }
                // What was copied beyond the end does not count, and is overwritten.
                target.append(UInt8(ascii: "!"))
                let more = target.array()
                if more != head + text[start...] + [UInt8(ascii: "!")] { Issue.record("one more behind \(size) bytes") }
            }
        }
        let kept = source.array()
        #expect(kept == text)
    }

    @Test func copyingStaysWithinAFullBuffer() {
        // Source and target end exactly where their memory does: what is copied beyond lies in the slack.
        for size in Self.sizes where size > 0 {
            var source = ByteBuffer(capacity: size)
            source.append(contentsOf: sample(size))
            var target = ByteBuffer(capacity: size)
            target.append(source, 0, size)
            let bytes = target.array()
            #expect(bytes == sample(size))
        }
    }

    // MARK: Shortening

    @Test(arguments: sizes)
    func theRestMovesToTheFront(_ size: Int) {
        let expected = sample(1000)
        var buffer = ByteBuffer(expected)
        buffer.removeFirst(size)
        let bytes = buffer.array()
        #expect(bytes == Array(expected[size...]))
        buffer.append(contentsOf: expected)
        let more = buffer.array()
        #expect(more == expected[size...] + expected)
    }

    @Test(arguments: sizes)
    func theEndIsForgotten(_ size: Int) {
        let expected = sample(1000)
        var buffer = ByteBuffer(expected)
        buffer.truncate(to: size)
        let bytes = buffer.array()
        #expect(bytes == Array(expected[..<size]))
        buffer.append(1)
        let more = buffer.array()
        #expect(more == expected[..<size] + [1])
    }

    // MARK: Filling in place

    @Test(arguments: sizes)
    func aReaderWritesBehindTheContents(_ size: Int) {
        var buffer = ByteBuffer("head".utf8)
        let expected = sample(size)
        for written in [size, size / 2, 0] {
            buffer.truncate(to: 4)
            var offered = -1
            buffer.appendUpTo(size) { space in
                offered = space.count
                space.copyBytes(from: expected[..<written])
                return written
            }
            #expect(offered == size)
            let bytes = buffer.array()
            #expect(bytes == Array("head".utf8) + expected[..<written])
        }
    }

    @Test func aReaderThatFailsAddsNothing() {
        struct Failure: Error {}
        var buffer = ByteBuffer("head".utf8)
        buffer.appendUpTo(100) { _ in -1 }
        #expect(throws: Failure.self) { try buffer.appendUpTo(100) { _ throws(Failure) in throw Failure() } }
        let bytes = buffer.array()
        #expect(bytes == Array("head".utf8))
    }
}
