import Adapters
import AgentsCore

// Calls of the services: a line with method and path, then the body. Each is answered or asks for something, and a
// submission becomes a task that every service can show at every stage.

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let (line, body) = UnsafeBufferPointer(start: start, count: count).head
    let words = line.split(separator: " ", maxSplits: 1)
    let method = HTTPMethod(rawValue: words.first.map { String($0) } ?? "")
    let path = words.count > 1 ? String(words[1]) : ""
    switch Serving.routing.target(of: method, path) {
    case .route(let service, let match): checkCall(HTTPRequest(method, path, body: body), service, match)
    case .wrongMethod(let service, let allowed):
        Serving.check(service.encode(.wrongMethod(allowed: allowed), of: Serving.call), 405...405)
    case .unknownRoute(let service): Serving.check(service.encode(.unknownRoute, of: Serving.call), 404...404)
    case .unknownService: break
    }
    return 0
}

private func checkCall(_ request: HTTPRequest, _ service: any DialectService, _ match: RouteMatch) {
    do throws(Failure) {
        switch try service.decode(request, at: match) {
        case .submit(let submission):
            check((try? ReferenceJSON(submission.request.json())) != nil, "sends no document")
            check((try? ReferenceJSON(submission.body.utf8)) != nil, "keeps no document: \(submission.body)")
            var task = service.begin(submission, with: Serving.facts)
            Serving.check(task, 200...299)
            for (second, news) in Serving.news.enumerated() {
                service.advance(&task, to: news, at: Serving.facts.time + .seconds(second))
                Serving.check(task, 200...299)
            }
        case .answer(let response): Serving.check(response, 200...599)
        case .find(let key): checkKey(key)
        case .list(let keys): keys.forEach(checkKey)
        }
    } catch {
        Serving.check(error)
    }
}

private func checkKey(_ key: TaskKey) {
    switch key {
    case .id(let text), .traceID(let text): check(text.utf8.count <= 512, "looks for a key of \(text.utf8.count) bytes")
    }
}
