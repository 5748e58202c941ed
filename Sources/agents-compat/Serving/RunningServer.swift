import AceDataCompat
import Adapters
import AgentsCore
import CompatServer
import DreamMachineCompat
import HTTPTransport

/// A server with everything that it runs on.
struct RunningServer: Sendable {
    /// Settings.
    struct Options: Sendable {
        var listen: ListenAddress
        var upstream: String
        var store: StoreLocation
        var policy = TranslationPolicy.balanced
        var pollSpeed = 1.0
    }

    private let http: HTTPServer
    private let compat: CompatServer
    private let transport: CurlTransport
    private let store: any TaskStore

    /// Where it listens.
    var address: ListenAddress { http.address }

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - options: Settings.
    ///   - text: The server's secret, if the environment gives one.
    ///   - log: Where the operator reads what happens.
    /// - Throws: An error that says what stands in the way.
    init(_ options: Options, secret text: String?, log: EventLog) async throws {
        store = try await SQLiteTaskStore(options.store)
        do {
            let secret = try Self.secret(text, of: options.store)
            try await store.claim(for: secret.mark)
            transport = try CurlTransport()
            (http, compat) = try await Self.start(options, secret, store, transport, log)
        } catch {
            await store.close()
            throw error
        }
    }

    private static func start(
        _ options: Options, _ secret: ServerSecret, _ store: any TaskStore, _ transport: CurlTransport, _ log: EventLog
    ) async throws -> (HTTPServer, CompatServer) {
        var settings = CompatServer.Options(upstream: options.upstream)
        settings.pollSpeed = options.pollSpeed
        let services: [any DialectService] = [
            AceDataService(policy: options.policy), DreamMachineService(policy: options.policy),
        ]
        let compat = CompatServer(
            settings, services: services, store: store, secret: secret,
            transport: transport, log: log)
        let http: HTTPServer
        do {
            http = try HTTPServer.start(on: options.listen, limits: HTTPServer.Limits(), handler: compat)
        } catch {
            await transport.shutDown()
            throw error
        }
        do {
            try await compat.resume()
        } catch {
            await http.stop(grace: .zero)
            await transport.shutDown()
            throw error
        }
        return (http, compat)
    }

    /// The secret from the environment, or the one that is kept beside the store.
    private static func secret(_ text: String?, of store: StoreLocation) throws(SecretError) -> ServerSecret {
        if let text { return try ServerSecret(text: text) }
        guard let path = store.secretPath else { return try .random() }
        return try ServerSecret(file: path)
    }

    /// Answers what is being answered, and ends.
    func stop() async {
        await http.stop(grace: .seconds(10))
        await compat.stop()
        await transport.shutDown()
        await store.close()
    }
}
