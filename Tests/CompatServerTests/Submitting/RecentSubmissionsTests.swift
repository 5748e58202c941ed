import AgentsCore
import Testing

@testable import CompatServer

@Suite struct RecentSubmissionsTests {
    private let key: RecentSubmissions.Key
    private let otherKey: RecentSubmissions.Key

    init() throws {
        let secret = try ServerSecret.random()
        func fingerprint(_ text: String) -> Fingerprint { secret.fingerprint(of: Credential(text)) }
        key = RecentSubmissions.Key(principal: fingerprint("a"), content: fingerprint("body"))
        otherKey = RecentSubmissions.Key(principal: fingerprint("b"), content: fingerprint("body"))
    }

    @Test func `A submission that is said to be the first never joins`() {
        var recent = RecentSubmissions()
        recent.add("1", key, at: .zero)
        recent.note("1", isDelivered: false)
        #expect(recent.join(key, .first, at: .zero) == nil)
        #expect(recent.join(key, .unmarked, at: .zero) == "1")
    }

    @Test func `Equal submissions in parallel stay several`() {
        var recent = RecentSubmissions()
        for id in ["1", "2", "3"] {
            #expect(recent.join(key, .unmarked, at: .zero) == nil)
            recent.add(id, key, at: .zero)
        }
        for id in ["1", "2", "3"] { recent.note(id, isDelivered: true) }
        #expect(recent.join(key, .unmarked, at: .zero) == nil)
        #expect(recent.join(key, .retry, at: .zero) == nil)
    }

    @Test func `Each retry joins a submission of its own, the oldest first`() {
        var recent = RecentSubmissions()
        for id in ["1", "2"] {
            recent.add(id, key, at: .zero)
            recent.note(id, isDelivered: false)
        }
        #expect(recent.join(key, .unmarked, at: .zero) == "1")
        #expect(recent.join(key, .retry, at: .zero) == "2")
        #expect(recent.join(key, .unmarked, at: .zero) == nil)
        recent.note("1", isDelivered: false)
        #expect(recent.join(key, .unmarked, at: .zero) == "1")
    }

    @Test func `A client that says it tries again joins even if nobody saw it hang up`() {
        var recent = RecentSubmissions()
        recent.add("1", key, at: .zero)
        #expect(recent.join(key, .unmarked, at: .zero) == nil)
        #expect(recent.join(key, .retry, at: .zero) == "1")
    }

    @Test func `Nobody joins another principal's submission, or another body's`() {
        var recent = RecentSubmissions()
        recent.add("1", key, at: .zero)
        recent.note("1", isDelivered: false)
        #expect(recent.join(otherKey, .retry, at: .zero) == nil)
    }

    @Test func `What came to nothing, or is older than the window, is not joined`() {
        var recent = RecentSubmissions()
        recent.add("1", key, at: .zero)
        recent.note("1", isDelivered: false)
        recent.forget("1")
        #expect(recent.join(key, .retry, at: .zero) == nil)
        recent.add("2", key, at: .seconds(1))
        recent.note("2", isDelivered: false)
        #expect(recent.join(key, .retry, at: .seconds(1) + RecentSubmissions.window) == nil)
        #expect(recent.expire(at: .seconds(1) + RecentSubmissions.window) == ["1", "2"])
        #expect(recent.count == 0)
    }
}
