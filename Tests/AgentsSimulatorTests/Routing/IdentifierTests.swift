import Foundation
import Testing

@testable import AgentsSimulator

@Suite struct IdentifierTests {
    @Test func isWrittenAndReadBack() throws {
        let text = "d290f1ee-6c54-4b01-90e6-d701748f0851"
        #expect(Identifier(text)?.description == text)
        #expect(Identifier(text.uppercased())?.description == text)
    }

    @Test func isARandomUUID() throws {
        for _ in 0..<100 {
            let text = Identifier.random().description
            #expect(UUID(uuidString: text)?.uuidString.lowercased() == text)
            #expect(text.dropFirst(14).first == "4")
            #expect("89ab".contains(try #require(text.dropFirst(19).first)))
        }
        #expect(Identifier.random() != Identifier.random())
    }

    @Test(arguments: [
        "", "x", "d290f1ee6c544b0190e6d701748f0851", "d290f1ee-6c54-4b01-90e6-d701748f085",
        "d290f1ee-6c54-4b01-90e6-d701748f0851 ", "g290f1ee-6c54-4b01-90e6-d701748f0851",
        "d290f1ee+6c54-4b01-90e6-d701748f0851", "d290f1ee-6c54-4b01-90e6-d701748f08é",
    ])
    func otherTextIsNone(_ text: String) {
        #expect(Identifier(text) == nil)
    }
}
