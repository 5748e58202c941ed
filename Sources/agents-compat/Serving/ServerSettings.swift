import AgentsCore
import CompatServer
import DreamMachineCompat
import HTTPTransport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension OptionSpec {
    static let publicURL = OptionSpec(
        "public-url", value: "URL", "where clients reach the server, for links (default: the address it listens on)")
    static let media = OptionSpec(
        "media", value: "HOW", standard: "redirect", "redirect, proxy, archive:DIR, or upstream for none")
    static let mediaCacheSize = OptionSpec(
        "media-cache-size", value: "GIB", standard: "10", "what the proxy keeps beside the store at most")
    static let probe = OptionSpec(
        "probe", value: "RULE", choices: ["auto", "off"], standard: "auto",
        "ffprobe and ffmpeg for sizes and thumbnails: auto, or off")
    static let callbackSecrets = OptionSpec(
        "callback-secrets", value: "FILE", "secrets that sign callbacks, whsec_…, one a line; all of them sign")
    static let corsOrigin = OptionSpec(
        "cors-origin", value: "ORIGIN", isRepeatable: true, section: "cors",
        "pages that may call, https://studio.example.com; * for all")
    static let initialState = OptionSpec(
        "dream-machine-initial-state", value: "STATE",
        choices: DreamMachineService.Quirks.InitialState.allCases.map(\.rawValue), standard: "queued",
        section: "dream-machine", "the state of what has not begun: queued or dreaming")
    static let emptyAssets = OptionSpec(
        "dream-machine-empty-assets", section: "dream-machine", "assets is {} and not null before there are any")
    static let emitVersion = OptionSpec(
        "dream-machine-emit-version", section: "dream-machine", "version, the older name of model, stands beside it")
    static let credits = OptionSpec(
        "dream-machine-credits", value: "N", section: "dream-machine",
        "the balance in US cents for GET /credits: the Agents API tells none")

    static let retainDays = OptionSpec(
        "retain-days", value: "N", section: "retain",
        "delete tasks N days after their end (default: never); clients find them no more")
    static let retainTasks = OptionSpec(
        "retain-tasks", value: "N", section: "retain",
        "keep N ended tasks, those that ended last (default: all)")

    /// What `serve` and `demo` have in common.
    static let serverSettings = [
        publicURL, media, mediaCacheSize, probe, callbackSecrets, corsOrigin, initialState, emptyAssets, emitVersion,
        credits,
    ]
}

extension RunningServer.Options {
    /// Reads the options of `serve`.
    ///
    /// - Parameter arguments: What the user says.
    /// - Throws: An error that names the option.
    init(serving arguments: Arguments) throws {
        self.init(
            listen: try arguments.address(.listen), upstream: try arguments.baseURL(.upstream),
            store: try arguments.storeLocation())
        policy = try arguments.policies()[0].policy
        pollSpeed = try arguments.factor(.pollSpeed)
        allowsPrivateCallbacks = arguments[.callbackPrivate] == "allow"
        admin = try arguments.adminAddress()
        retention = try arguments.retention()
        try read(arguments)
    }

    /// Reads ``OptionSpec/serverSettings``.
    ///
    /// - Parameter arguments: What the user says.
    /// - Throws: An error that names the option.
    mutating func read(_ arguments: Arguments) throws {
        if arguments[.publicURL] != nil { publicURL = try arguments.baseURL(.publicURL) }
        media = try arguments.mediaMode()
        tools = arguments.mediaTools()
        signingSecrets = try arguments.signingSecrets()
        cors = try arguments.corsPolicy()
        quirks = DreamMachineService.Quirks(
            initialState: arguments[.initialState].flatMap(DreamMachineService.Quirks.InitialState.init) ?? .queued,
            emptyAssets: arguments.has(.emptyAssets) ? .object : .null, emitsVersion: arguments.has(.emitVersion))
        creditBalance = try arguments.creditBalance()
    }
}

extension Arguments {
    /// What `--admin` says.
    fileprivate func adminAddress() throws(CommandError) -> RunningServer.Admin {
        if self[.admin] == "off" { return .off }
        let address = try address(.admin)
        return isGiven(.admin) ? .at(address) : .ifFree(address)
    }

    /// What looks into videos: the programs that are installed, unless `--probe` says not to.
    func mediaTools() -> MediaTools? {
        if self[.probe] == "off" { return nil }
        return getenv("PATH").flatMap { MediaTools.find(in: String(cString: $0)) }
    }

    /// What `--media` says.
    fileprivate func mediaMode() throws(CommandError) -> RunningServer.Media {
        let text = self[.media] ?? ""
        let folder = text.hasPrefix("archive:") ? String(text.dropFirst("archive:".count)) : ""
        switch text {
        case "redirect": return .redirect
        case "proxy":
            let size = try count(.mediaCacheSize)
            guard size <= 1 << 20 else { throw refusal(of: .mediaCacheSize, " cannot be more than \(1 << 20)") }
            return .proxy(bytes: size << 30)
        case "upstream": return .upstream
        case _ where !folder.isEmpty: return .archive(folder: folder)
        default:
            throw refusal(of: .media, " cannot be '\(text)': it is redirect, proxy, upstream, or archive: and a folder")
        }
    }

    /// What `--retain-days` and `--retain-tasks` say.
    fileprivate func retention() throws(CommandError) -> RetentionOptions {
        var options = RetentionOptions()
        if self[.retainDays] != nil {
            let days = try count(.retainDays)
            guard days <= 36_500 else { throw refusal(of: .retainDays, " cannot be more than 36500") }
            options.age = .seconds(days * 86_400)
        }
        if self[.retainTasks] != nil { options.count = try count(.retainTasks) }
        return options
    }

    /// The pages of `--cors-origin`.
    fileprivate func corsPolicy() throws(CommandError) -> CORSPolicy {
        do throws(CORSPolicyError) {
            return try CORSPolicy(origins: all(.corsOrigin))
        } catch {
            throw refusal(of: .corsOrigin, ": \(error)")
        }
    }

    /// The number of `--dream-machine-credits`, digit by digit.
    fileprivate func creditBalance() throws(CommandError) -> JSONNumber? {
        guard let text = self[.credits] else { return nil }
        guard let number = JSONNumber(lexeme: text), number.double.isFinite, number.double >= 0 else {
            throw refusal(of: .credits, " cannot be '\(text)': it is a number from 0 on, as in 1500")
        }
        return number
    }

    /// The secrets in the file of `--callback-secrets`; what is wrong with one is said without anything of it.
    fileprivate func signingSecrets() throws -> [SigningSecret] {
        guard let name = self[.callbackSecrets] else { return [] }
        let text = String(decoding: try InputFile(name).contents(limit: 64 << 10), as: UTF8.self)
        var secrets: [SigningSecret] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let word = line.filter { !$0.isWhitespace }
            if word.isEmpty || word.first == "#" { continue }
            do throws(SecretError) {
                secrets.append(try SigningSecret(Credential(word)))
            } catch {
                throw CommandError(
                    code: .environment, message: "\(InputFile.title(name)), line \(index + 1): \(error)")
            }
        }
        if secrets.isEmpty {
            throw CommandError(
                code: .environment,
                message: "\(InputFile.title(name)) holds no secret; make one with "
                    + "'echo whsec_$(openssl rand -base64 32)'")
        }
        return secrets
    }
}
