import AgentsCore
import Testing

@Suite struct MemberTests {
    @Test func absentNullAndValueDiffer() {
        let members: [Member<String>] = [.absent, .null, .value("")]
        #expect(Set(members).count == 3)
        #expect(members.map(\.isPresent) == [false, true, true])
        #expect(members.map(\.value) == [nil, nil, ""])
    }

    @Test func mapKeepsAbsentAndNull() throws {
        #expect(Member<Int>.absent.map(String.init) == .absent)
        #expect(Member<Int>.null.map(String.init) == .null)
        #expect(Member.value(7).map(String.init) == "7")
    }

    @Test func mapThrowsWhatItIsGiven() {
        let fault = ModelError(.badValue, "a fault")
        #expect(throws: fault) {
            try Member.value(7).map { (_: Int) throws(ModelError) -> Int in throw fault }
        }
    }

    @Test func literalsAreValues() {
        #expect(Member<String>.value("a") == "a")
        #expect(Member<AspectRatio>.value(.landscape16x9) == "16:9")
        #expect(Member<Int>.value(-3) == -3)
        #expect(Member<JSONNumber>.value(0.25) == 0.25)
        #expect(Member<Bool>.value(true) == true)
    }
}
