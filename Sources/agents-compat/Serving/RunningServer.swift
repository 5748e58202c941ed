import AceDataCompat
import Adapters
import AgentsCore
import CompatServer
import DreamMachineCompat
import HTTPTransport

/// A server with everything that it runs on.
struct RunningServer: Sendable {
    /// What clients get for the storage's URLs.
    enum Media: Sendable {
        /// Links that stay, and lead to the storage.
        case redirect
        /// Links that stay, to copies that the server makes when they are asked for, of so many bytes together.
        case proxy(bytes: Int)
        /// Links that stay, to copies that the server makes when tasks end, and keeps.
        case archive(folder: String)
        /// The URLs themselves.
        case upstream
    }

    /// Where the operator may ask for figures.
    enum Admin: Sendable {
        /// Nowhere.
        case off
        /// At this address, or nowhere if another program listens there.
        case ifFree(ListenAddress)
        /// At this address.
        case at(ListenAddress)
    }

    /// Settings.
    struct Options: Sendable {
        var listen: ListenAddress
        var admin = Admin.off
        var upstream: String
        var store: StoreLocation
        var policy = TranslationPolicy.balanced
        var pollSpeed = 1.0
        /// Whether callbacks may go to private networks and to this machine.
        var allowsPrivateCallbacks = false
        /// What callbacks are signed with.
        var signingSecrets: [SigningSecret] = []
        /// Where clients reach the server; nothing for the address that it listens on.
        var publicURL: String?
        /// What becomes of the storage's URLs.
        var media = Media.redirect
        /// What looks into videos; nothing where nothing does.
        var tools: MediaTools?
        /// The web pages that may call.
        var cors = CORSPolicy.none
        /// What clients of Dream Machine differ about.
        var quirks = DreamMachineService.Quirks()
        /// How long tasks are kept that have ended.
        var retention = RetentionOptions()
        /// The balance that Dream Machine's clients are told.
        var creditBalance: JSONNumber?

        /// Creates settings.
        init(listen: ListenAddress, upstream: String, store: StoreLocation) {
            self.listen = listen
            self.upstream = upstream
            self.store = store
        }
    }

    private let http: HTTPServer
    private let admin: HTTPServer?
    private let compat: CompatServer
    private let transport: CurlTransport
    private let store: any TaskStore
    private let lock: StoreLock?

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
        lock = try StoreLock(options.store)
        store = try await SQLiteTaskStore(options.store)
        do {
            let secret = try ServerSecret.kept(for: options.store, or: text)
            try await store.claim(for: secret.mark)
            let (copies, probing) = (try options.copies(), try options.probing())
            transport = try CurlTransport()
            (http, admin, compat) = try await Self.start(options, copies, probing, secret, store, transport, log)
        } catch {
            await store.close()
            throw error
        }
    }

    private static func start(
        _ options: Options, _ copies: MediaCopies?, _ probing: MediaProbing?, _ secret: ServerSecret,
        _ store: any TaskStore, _ transport: CurlTransport, _ log: EventLog
    ) async throws -> (HTTPServer, admin: HTTPServer?, CompatServer) {
        let services: [any DialectService] = [
            AceDataService(policy: options.policy),
            DreamMachineService(
                policy: options.policy, quirks: options.quirks, creditBalance: options.creditBalance),
        ]
        let (http, compat): (HTTPServer, CompatServer)
        do {
            let abandoned = try options.abandoned(copies, probing)
            (http, compat) = try HTTPServer.start(on: options.listen) { address in
                var settings = options.settings(at: address)
                (settings.copies, settings.probing, settings.abandoned) = (copies, probing, abandoned)
                let compat = CompatServer(
                    settings, services: services, store: store, secret: secret,
                    transport: transport, log: log)
                compat.hold()
                return compat
            }
        } catch {
            await transport.shutDown()
            throw error
        }
        if options.hasOwnLinks && options.publicURL == nil && PublicURL.isWildcard(http.address) {
            Console.say(
                "agents-compat: warning: links to outputs name this machine only, as \(PublicURL.standard(of: http.address));"
                    + " say with --public-url where clients reach the server")
        }
        var admin: HTTPServer?
        do {
            admin = try AdminService(of: compat).listen(options.admin)
            try await compat.resume()
        } catch {
            await http.stop(grace: .zero)
            await admin?.stop(grace: .zero)
            await transport.shutDown()
            throw error
        }
        return (http, admin, compat)
    }

    /// Answers what is being answered, and ends.
    func stop() async {
        await http.stop(grace: .seconds(10))
        await admin?.stop(grace: .zero)
        await compat.drain(within: .seconds(10))
        await compat.stop()
        await transport.shutDown()
        await store.close()
    }
}

