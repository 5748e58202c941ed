import Testing

@testable import CompatServer

/// Fingerprints, and the texts of bytes.
@Suite struct FingerprintTests {
    let bytes = (0..<32).map { UInt8($0 * 8 + 5) }

    @Test func bytesAndTextComeBack() {
        let fingerprint = Fingerprint(bytes: bytes)
        #expect(fingerprint?.bytes == bytes)
        #expect(fingerprint?.hex == "050d151d252d353d454d555d656d757d858d959da5adb5bdc5cdd5dde5edf5fd")
        #expect(fingerprint.flatMap { Fingerprint(hex: $0.hex) } == fingerprint)
    }

    @Test func everyByteCounts() {
        let all = (0..<32).compactMap { index in
            var changed = bytes
            changed[index] ^= 1
            return Fingerprint(bytes: changed)
        }
        #expect(Set(all).count == 32)
    }

    @Test(arguments: [
        "", "05", "xy", String(repeating: "0", count: 63), String(repeating: "0", count: 66),
        String(repeating: "A", count: 64), String(repeating: "g", count: 64), String(repeating: "\u{FF10}", count: 64),
    ])
    func otherTextsAreNone(_ text: String) {
        #expect(Fingerprint(hex: text) == nil)
    }

    @Test(arguments: [0, 31, 33])
    func otherSizesAreNone(_ count: Int) {
        #expect(Fingerprint(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }

    @Test func randomIDsAreUUIDsInLowerCase() throws {
        let ids = (0..<1000).map { _ in randomUUID() }
        #expect(Set(ids).count == 1000)
        for id in ids {
            #expect(
                try #/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#.wholeMatch(in: id) != nil)
        }
    }
}
