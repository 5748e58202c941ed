import Testing

@testable import AgentsSimulator

@Suite struct SipHashTests {
    // The vectors of the reference implementation: the key 00 01 … 0f, the text 00 01 02 … of each length.
    @Test(
        arguments: [
            (0, 0x726F_DB47_DD0E_0E31), (1, 0x74F8_39C5_93DC_67FD), (7, 0xAB02_00F5_8B01_D137),
            (8, 0x93F5_F579_9A93_2462), (15, 0xA129_CA61_49BE_45E5),
        ] as [(Int, UInt64)])
    func isThatOfTheReference(_ length: Int, _ hash: UInt64) {
        let hasher = SipHash(key: (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908))
        #expect(hasher.hash((0..<length).map { UInt8($0) }) == hash)
    }

    @Test func keysAreRandom() {
        #expect(SipHash().hash("a".utf8) != SipHash().hash("a".utf8))
    }
}
