import AgentsCore
import AgentsSimulator
import HTTPTransport

/// A simulator that listens.
struct RunningSimulator: Sendable {
    private let http: HTTPServer

    /// Where it listens.
    var address: ListenAddress { http.address }

    /// Starts a simulator.
    init(_ options: SimulatorOptions, on listen: ListenAddress) throws(HTTPServerError) {
        let simulator = AgentsSimulator(options)
        http = try HTTPServer.start(on: listen, limits: SimulatorOptions.serverLimits, handler: simulator)
    }

    /// Ends; whoever still waits is let go.
    func stop() async {
        await http.stop(grace: .zero)
    }
}
