import AgentsCore
import Testing

/// An object has each key once, however it is spelled and however many there are.
@Suite struct JSONDuplicateKeyTests {
    static let refused = [
        Refusal(#"{"a":1,"a":2}"#, at: 7, .duplicateKey), Refusal(#"{"":1,"":2}"#, at: 6, .duplicateKey),
        Refusal(#"{"a":1,"b":2,"a":3}"#, at: 13, .duplicateKey), Refusal(#"{"a":{},"a":[]}"#, at: 8, .duplicateKey),
        Refusal(#"{"a":{"b":1,"b":2}}"#, at: 12, .duplicateKey),
        Refusal(#"[{"a":1},{"a":1,"a":1}]"#, at: 16, .duplicateKey),
        Refusal(#"{"a":{"x":1},"b":{"x":1},"a":0}"#, at: 25, .duplicateKey),
        Refusal(#"{"a":[{"a":1}],"a":0}"#, at: 15, .duplicateKey),
        Refusal("{ \"a\" : 1 ,\n \"a\" : 2 }", at: 13, .duplicateKey), Refusal(#"{"é":1,"é":2}"#, at: 8, .duplicateKey),
        // The same characters in another spelling.
        Refusal(#"{"a":1,"\u0061":2}"#, at: 7, .duplicateKey), Refusal(#"{"\u0061":1,"a":2}"#, at: 12, .duplicateKey),
        Refusal(#"{"\u0061":1,"\u0061":2}"#, at: 12, .duplicateKey), Refusal(#"{"/":1,"\/":2}"#, at: 7, .duplicateKey),
        Refusal(#"{"\n":1,"\u000a":2}"#, at: 8, .duplicateKey),
        Refusal(#"{"\u000A":1,"\u000a":2}"#, at: 12, .duplicateKey),
        Refusal(#"{"\"":1,"\u0022":2}"#, at: 8, .duplicateKey), Refusal(#"{"é":1,"\u00e9":2}"#, at: 8, .duplicateKey),
        Refusal(#"{"😀":1,"\ud83d\ude00":2}"#, at: 10, .duplicateKey),
        Refusal(#"{"\uD83D\uDE00":1,"\ud83d\ude00":2}"#, at: 18, .duplicateKey),
        Refusal(#"{"abc":1,"ab\u0063":2}"#, at: 9, .duplicateKey),
        Refusal(#"{"abcdefgh":1,"\u0061bcdefgh":2}"#, at: 14, .duplicateKey),
        Refusal(#"{"\u0000":1,"\u0000":2}"#, at: 12, .duplicateKey),
        Refusal(#"{"s\/x":1,"s/x":2}"#, at: 10, .duplicateKey),
        // The first fault is the one that is told.
        Refusal(#"{"a":1,"a":1,"b":1,"b":1}"#, at: 7, .duplicateKey), Refusal(#"{"a":1,"a":x}"#, at: 7, .duplicateKey),
        Refusal(#"{"a":x,"a":1}"#, at: 5),
    ]

    static let accepted = [
        #"{"a":1,"A":2}"#, #"{"a":1,"a ":2}"#, #"{"":1," ":2}"#, #"{"a":1,"b":{"a":1,"b":{"a":1}}}"#,
        #"[{"a":1},{"a":1}]"#,
        #"{"a":{"b":1},"b":{"a":1}}"#, #"{"a":{"b":1},"b":2}"#, #"{"a":["a","a"],"b":"a"}"#,
        "{\"\u{E9}\":1,\"e\u{301}\":2}",
        #"{"\\u0061":1,"a":2}"#, #"{"\u0000":1,"":2}"#, #"{"a\u0000":1,"a":2}"#, #"{"ab":1,"a":2,"abc":3,"abcd":4}"#,
        #"{"\u0061b":1,"a":2}"#, #"{"abcd":1,"abce":2,"\u0061bcf":3}"#,
    ]

    @Test(arguments: refused)
    func aKeyThatStandsTwiceIsRefused(_ refusal: Refusal) {
        refusal.check()
    }

    @Test(arguments: accepted)
    func otherKeysAreAccepted(_ text: String) throws {
        #expect(try compact(text) == text)
    }

    @Test func theTablesAreNotEmpty() {
        #expect(Self.refused.count == 27)
        #expect(Self.accepted.count == 15)
    }

    // MARK: Lengths

    static let lengths = [
        0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 253, 254, 255, 256, 257, 300, 5000,
    ]

    @Test(arguments: lengths)
    func keysOfAnyLengthAreCompared(_ length: Int) {
        let key = String(repeating: "k", count: length)
        for others in [0, 3, 62, 63, 64, 65, 100] {
            let members = (0..<others).map { "\"other \($0)\":\($0)," }.joined()
            let head = "{\"\(key)\":1,\(members)"
            Refusal("\(head)\"\(key)\":2}", at: head.utf8.count, .duplicateKey).check()
            #expect(fault(in: "\(head)\"\(key)k\":2}") == nil)
            guard length > 0 else { continue }
            let escaped = "\\u006b" + key.dropFirst()
            Refusal("\(head)\"\(escaped)\":2}", at: head.utf8.count, .duplicateKey).check()
            #expect(fault(in: "\(head)\"\(escaped)k\":2}") == nil)
        }
    }

    @Test(arguments: lengths.filter { $0 > 0 && $0 < 5000 })
    func keysThatDifferInOneByteAreDifferent(_ length: Int) throws {
        let key = String(repeating: "k", count: length)
        for place in 0..<length {
            var other = Array(key.utf8)
            other[place] = UInt8(ascii: "j")
            let error = fault(in: bytes("{\"\(key)\":1,\"", other, "\":2}"))
            if error != nil { Issue.record("byte \(place) of \(length): \(String(describing: error))") }
        }
    }

    // MARK: Many members

    @Test(arguments: [2, 3, 31, 32, 33, 62, 63, 64, 65, 66, 67, 100, 127, 128, 129, 1000])
    func itIsFoundAtEveryPlaceOfAnObject(_ count: Int) {
        let keys = (0..<count).map { "\"key \($0)\":0" }
        for place in Set([1, 2, count / 2, 62, 63, 64, 65, count - 1]).filter({ (1..<count).contains($0) }) {
            for original in Set([0, place / 2, place - 1]) {
                var changed = keys
                changed[place] = keys[original]
                let offset = 1 + keys[..<place].map { $0.utf8.count + 1 }.reduce(0, +)
                Refusal("{\(changed.joined(separator: ","))}", at: offset, .duplicateKey).check()
            }
        }
        #expect(fault(in: "{\(keys.joined(separator: ","))}") == nil)
    }

    @Test func theFirstOfSeveralIsToldInLargeObjectsToo() {
        let head = (0..<80).map { "\"k\($0)\":0," }.joined()
        Refusal("{\(head)\"k70\":1,\"k3\":2,\"k70\":3}", at: head.utf8.count + 1, .duplicateKey).check()
        Refusal("{\(head)\"\\u006b70\":1,\"k3\":2}", at: head.utf8.count + 1, .duplicateKey).check()
    }

    @Test func keysWithTheSameTagAreNotTheSame() {
        // Length and first three bytes are equal in all of them.
        for count in [2, 63, 64, 65, 1000] {
            let members = (0..<count).map { "\"abc\(1_000_000 + $0)\":0" }.joined(separator: ",")
            #expect(fault(in: "{\(members)}") == nil)
            Refusal("{\(members),\"abc1000001\":0}", at: members.utf8.count + 2, .duplicateKey).check()
        }
    }

    @Test func aLargeObjectInsideOfAnotherIsCheckedByItself() {
        let inner = (0..<70).map { "\"k\($0)\":0" }.joined(separator: ",")
        let outer = (0..<70).map { "\"k\($0)\":{\(inner)}" }.joined(separator: ",")
        #expect(fault(in: "{\(outer)}") == nil)
        #expect(fault(in: "[{\(outer)},{\(outer)}]") == nil)
        let head = "{\(outer),\"x\":{\(inner),"
        Refusal("\(head)\"k69\":1}}", at: head.utf8.count, .duplicateKey).check()
        Refusal("{\(outer),\"k0\":1}", at: outer.utf8.count + 2, .duplicateKey).check()
    }

    // With a comparison of each key with each other these would take hours.
    @Test(.timeLimit(.minutes(20)), arguments: ["k%", "the same beginning %", "\\u006b%", "é%"])
    func manyMembersTakeLinearTime(_ pattern: String) {
        let parts = pattern.split(separator: "%", omittingEmptySubsequences: false)
        let members = (0..<100_000).map { "\"\(parts[0])\($0)\(parts[1])\":0" }
        let text = "{\(members.joined(separator: ","))}"
        #expect(fault(in: text) == nil)
        let last = text.utf8.count
        Refusal("\(text.dropLast()),\(members[5])}", at: last, .duplicateKey).check()
    }
}
