import Testing

@testable import AgentsCore

/// Bytes in the order of their values.
@Suite struct ByteOrderTests {
    @Test(arguments: [
        ("", "", 0), ("", "a", -1), ("a", "a", 0), ("a", "b", -1), ("a", "ab", -1), ("b", "ab", 1),
        ("\u{7F}", "\u{80}", -1),
    ])
    func `Texts stand as their bytes do`(_ one: String, _ two: String, _ sign: Int) {
        let left = ByteBuffer("x\(one)y".utf8)
        let right = ByteBuffer(two.utf8)
        let range = 1..<left.count - 1
        #expect(left.order(range, to: right, 0..<right.count).signum() == sign)
        #expect(right.order(0..<right.count, to: left, range).signum() == -sign)
    }
}
