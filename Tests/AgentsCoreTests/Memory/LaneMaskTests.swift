import Testing

@testable import AgentsCore

@Suite struct LaneMaskTests {
    private static let patterns: [UInt32] =
        [0, 0xFFFF, 0x8001, 0x5555, 0xAAAA, 0x00FF, 0xFF00, 0x1234] + (0..<16).map { 1 << $0 }

    @Test(arguments: patterns)
    func eachLaneIsABit(_ pattern: UInt32) {
        var lanes = SIMD16<UInt8>(repeating: 0)
        for lane in 0..<16 where pattern >> UInt32(lane) & 1 == 1 { lanes[lane] = 7 }
        let mask = lanes .== SIMD16(repeating: 7)
        #expect(LaneMask.bits(mask) == pattern)
        #expect(LaneMask.portableBits(mask) == pattern)
    }
}
