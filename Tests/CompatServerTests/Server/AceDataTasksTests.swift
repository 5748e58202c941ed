import AgentsCore
import Testing

@testable import CompatServer

/// `POST /luma/tasks` beyond one task: pages, accounts, deletion, and whose tasks they are.
@Suite(.timeLimit(.minutes(1))) struct AceDataTasksTests {
    private func ask(_ bench: Bench, _ body: String, key: String = Bench.key) async throws -> JSONAnswer {
        try JSONAnswer(await bench.call(.post, "/luma/tasks", body, key: key))
    }

    /// Submits tasks a second apart; their ids, the oldest first.
    private func submit(_ count: Int, to bench: Bench, key: String = Bench.key) async throws -> [String] {
        var ids: [String] = []
        for number in 0..<count {
            let body = #"{"prompt":"volcano \#(number)","async":true}"#
            let answer = try JSONAnswer(await bench.call(.post, "/luma/videos", body, key: key))
            ids.append(try #require(answer.string("task_id")))
            bench.clock.advance(by: .seconds(1))
        }
        return ids
    }

    @Test(arguments: Bench.Access.allCases)
    func `A page has the newest first and says how many match`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let ids = try await submit(5, to: bench)
            let all = try await ask(bench, #"{"action":"retrieve_batch","created_at_min":0}"#)
            #expect(all.keys == ["items", "count"])
            #expect(all.items == ids.reversed())
            #expect(all.integer("count") == 5)

            let page = try await ask(
                bench, #"{"action":"retrieve_batch","created_at_min":0,"limit":2,"offset":1}"#)
            #expect(page.items == [ids[3], ids[2]])
            #expect(page.integer("count") == 5)
            let behind = try await ask(bench, #"{"action":"retrieve_batch","created_at_min":0,"offset":9}"#)
            #expect(behind.text == #"{"items":[],"count":5}"#)
        }
    }

    @Test func `A window includes both of its ends, as tasks show them`() async throws {
        try await Bench.run(.inProcess) { bench in
            // Within a millisecond: what tasks show is cut to it.
            bench.clock.advance(by: .microseconds(777))
            let ids = try await submit(4, to: bench)
            var times: [String] = []
            for id in ids { times.append(try #require(try await ask(bench, #"{"id":"\#(id)"}"#).json("created_at"))) }
            let body = #"{"action":"retrieve_batch","created_at_min":\#(times[1]),"created_at_max":\#(times[2])}"#
            let window = try await ask(bench, body)
            #expect(window.items == [ids[2], ids[1]])
            #expect(window.integer("count") == 2)
        }
    }

    @Test func `Named tasks are narrowed down in the order in which they are named`() async throws {
        try await Bench.run(.inProcess) { bench in
            let ids = try await submit(3, to: bench)
            let names = [ids[2], ids[0], "nobody", ids[1], ids[0]].map { "\"\($0)\"" }.joined(separator: ",")
            let all = try await ask(bench, #"{"action":"retrieve_batch","ids":[\#(names)]}"#)
            #expect(all.items == [ids[2], ids[0], ids[1], ids[0]])
            #expect(all.integer("count") == 4)
            let some = try await ask(bench, #"{"action":"retrieve_batch","ids":[\#(names)],"limit":2,"offset":1}"#)
            #expect(some.items == [ids[0], ids[1]])
            #expect(some.integer("count") == 4)
            let first = try #require(try await ask(bench, #"{"id":"\#(ids[0])"}"#).json("created_at"))
            let old = try await ask(
                bench, #"{"action":"retrieve_batch","ids":[\#(names)],"created_at_max":\#(first)}"#)
            #expect(old.items == [ids[0], ids[0]])
        }
    }

    @Test func `Tasks are found by their trace ids`() async throws {
        try await Bench.run(.inProcess) { bench in
            let ids = try await submit(2, to: bench)
            var traces: [String] = []
            for id in ids { traces.append(try #require(try await ask(bench, #"{"id":"\#(id)"}"#).json("trace_id"))) }
            let batch = try await ask(
                bench,
                #"{"action":"retrieve_batch","ids":["\#(ids[1])"],"trace_ids":[\#(traces.joined(separator: ","))]}"#)
            #expect(batch.items == [ids[1], ids[0], ids[1]])
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `An account is the caller's own or nobody's`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let ids = try await submit(2, to: bench)
            let task = try await ask(bench, #"{"id":"\#(ids[0])"}"#)
            for name in ["user_id", "application_id"] as [JSONKey] {
                let own = try #require(task.string(name))
                let page = try await ask(bench, #"{"action":"retrieve_batch","\#(name)":"\#(own)"}"#)
                #expect(page.items == ids.reversed())
                let upper = try await ask(bench, #"{"action":"retrieve_batch","\#(name)":"\#(own.uppercased())"}"#)
                #expect(upper.items == ids.reversed())

                let other = #""\#(name)":"00000000-0000-4000-8000-000000000000""#
                let none = try await ask(bench, #"{"action":"retrieve_batch",\#(other),"ids":["\#(ids[0])"]}"#)
                #expect(none.text == #"{"items":[],"count":0}"#)
                let kept = try await ask(bench, #"{"action":"delete",\#(other),"id":"\#(ids[0])"}"#)
                #expect(kept.text == #"{"id":"\#(ids[0])","deleted":false}"#)
                // Whoever has the account's ids, but not its key, gets nothing.
                let stranger = try await ask(
                    bench, #"{"action":"retrieve_batch","\#(name)":"\#(own)"}"#, key: "luma-api-stranger")
                #expect(stranger.text == #"{"items":[],"count":0}"#)
            }
            #expect(try await ask(bench, #"{"id":"\#(ids[0])"}"#).keys.contains("request"))
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `A deleted task is gone, and no other`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let ids = try await submit(2, to: bench)
            let foreign = try await ask(bench, #"{"action":"delete","id":"\#(ids[0])"}"#, key: "luma-api-stranger")
            #expect(foreign.text == #"{"id":"\#(ids[0])","deleted":false}"#)

            let first = try await ask(bench, #"{"action":"delete","id":"\#(ids[0])"}"#)
            #expect(first.status == 200)
            #expect(first.text == #"{"id":"\#(ids[0])","deleted":true}"#)
            let again = try await ask(bench, #"{"action":"delete","task_id":"\#(ids[0])"}"#)
            #expect(again.text == #"{"id":"\#(ids[0])","deleted":false}"#)

            #expect(try await ask(bench, #"{"id":"\#(ids[0])"}"#).text == "{}")
            let list = try await ask(
                bench, #"{"action":"retrieve_batch","ids":["\#(ids[0])","\#(ids[1])"]}"#)
            #expect(list.items == [ids[1]])
            #expect(try await ask(bench, #"{"action":"retrieve_batch","created_at_min":0}"#).items == [ids[1]])
        }
    }

    @Test func `Another's tasks look like none, however they are asked for`() async throws {
        try await Bench.run(.inProcess) { bench in
            let ids = try await submit(1, to: bench)
            let trace = try #require(try await ask(bench, #"{"id":"\#(ids[0])"}"#).string("trace_id"))
            let stranger = "luma-api-stranger"
            for name in [#""id":"\#(ids[0])""#, #""task_id":"\#(ids[0])""#, #""trace_id":"\#(trace)""#] {
                #expect(try await ask(bench, "{\(name)}", key: stranger).text == "{}")
            }
            for names in [
                #""ids":["\#(ids[0])"]"#, #""trace_ids":["\#(trace)"]"#, #""created_at_min":0"#,
            ] {
                let batch = try await ask(bench, #"{"action":"retrieve_batch",\#(names)}"#, key: stranger)
                #expect(batch.text == #"{"items":[],"count":0}"#)
            }
        }
    }

    @Test(arguments: Bench.Access.allCases)
    func `Too many names are refused, and as many as are allowed are looked up`(access: Bench.Access) async throws {
        try await Bench.run(access) { bench in
            let ids = try await submit(1, to: bench)
            func names(_ count: Int) -> String {
                Array(repeating: "\"\(ids[0])\"", count: count).joined(separator: ",")
            }
            let refused = try await ask(bench, #"{"action":"retrieve_batch","ids":[\#(names(10_000))]}"#)
            #expect(refused.status == 400)
            #expect(refused.string("error", "code") == "bad_request")
            let batch = try await ask(bench, #"{"action":"retrieve_batch","ids":[\#(names(1000))]}"#)
            #expect(batch.integer("count") == 1000)
            #expect(batch.items.count == 1000)
        }
    }
}

extension JSONAnswer {
    /// Ids of the items of a batch.
    fileprivate var items: [String] { elements("items", "id") }
}
