import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Pages of generations.
@Suite struct ListTests {
    private func query(_ text: String?) throws -> TaskQuery {
        guard case .page(let query) = try ServiceSamples.operation(.get, "/generations", query: text) else {
            Issue.record("not a page")
            throw Failure.unknownRoute
        }
        return query
    }

    @Test(
        arguments: [
            (nil, 100, 0), ("", 100, 0), ("limit=5", 5, 0), ("offset=7", 100, 7), ("limit=1&offset=0", 1, 0),
            ("offset=3&other=x&limit=2", 2, 3), ("limit=1&limit=9", 9, 0), ("%6Cimit=1%30", 10, 0),
            ("limit=%2B4", 4, 0), ("limit=100000", 100_000, 0), ("offset=99999999999999999999", 100, 2_147_483_647),
            ("&&=&limit=3&%zz=1&%00=2", 3, 0), ("LIMIT=3", 100, 0),
        ] as [(String?, Int, Int)])
    func parametersHaveTheDocumentedDefaults(_ text: String?, _ limit: Int, _ offset: Int) throws {
        let query = try query(text)
        #expect((query.limit, query.offset) == (limit, offset))
        #expect(!query.isCounted)
        #expect(query.createdFrom == nil)
        #expect(query.createdUntil == nil)
    }

    @Test(
        arguments: [
            ("limit=0", "limit", "greater_than_equal"), ("limit=-5", "limit", "greater_than_equal"),
            ("offset=-1", "offset", "greater_than_equal"), ("limit=", "limit", "int_parsing"),
            ("limit", "limit", "int_parsing"), ("limit=ten", "limit", "int_parsing"),
            ("limit=1.5", "limit", "int_parsing"), ("limit=1e3", "limit", "int_parsing"),
            ("offset=0x10", "offset", "int_parsing"), ("offset=%D9%A1", "offset", "int_parsing"),
            ("limit=-99999999999999999999", "limit", "greater_than_equal"), ("offset=+", "offset", "int_parsing"),
        ])
    func otherParametersAreRefused(_ text: String, _ name: String, _ fault: String) throws {
        let failure = try #require(throws: Failure.self) { try query(text) }
        #expect(failure.code == .malformed)
        #expect(failure.path == FieldPath([.key(name)]))
        #expect(failure.fault == fault)
        let response = ServiceSamples.service.encode(failure, of: ServiceSamples.call)
        #expect(response.status == 422)
        #expect(try JSONTree(response.body)["detail"]?["0"]?["loc"] == .array([.text("query"), .text(name)]))
    }

    @Test func `a page has the documented members in their order`() throws {
        let task = try ServiceSamples.task()
        let page = TaskPage(of: TaskQuery(limit: 2, offset: 4), [task, task], hasMore: true)
        let response = ServiceSamples.service.encode(.page(page), of: ServiceSamples.call)
        #expect(response.status == 200)
        let document = try ServiceSamples.rendered(task)
        #expect(
            response.body.text
                == #"{"has_more":true,"count":2,"limit":2,"offset":4,"generations":[\#(document),\#(document)]}"#)
    }

    @Test func `an empty page is an empty list`() throws {
        let page = TaskPage(of: TaskQuery(limit: 100), [], hasMore: false)
        let response = ServiceSamples.service.encode(.page(page), of: ServiceSamples.call)
        #expect(
            response.body.text == #"{"has_more":false,"count":0,"limit":100,"offset":0,"generations":[]}"#)
    }

    @Test func `a record that cannot be rendered hides no other`() throws {
        let task = try ServiceSamples.task()
        var broken = task
        broken["id"] = "5"
        let page = TaskPage(of: TaskQuery(limit: 2), [broken, task], hasMore: false)
        let answer = try JSONTree(ServiceSamples.service.encode(.page(page), of: ServiceSamples.call).body)
        #expect(answer["count"] == .number("1"))
    }

    @Test func `a deletion answers with nothing, and only once`() {
        let deleted = ServiceSamples.service.encode(.deleted(.id("x"), wasThere: true), of: ServiceSamples.call)
        #expect(deleted == HTTPResponse(204))
        let unknown = ServiceSamples.service.encode(.deleted(.id("x"), wasThere: false), of: ServiceSamples.call)
        #expect(unknown.status == 404)
        #expect(unknown.body.text == #"{"detail":"Generation not found"}"#)
    }
}
