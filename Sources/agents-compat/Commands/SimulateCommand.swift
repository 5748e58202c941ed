import AgentsSimulator
import HTTPTransport

extension CommandSpec {
    static let simulate = CommandSpec(
        name: "simulate",
        operands: "",
        summary: "Run a local Agents API that costs nothing.",
        details: [
            "It answers like the real one: generations of every type and files, the same rules and limits, states over time\n"
                + "and links that expire. An image takes 30 s and a video 60 s, divided by --speed.",
            "Any key that begins with luma-api- is good, except those that contain unknown, revoked, expired, suspended,\n"
                + "deactivated or broke. A client is a key.",
            "A prompt may carry directives: [[fail=CODE]], [[http=STATUS]], [[take=SECONDS]], [[never]], [[lose-reply]],\n"
                + "[[stall]], [[outputs=N]]. POST /_simulator/faults lets errors, stalls, resets and lost replies befall a share\n"
                + "of the requests: {\"seed\":7,\"faults\":[{\"route\":\"POST /v1/generations\",\"rate\":0.1,\"status\":503}]}.",
            "GET /_simulator/stats counts what came in, POST /_simulator/reset forgets everything, and\n"
                + "GET /_simulator/openapi.json describes all of it.",
        ],
        options: [.simulatorListen, .speed, .requestsPerMinute, .concurrentJobs],
        examples: ["agents-compat simulate --speed 20"],
        run: { try Simulate($0).run() }
    )
}

/// Simulates until it is told to stop.
private struct Simulate {
    let options: SimulatorOptions
    let listen: ListenAddress

    init(_ arguments: Arguments) throws {
        listen = try arguments.address(.simulatorListen)
        options = SimulatorOptions(
            speed: try arguments.factor(.speed), requestsPerMinute: try arguments.count(.requestsPerMinute),
            concurrentJobs: try arguments.count(.concurrentJobs))
    }

    func run() throws -> ExitCode {
        var signals = StopSignals()
        let simulator: RunningSimulator
        do throws(HTTPServerError) {
            simulator = try RunningSimulator(options, on: listen)
        } catch {
            throw CommandError(code: .environment, message: "\(error)")
        }
        Console.say("agents-compat: listening on http://\(simulator.address)")
        signals.wait()
        signals.release()
        try Blocking.run { await simulator.stop() }
        return .done
    }
}
