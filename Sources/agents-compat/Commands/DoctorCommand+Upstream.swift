import AgentsCore
import CompatServer
import HTTPTransport

// The Agents API: whether it answers, takes the key, and has the same time.

extension Doctor {
    private static let keyName = GenerationClient.Options.keyName
    /// A clock that differs by more makes links and signatures expire early or late.
    private static let clockTolerance = Duration.seconds(30)

    func upstream(_ tell: (Finding) throws -> Void) throws {
        let base: String
        do throws(CommandError) {
            base = try arguments.baseURL(.upstream)
        } catch {
            return try tell(Finding(name: "upstream", verdict: .skipped, text: error.message))
        }
        var url = base[...]
        while url.last == "/" { url.removeLast() }
        let unknown = "\(url)/generations/00000000-0000-0000-0000-000000000000"
        let start = ContinuousClock.now
        let reply = try Self.ask(unknown)
        let now = SystemClock().wallTime
        let time = Int((ContinuousClock.now - start) / .milliseconds(1))
        let name = "upstream"
        switch reply {
        case .failure(let error):
            return try tell(
                Finding(
                    name: name, verdict: .bad(remedy: "check --upstream, the network and its firewall"),
                    text: "\(base) does not answer: \(error)"))
        case .success(let response) where response.status >= 500:
            try tell(
                Finding(
                    name: name, verdict: .bad(remedy: "try again later, and see the status page of the service"),
                    text: "\(base) answers with status \(response.status)"))
        case .success(let response):
            try tell(Finding(name: name, verdict: .good, text: "\(base) answers within \(time) ms"))
            try tell(try Self.key(unknown))
            try tell(Self.clock(response, now))
        }
    }

    private static func ask(_ url: String, _ key: Credential? = nil) throws -> Result<HTTPResponse, TransportError> {
        var request = ClientRequest(.get, url, timeout: .seconds(10))
        request.fields["Authorization"] = key?.withValue { "Bearer \($0)" }
        return try Blocking.run { [request] in
            let transport = try CurlTransport()
            let result: Result<HTTPResponse, TransportError>
            do throws(TransportError) {
                result = .success(try await transport.send(request))
            } catch {
                result = .failure(error)
            }
            await transport.shutDown()
            return result
        }
    }

    private static func key(_ url: String) throws -> Finding {
        func bad(_ text: String, _ remedy: String) -> Finding {
            Finding(name: "key", verdict: .bad(remedy: remedy), text: text)
        }
        let options: GenerationClient.Options
        do throws(ClientError) {
            options = try .fromEnvironment()
        } catch {
            return Finding(name: "key", verdict: .skipped, text: "\(error)")
        }
        let remedy = "put a key of the account into \(keyName)"
        switch try ask(url, options.credential) {
        case .failure(let error): return bad("the key could not be tried: \(error)", "try again")
        case .success(let response):
            switch response.status {
            case 404: return Finding(name: "key", verdict: .good, text: "\(keyName) is taken")
            case 401: return bad("\(keyName) is not taken", remedy)
            case 402, 403:
                return bad("\(keyName) is refused with status \(response.status)", "see the account, or \(remedy)")
            case let status: return bad("the key could not be tried: status \(status)", "try again")
            }
        }
    }

    private static func clock(_ response: HTTPResponse, _ now: WallTime) -> Finding {
        guard let date = response.fields["Date"].flatMap({ WallTime(httpDate: $0) }) else {
            return Finding(name: "clock", verdict: .skipped, text: "the upstream does not say what time it is")
        }
        let difference = now - date
        let isBehind = difference < .zero
        let seconds = abs(Int(difference / .seconds(1)))
        if isBehind ? .zero - difference <= clockTolerance : difference <= clockTolerance {
            return Finding(name: "clock", verdict: .good, text: "it is that of the upstream, to \(max(seconds, 1)) s")
        }
        return Finding(
            name: "clock", verdict: .bad(remedy: "set this machine's clock, best by NTP"),
            text: "this machine's clock is \(seconds) s \(isBehind ? "behind" : "ahead of") that of the upstream")
    }
}
