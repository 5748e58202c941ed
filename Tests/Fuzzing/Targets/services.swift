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
        check(try service.decode(request, at: match), service)
    } catch {
        Serving.check(error)
    }
}

private func check(_ operation: Operation, _ service: any DialectService) {
    switch operation {
    case .submit(let submission): check(submission, service)
    case .answer(let response, _): Serving.check(response, 200...599)
    case .find(let key), .delete(let key): checkKey(key)
    case .list(let keys): keys.forEach(checkKey)
    case .page(let query): checkQuery(query)
    case .select(let keys, let query):
        keys.forEach(checkKey)
        // Nothing of nothing is a page as well.
        if !keys.isEmpty { checkQuery(query) }
    case .only(_, let operation, let otherwise):
        check(operation, service)
        Serving.check(service.encode(otherwise, of: Serving.call), 200...299)
    }
}

private func check(_ submission: Submission, _ service: any DialectService) {
    check((try? ReferenceJSON(submission.request.json())) != nil, "sends no document")
    check((try? ReferenceJSON(submission.body.utf8)) != nil, "keeps no document: \(submission.body)")
    var task = service.begin(submission, with: Serving.facts)
    Serving.check(task, 200...299)
    checkCallback(of: task, service)
    for (second, news) in Serving.news.enumerated() {
        service.advance(&task, to: news, at: Serving.facts.time + .seconds(second))
        Serving.check(task, 200...299)
        checkCallback(of: task, service)
    }
}

/// What is told of a state is a document, or there is nothing to tell.
private func checkCallback(of task: TaskRecord, _ service: any DialectService) {
    do throws(AdapterError) {
        guard let callback = try service.callback(for: task) else { return }
        check((try? ReferenceJSON(callback.body)) != nil, "tells no document")
        check(!callback.url.isEmpty, "tells it nobody")
    } catch {
        check(false, "cannot tell a state: \(error)")
    }
}

private func checkQuery(_ query: TaskQuery) {
    check(query.limit > 0 && query.offset >= 0, "asks for a page that is none")
}

private func checkKey(_ key: TaskKey) {
    switch key {
    case .id(let text), .traceID(let text), .mediaURL(let text):
        check(text.utf8.count <= 512, "looks for a key of \(text.utf8.count) bytes")
    }
}
