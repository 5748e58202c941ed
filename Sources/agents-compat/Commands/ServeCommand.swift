import CompatServer
import HTTPTransport

extension CommandSpec {
    static let serve = CommandSpec(
        name: "serve",
        operands: "",
        summary: "Serve the legacy APIs on top of the Agents API.",
        details: [
            "Clients change their base URL and key, nothing else:\n"
                + "  Dream Machine  http://ADDRESS/dream-machine/v1\n"
                + "  AceData        http://ADDRESS  (for /luma/videos and /luma/tasks)",
            "A key of the Agents API (luma-api-…) is passed on as it is; a task belongs to the key that created it. Tasks\n"
                + "survive a restart. /healthz says that the server runs, /readyz whether store and Agents API answer.",
            "What cannot be said exactly to the Agents API is done by near means or refused before anything is spent, as\n"
                + "--policy and --set say; 'agents-compat explain' shows it for your own requests.",
            "Nothing is deleted unless --retain-days or --retain-tasks says so; then tasks go that have ended, once nobody waits\n"
                + "to be called back, with prompt, links and copies. Clients get what an unknown id gets.",
            "Figures for Prometheus are at http://127.0.0.1:8081/metrics, which needs no key: leave --admin on an address that\n"
                + "only operators reach. Where another program has that port, the server does without; an address that you name\n"
                + "must be free.",
            "Keys are never stored: tasks carry a fingerprint, and the key that goes on asking after unfinished tasks is\n"
                + "sealed. The secret for both comes from AGENTS_COMPAT_SECRET, or from a file created beside the store.",
        ],
        options: [.listen, .admin, .upstream, .store, .policy, .set, .pollSpeed, .callbackPrivate]
            + OptionSpec.serverSettings + [.retainDays, .retainTasks],
        examples: [
            "agents-compat serve",
            "agents-compat serve --listen 0.0.0.0:8080 --store sqlite:/var/lib/agents-compat/tasks.db",
        ],
        run: { try Serve($0).run() }
    )
}

/// Serves until it is told to stop.
private struct Serve {
    let options: RunningServer.Options

    init(_ arguments: Arguments) throws {
        options = try RunningServer.Options(serving: arguments)
    }

    func run() throws -> ExitCode {
        ProcessMemory.shareAmongThreads()
        var signals = StopSignals()
        let secret = ServerSecret.environmentText
        let server: RunningServer
        do {
            server = try Blocking.run { [options] in
                try await RunningServer(options, secret: secret, log: .console)
            }
        } catch {
            throw CommandError(code: .environment, message: "\(error)")
        }
        Console.say("agents-compat: listening on http://\(server.address)")
        signals.wait()
        Console.say("agents-compat: stopping")
        signals.release()
        try Blocking.run { await server.stop() }
        return .done
    }
}
