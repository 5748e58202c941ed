import AgentsSimulator
import CompatServer
import HTTPTransport

extension CommandSpec {
    static let demo = CommandSpec(
        name: "demo",
        operands: "",
        summary: "Run simulator and server together, and show how to call them.",
        details: [
            "Nothing leaves this machine and nothing costs money: the server's Agents API is a simulator that makes a video\n"
                + "in three seconds. Tasks are kept in a temporary folder, which is removed at the end."
        ],
        options: [.demoListen] + OptionSpec.serverSettings,
        examples: ["agents-compat demo"],
        run: { try Demo($0).run() }
    )
}

/// Runs simulator and server until it is told to stop.
private struct Demo {
    private static let speed = 20.0
    private static let key = "luma-api-demo"
    private static let anyPort = ListenAddress(host: "127.0.0.1", port: 0)

    let options: RunningServer.Options

    init(_ arguments: Arguments) throws {
        // Where simulator and store are is known when they run.
        var options = RunningServer.Options(listen: try arguments.address(.demoListen), upstream: "", store: .memory)
        options.pollSpeed = Self.speed
        try options.read(arguments)
        self.options = options
    }

    func run() throws -> ExitCode {
        var signals = StopSignals()
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let simulator: RunningSimulator
        let server: RunningServer
        do {
            simulator = try RunningSimulator(
                SimulatorOptions(speed: Self.speed, requestsPerMinute: 600, concurrentJobs: 100), on: Self.anyPort)
            var options = options
            options.upstream = "http://\(simulator.address)/v1"
            options.store = .sqlite(path: folder.path + "/tasks.db")
            server = try Blocking.run { [options] in try await RunningServer(options, secret: nil, log: .console) }
        } catch {
            throw CommandError(code: .environment, message: "\(error)")
        }
        try Console.print(
            DemoText(server: "http://\(server.address)", simulator: "http://\(simulator.address)", key: Self.key).text)
        signals.wait()
        signals.release()
        try Blocking.run {
            await server.stop()
            await simulator.stop()
        }
        return .done
    }
}
