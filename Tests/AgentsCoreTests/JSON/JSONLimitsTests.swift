import AgentsCore
import Testing

/// What is refused because it is too much.
@Suite struct JSONLimitsTests {
    // MARK: Depth

    static let depths = [1, 2, 3, 16, 63, 64, 65, 127, 128, 129, 511, 512]

    @Test(arguments: depths)
    func containersNestAsDeepAsAllowed(_ depth: Int) throws {
        let limits = JSONLimits(depth: depth)
        let opening = String(repeating: "[", count: depth)
        let closing = String(repeating: "]", count: depth)
        #expect(fault(in: opening + closing, limits: limits) == nil)
        #expect(fault(in: opening + "1" + closing, limits: limits) == nil)
        Refusal("\(opening)[]\(closing)", at: depth, .tooDeep).check(limits: limits)
        Refusal("\(opening){}\(closing)", at: depth, .tooDeep).check(limits: limits)
        // Only what is open counts.
        #expect(fault(in: opening + String(closing.dropLast()) + ",[],[]]", limits: limits) == nil || depth == 1)
    }

    @Test(arguments: depths)
    func objectsNestAsDeepAsAllowed(_ depth: Int) throws {
        let limits = JSONLimits(depth: depth)
        let inside = String(repeating: "{\"a\":", count: depth - 1)
        let closing = String(repeating: "}", count: depth - 1)
        #expect(fault(in: "\(inside){}\(closing)", limits: limits) == nil)
        Refusal("\(inside){\"a\":{}}\(closing)", at: 5 * depth, .tooDeep).check(limits: limits)
        Refusal("\(inside){\"a\":[]}\(closing)", at: 5 * depth, .tooDeep).check(limits: limits)
    }

    @Test func depthIsBoundedBeforeBracketsAreClosed() {
        Refusal(String(repeating: "[", count: 100_000), at: 128, .tooDeep).check()
        Refusal(String(repeating: "{\"a\":", count: 100_000), at: 640, .tooDeep).check()
        Refusal(String(repeating: "[{\"a\":", count: 100_000), at: 384, .tooDeep).check()
        Refusal(String(repeating: "[ ", count: 100_000), at: 256, .tooDeep).check()
    }

    @Test func anyNumberOfContainersMayStandBesideEachOther() {
        let wide = "[" + String(repeating: "[[[]]],", count: 10_000) + "1]"
        #expect(fault(in: wide, limits: JSONLimits(depth: 4)) == nil)
        Refusal(wide, at: 3, .tooDeep).check(limits: JSONLimits(depth: 3))
    }

    // MARK: Values

    @Test(arguments: [1, 2, 3, 10, 255, 256, 257, 1000])
    func valuesAreCounted(_ count: Int) {
        let limits = JSONLimits(values: count)
        guard count > 1 else {
            #expect(fault(in: "1", limits: limits) == nil)
            #expect(fault(in: "[]", limits: limits) == nil)
            Refusal("[1]", at: 1, .tooManyValues).check(limits: limits)
            Refusal("{\"a\":1}", at: 5, .tooManyValues).check(limits: limits)
            return
        }
        let inside = Array(repeating: "1", count: count - 1).joined(separator: ",")
        #expect(fault(in: "[\(inside)]", limits: limits) == nil)
        Refusal("[\(inside),1]", at: 2 * count - 1, .tooManyValues).check(limits: limits)
        Refusal("[\(inside),{}]", at: 2 * count - 1, .tooManyValues).check(limits: limits)
        let members = (0..<count - 1).map { "\"\($0)\":[]" }.joined(separator: ",")
        #expect(fault(in: "{\(members)}", limits: limits) == nil)
        Refusal("{\(members),\"x\":[]}", at: members.utf8.count + 6, .tooManyValues).check(limits: limits)
    }

    @Test func theyAreCountedInEveryDocumentAnew() throws {
        var record = JSONRecord(limits: JSONLimits(depth: 2, values: 3))
        for _ in 0..<100 {
            try record.load("[1,2]".utf8)
            try record.load("[[],[]]".utf8)
            #expect(throws: JSONError.self) { try record.load("[1,2,3]".utf8) }
            #expect(throws: JSONError.self) { try record.load("[[[".utf8) }
        }
    }

    @Test func aMillionValuesAreTheStandard() {
        let inside = String(repeating: "1,", count: 999_998)
        #expect(fault(in: "[\(inside)1]") == nil)
        Refusal("[\(inside)1,1]", at: 1_999_999, .tooManyValues).check()
    }

    // MARK: Bytes

    @Test(arguments: [1, 2, 7, 64, 1000, 100_000])
    func documentsMayBeAsLongAsAllowed(_ bytes: Int) {
        let limits = JSONLimits(bytes: bytes)
        let number = String(repeating: "7", count: bytes)
        #expect(fault(in: number, limits: limits) == nil)
        Refusal("\(number)7", at: bytes, .tooLarge).check(limits: limits)
        guard bytes > 1 else { return }
        let letters = String(repeating: "x", count: bytes - 2)
        #expect(fault(in: "\"\(letters)\"", limits: limits) == nil)
        Refusal("\"\(letters)x\"", at: bytes, .tooLarge).check(limits: limits)
        let spaces = String(repeating: " ", count: bytes - 2)
        #expect(fault(in: "[\(spaces)]", limits: limits) == nil)
        Refusal("{\(spaces) }", at: bytes, .tooLarge).check(limits: limits)
    }

    @Test func whiteSpaceAroundTheDocumentIsNotPartOfIt() {
        let limits = JSONLimits(bytes: 10)
        let spaces = String(repeating: " \n", count: 50)
        #expect(fault(in: "\(spaces)[12345678]\(spaces)", limits: limits) == nil)
        Refusal("\(spaces)[123456789]\(spaces)", at: 110, .tooLarge).check(limits: limits)
    }

    // MARK: Their own limits

    @Test func limitsAreKeptWithinReason() {
        #expect(JSONLimits() == JSONLimits(depth: 128, bytes: 16 << 20, values: 1_000_000))
        #expect(JSONLimits(depth: 0, bytes: 0, values: 0) == JSONLimits(depth: 1, bytes: 1, values: 1))
        #expect(JSONLimits(depth: -5, bytes: .min, values: .min) == JSONLimits(depth: 1, bytes: 1, values: 1))
        let largest = JSONLimits(depth: .max, bytes: .max, values: .max)
        #expect(largest.depth == 512)
        #expect(largest.bytes == 1 << 30)
        #expect(fault(in: "[1,{\"a\":[]}]", limits: largest) == nil)
    }

    @Test func aLimitThatIsSetLaterHoldsToo() {
        // The members are variables: what is set must be bounded like what is given at the start.
        var limits = JSONLimits()
        limits.depth = 2
        Refusal("[[[]]]", at: 2, .tooDeep).check(limits: limits)
        limits.depth = 0
        Refusal("[]", at: 0, .tooDeep).check(limits: limits)
        limits = JSONLimits()
        limits.bytes = 3
        Refusal("[1,2]", at: 3, .tooLarge).check(limits: limits)
        limits = JSONLimits()
        limits.values = 2
        Refusal("[1,2]", at: 3, .tooManyValues).check(limits: limits)
    }
}
