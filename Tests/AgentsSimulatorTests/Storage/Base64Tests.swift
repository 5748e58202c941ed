import Foundation
import Testing

@testable import AgentsSimulator

@Suite struct Base64Tests {
    @Test func isThatOfFoundation() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
            let text = Data(bytes).base64EncodedString()
            #expect(Base64.decoded(text) == bytes)
            #expect(Base64.decodedCount(of: text) == count)
        }
    }

    @Test(arguments: [
        "A", "AA", "AAA", "A===", "====", "AA=A", "AAAA=", "AA A", "AAA\n", "AA-_", "AAé", "not-valid-base64!!!",
    ])
    func otherTextIsNone(_ text: String) {
        #expect(Base64.decodedCount(of: text) == nil)
        #expect(Base64.decoded(text) == nil)
    }
}
