/// Follows the members of an object through up to four orders at once, and remembers which of them they break.
///
/// The ranks of a member lie in the bytes of one word, lane 0 lowest. They are below 128, so that one subtraction compares
/// all four: the top bit of a byte that had it survives if nothing larger was taken away.
struct OrderWatch {
    /// Orders that can be followed.
    static let lanes = 4
    /// Ranks that can be told apart.
    static let limit = 127

    private var last: UInt32 = 0
    private var broken: UInt32 = 0
    private static var tops: UInt32 { 0x8080_8080 }

    /// The ranks of one member, one of each order.
    static func pack(_ ranks: [Int]) -> UInt32 {
        precondition(ranks.count <= lanes && ranks.allSatisfy { (0...limit).contains($0) })
        return ranks.enumerated().reduce(0) { $0 | UInt32($1.element) << UInt32(8 * $1.offset) }
    }

    /// The rank in one order.
    @inline(__always)
    static func rank(_ ranks: UInt32, lane: Int) -> Int {
        Int(ranks >> UInt32(8 &* lane) & 0xFF)
    }

    /// Sees the next member.
    @inline(__always)
    mutating func see(_ ranks: UInt32) {
        broken |= ~((ranks | Self.tops) &- last) & Self.tops
        last = ranks
    }

    /// Whether all members so far stood in an order.
    @inline(__always)
    func keeps(lane: Int) -> Bool {
        broken >> UInt32(8 &* lane &+ 7) & 1 == 0
    }
}
