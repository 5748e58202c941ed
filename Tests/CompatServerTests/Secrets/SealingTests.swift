import AgentsCore
import Testing

@testable import CompatServer

/// Credentials that are kept sealed.
@Suite struct SealingTests {
    let secret: ServerSecret

    init() throws {
        secret = try .random()
    }

    @Test(arguments: ["", "x", "luma-api-0123456789", "a\0b\u{1F680}", String(repeating: "k", count: 10_000)])
    func whatIsSealedCanBeOpened(_ text: String) {
        let sealed = secret.seal(Credential(text))
        #expect(secret.open(sealed) == Credential(text))
        #expect(sealed.count == 1 + 24 + 16 + text.utf8.count)
    }

    @Test func sealingTwiceGivesDifferentBytesWithoutTheText() {
        let text = "luma-api-0123456789"
        let (first, second) = (secret.seal(Credential(text)), secret.seal(Credential(text)))
        #expect(first != second)
        #expect(!String(decoding: first, as: UTF8.self).contains(text))
    }

    @Test func anotherSecretOpensNothing() throws {
        #expect(try ServerSecret.random().open(secret.seal(Credential("x"))) == nil)
    }

    @Test func everyChangedBitIsNoticed() {
        let sealed = secret.seal(Credential("luma-api-x"))
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << bit
                #expect(secret.open(changed) == nil)
            }
        }
    }

    @Test func everyCutIsNoticed() {
        let sealed = secret.seal(Credential("luma-api-x"))
        for count in sealed.indices { #expect(secret.open(Array(sealed.prefix(count))) == nil) }
        #expect(secret.open(sealed + [0]) == nil)
    }
}
