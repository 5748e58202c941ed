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
        options: [.demoListen],
        examples: ["agents-compat demo"],
        run: { try Demo($0).run() }
    )
}

/// Runs simulator and server until it is told to stop.
private struct Demo {
    private static let speed = 20.0
    private static let key = "luma-api-demo"
    private static let anyPort = ListenAddress(host: "127.0.0.1", port: 0)

    let listen: ListenAddress

    init(_ arguments: Arguments) throws {
        listen = try arguments.address(.demoListen)
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
            let options = RunningServer.Options(
                listen: listen, upstream: "http://\(simulator.address)/v1",
                store: .sqlite(path: folder.path + "/tasks.db"), pollSpeed: Self.speed)
            server = try Blocking.run { try await RunningServer(options, secret: nil, log: .console) }
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
