import AgentsCore
import Testing

@testable import CompatServer

@Suite struct RecentSubmissionsTests {
    private typealias Caller = RecentSubmissions.Caller

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
        let caller = recent.add("1", key, at: .zero)
        recent.note(caller, .undelivered, at: .zero)
        #expect(recent.join(key, .first, at: .zero) == nil)
        #expect(recent.join(key, .unmarked, at: .zero)?.id == "1")
    }

    @Test func `Equal submissions in parallel stay several`() {
        var recent = RecentSubmissions()
        var callers: [Caller] = []
        for id in ["1", "2", "3"] {
            #expect(recent.join(key, .unmarked, at: .zero) == nil)
            callers.append(recent.add(id, key, at: .zero))
        }
        for caller in callers { recent.note(caller, .delivered(at: .zero), at: .zero) }
        #expect(recent.join(key, .unmarked, at: .zero) == nil)
        #expect(recent.join(key, .retry, at: RecentSubmissions.retryWindow) == nil)
    }

    @Test func `A client that tries again has not got the answer that left moments ago`() throws {
        var recent = RecentSubmissions()
        for id in ["1", "2"] { recent.note(recent.add(id, key, at: .zero), .delivered(at: .seconds(1)), at: .zero) }
        #expect(recent.join(key, .first, at: .seconds(2)) == nil)
        #expect(recent.join(key, .unmarked, at: .seconds(2)) == nil)
        let joined = recent.join(key, .retry, at: .seconds(2))
        let retry = try #require(joined)
        #expect(retry.id == "2")
        recent.note(retry, .delivered(at: .seconds(3)), at: .zero)
        #expect(recent.join(key, .retry, at: .seconds(40)) == nil)
    }

    @Test func `Each retry joins a submission of its own, the oldest first`() throws {
        var recent = RecentSubmissions()
        for id in ["1", "2"] { recent.note(recent.add(id, key, at: .zero), .undelivered, at: .zero) }
        let joined = recent.join(key, .unmarked, at: .zero)
        let retry = try #require(joined)
        #expect(retry.id == "1")
        #expect(recent.join(key, .retry, at: .zero)?.id == "2")
        #expect(recent.join(key, .unmarked, at: .zero) == nil)
        recent.note(retry, .undelivered, at: .zero)
        #expect(recent.join(key, .unmarked, at: .zero)?.id == "1")
    }

    @Test func `What becomes of an answer to someone who has left does not count any more`() throws {
        var recent = RecentSubmissions()
        let first = recent.add("1", key, at: .zero)
        recent.note(first, .undelivered, at: .zero)
        let joined = recent.join(key, .unmarked, at: .zero)
        let retry = try #require(joined)
        recent.note(first, .undelivered, at: .zero)
        #expect(recent.join(key, .unmarked, at: .zero) == nil)
        recent.note(retry, .delivered(at: .zero), at: .zero)
        recent.note(first, .undelivered, at: .zero)
        #expect(recent.join(key, .unmarked, at: .zero) == nil)
    }

    @Test func `A client that says it tries again joins even if nobody saw it hang up`() {
        var recent = RecentSubmissions()
        _ = recent.add("1", key, at: .zero)
        #expect(recent.join(key, .unmarked, at: .zero) == nil)
        #expect(recent.join(key, .retry, at: .zero)?.id == "1")
    }

    @Test func `Nobody joins another principal's submission, or another body's`() {
        var recent = RecentSubmissions()
        recent.note(recent.add("1", key, at: .zero), .undelivered, at: .zero)
        #expect(recent.join(otherKey, .retry, at: .zero) == nil)
    }

    @Test func `What came to nothing, or is older than the window, is not joined`() {
        var recent = RecentSubmissions()
        recent.note(recent.add("1", key, at: .zero), .undelivered, at: .zero)
        recent.forget("1")
        #expect(recent.join(key, .retry, at: .zero) == nil)
        recent.note(recent.add("2", key, at: .seconds(1)), .undelivered, at: .zero)
        #expect(recent.join(key, .retry, at: .seconds(1) + RecentSubmissions.window) == nil)
        #expect(recent.expire(at: .seconds(1) + RecentSubmissions.window) == ["2"])
        #expect(recent.count == 0)
    }

    @Test func `After a failure only what comes within moments is a retry`() throws {
        var recent = RecentSubmissions()
        recent.note(recent.add("1", key, at: .zero), .failed(at: .seconds(60)), at: .zero)
        for time in [62, 65, 80] {
            let joined = recent.join(key, .unmarked, at: .seconds(time))
            let retry = try #require(joined)
            recent.note(retry, .failed(at: .seconds(time)), at: .zero)
        }
        // Somebody who wants another try gets one, also if others went on asking.
        #expect(recent.join(key, .unmarked, at: .seconds(60) + RecentSubmissions.retryWindow) == nil)
    }
}