extension AdminService {
    /// Listens where the operator may ask.
    fileprivate func listen(_ admin: RunningServer.Admin) throws(HTTPServerError) -> HTTPServer? {
        switch admin {
        case .off: return nil
        case .at(let address): return try start(on: address)
        case .ifFree(let address):
            do throws(HTTPServerError) {
                return try start(on: address)
            } catch {
                guard error.code == .portInUse else { throw error }
                Console.say("agents-compat: warning: no figures are given: \(error.reason); name another with --admin")
                return nil
            }
        }
    }

    private func start(on address: ListenAddress) throws(HTTPServerError) -> HTTPServer {
        var limits = HTTPServer.Limits()
        limits.maximumBodyBytes = 0
        limits.maximumConnections = 16
        let server = try HTTPServer.start(on: address, limits: limits, handler: self)
        Console.say("agents-compat: figures at http://\(server.address)/metrics")
        return server
    }
}

extension RunningServer.Options {
    /// Whether links of the server's own stand for the storage's URLs.
    fileprivate var hasOwnLinks: Bool {
        if case .upstream = media { false } else { true }
    }

    /// Where the server keeps copies of files, if it does; the folder is made if it is missing.
    fileprivate func copies() throws(StoreError) -> MediaCopies? {
        switch media {
        case .redirect, .upstream: return nil
        case .archive(let folder): return try MediaCopies(in: folder, .untilDeleted)
        case .proxy(let bytes):
            guard case .sqlite(let path) = store else {
                throw StoreError(
                    .badLocation, "the proxy keeps its files beside the store, which is in memory",
                    remedy: "keep the store in a file")
            }
            return try MediaCopies(in: MediaCopies.folder(beside: path), .lastUsed(bytes: bytes))
        }
    }

    /// How the server looks into videos, if it does: not over a store in memory, beside which there is no place for files.
    fileprivate func probing() throws(StoreError) -> MediaProbing? {
        guard let tools, case .sqlite(let path) = store else { return nil }
        return try MediaProbing(tools, in: MediaProbing.folder(beside: path))
    }

    /// Folders beside the store that are not used with these settings.
    fileprivate func abandoned(_ copies: MediaCopies?, _ probing: MediaProbing?) throws(StoreError) -> AbandonedFolders
    {
        guard case .sqlite(let path) = store else { return .none }
        return try AbandonedFolders(beside: path, copies: copies, probing: probing)
    }

    /// The settings of a server that listens at an address, but for its folders.
    ///
    /// - Parameter address: The address.
    /// - Returns: The settings.
    fileprivate func settings(at address: ListenAddress) -> CompatServer.Options {
        var settings = CompatServer.Options(upstream: upstream)
        settings.pollSpeed = pollSpeed
        settings.cors = cors
        settings.callbacks.allowsPrivateTargets = allowsPrivateCallbacks
        settings.callbacks.signingSecrets = signingSecrets
        settings.callbacks.lookInterval = .seconds(5) / pollSpeed
        if hasOwnLinks { settings.publicURL = publicURL ?? PublicURL.standard(of: address) }
        settings.retention = retention
        return settings
    }
}
