import AceDataCompat
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Which service and route a request is meant for.
@Suite struct RoutingTests {
    private static let routing = Routing([AceDataService(), DreamMachineService()])

    /// A target as text: the route, or why there is none.
    private func target(_ method: HTTPMethod, _ path: String) -> String {
        switch Self.routing.target(of: method, path) {
        case .route(let service, let match):
            let values = match.parameters.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            return "\(service.dialect) \(match.route.method) \(match.route.pattern)\(values)"
        case .wrongMethod(let service, let allowed):
            return "\(service.dialect) allows \(allowed.map(\.rawValue).joined(separator: ","))"
        case .unknownRoute(let service): return "\(service.dialect) unknown"
        case .unknownService: return "unknown"
        }
    }

    @Test(
        arguments: [
            (.post, "/luma/videos", "acedata POST /luma/videos"), (.post, "/luma/tasks", "acedata POST /luma/tasks"),
            (.get, "/dream-machine/v1/ping", "dream-machine GET /dream-machine/v1/ping"),
            (.head, "/dream-machine/v1/ping", "dream-machine GET /dream-machine/v1/ping"),
            (.post, "/dream-machine/v1/generations/video", "dream-machine POST /dream-machine/v1/generations/video"),
            (
                .get, "/dream-machine/v1/generations/g",
                "dream-machine GET /dream-machine/v1/generations/{id} id=g"
            ),
            (
                .post, "/dream-machine/v1/generations/g/upscale",
                "dream-machine POST /dream-machine/v1/generations/{id}/upscale id=g"
            ),
            (
                .get, "/dream-machine/v1/generations/concepts/list",
                "dream-machine GET /dream-machine/v1/generations/concepts/list"
            ),
        ] as [(HTTPMethod, String, String)])
    func routesAreFound(_ method: HTTPMethod, _ path: String, _ expected: String) {
        #expect(target(method, path) == expected)
    }

    @Test(
        arguments: [
            (.get, "/luma/videos", "acedata allows POST"), (.options, "/luma/tasks", "acedata allows POST"),
            (.put, "/dream-machine/v1/generations/g", "dream-machine allows GET,DELETE"),
            (.put, "/dream-machine/v1/generations", "dream-machine allows POST,GET"),
            (.put, "/dream-machine/v1/generations/video", "dream-machine allows POST"),
        ] as [(HTTPMethod, String, String)])
    func otherMethodsAreToldApart(_ method: HTTPMethod, _ path: String, _ expected: String) {
        #expect(target(method, path) == expected)
    }

    @Test(
        arguments: [
            ("/luma", "acedata unknown"), ("/luma/", "acedata unknown"), ("/luma/videos/", "acedata unknown"),
            ("/luma//videos", "acedata unknown"), ("/luma/Videos", "acedata unknown"),
            ("/luma/%76ideos", "acedata unknown"), ("/luma/videos/x", "acedata unknown"),
            ("/dream-machine/v1/nothing", "dream-machine unknown"), ("/lumavideos", "unknown"), ("/", "unknown"),
            ("", "unknown"), ("luma/videos", "unknown"), ("//luma/videos", "unknown"),
            ("/dream-machine/v2/ping", "unknown"),
        ])
    func otherPathsAreUnknown(_ path: String, _ expected: String) {
        #expect(target(.post, path) == expected)
        #expect(target(.get, path) == expected)
    }

    @Test(
        arguments: [
            ("a%2Fb", "a/b"), ("%61%2e", "a."), ("%F0%9F%AB%96", "🫖"), ("a+b", "a+b"), ("a%20b", "a b"),
            ("a%25%32%46", "a%2F"), ("..", ".."), ("%2E%2E%2F", "../"),
        ])
    func parametersAreDecodedOnceAndAfterSplitting(_ piece: String, _ id: String) {
        let expected = "dream-machine GET /dream-machine/v1/generations/{id} id=\(id)"
        #expect(target(.get, "/dream-machine/v1/generations/\(piece)") == expected)
    }

    @Test(arguments: ["", "%", "%4", "%g0", "a%0", "%00", "a%00b", "%0a", "%7F", "%C3", "%C3%28", "%ED%A0%80", "\u{1}"])
    func brokenParametersFitNothing(_ piece: String) {
        #expect(target(.get, "/dream-machine/v1/generations/\(piece)") == "dream-machine unknown")
    }

    @Test func `pieces and paths are bounded`() {
        let piece = String(repeating: "a", count: 512)
        let path = "/dream-machine/v1/generations/"
        #expect(target(.get, path + piece).hasSuffix("id=\(piece)"))
        #expect(target(.get, path + piece + "a") == "dream-machine unknown")
        #expect(target(.get, "/luma" + String(repeating: "/a", count: 1 << 16)) == "acedata unknown")
    }

    @Test func `the order of services has no effect`() {
        let other = Routing([DreamMachineService(), AceDataService()])
        guard case .route(let service, _) = other.target(of: .post, "/luma/videos") else {
            Issue.record("no route")
            return
        }
        #expect(service.dialect == .aceData)
    }

    @Test func `a wrong method says which are right`() {
        let failure = Failure.wrongMethod(allowed: [.post, .get])
        let call = Call(match: nil, traceID: "t")
        for service in [AceDataService(), DreamMachineService()] as [any DialectService] {
            let response = service.encode(failure, of: call)
            #expect(response.status == 405)
            #expect(response.fields["Allow"] == "POST, GET")
        }
    }
}
