import CompatServer
import HTTPTransport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension OptionSpec {
    static let listen = OptionSpec("listen", value: "ADDRESS", standard: "127.0.0.1:8080", "where to listen")
    static let admin = OptionSpec(
        "admin", value: "ADDRESS", standard: "127.0.0.1:8081", "where GET /metrics is answered; off for nowhere")
    static let upstream = OptionSpec(
        "upstream", value: "URL", standard: "https://agents.lumalabs.ai/v1", "the base of the Agents API")
    static let store = OptionSpec(
        "store", value: "STORE",
        "where tasks are kept: sqlite:PATH (default: tasks.db in the user's state folder)")
    static let pollSpeed = OptionSpec(
        "poll-speed", value: "N", standard: "1", "divide every polling delay by N, for tests and demonstrations")
    static let callbackPrivate = OptionSpec(
        "callback-private", value: "RULE", choices: ["deny", "allow"], standard: "deny",
        "callbacks to private networks and to this machine: deny or allow")
    static let simulatorListen = OptionSpec(
        "listen", value: "ADDRESS", standard: "127.0.0.1:9090", "where to listen")
    static let speed = OptionSpec("speed", value: "N", standard: "1", "make generations N times as fast")
    static let requestsPerMinute = OptionSpec(
        "rpm", value: "N", standard: "30", "how many creations a minute a client is allowed")
    static let concurrentJobs = OptionSpec(
        "concurrent", value: "N", standard: "10", "how many unfinished generations a client may have")
    static let demoListen = OptionSpec(
        "listen", value: "ADDRESS", standard: "127.0.0.1:0", "where the server listens; port 0 takes a free one")
}

extension Arguments {
    /// The address that an option names.
    func address(_ option: OptionSpec) throws(CommandError) -> ListenAddress {
        let text = self[option] ?? ""
        do throws(HTTPServerError) {
            return try ListenAddress(parsing: text)
        } catch {
            throw refusal(of: option, " cannot be '\(text)': \(error)")
        }
    }

    /// Where tasks are kept: what the option says, or a database in the user's state folder.
    func storeLocation() throws(CommandError) -> StoreLocation {
        guard let text = self[.store] else { return .sqlite(path: try Self.stateFolder() + "/agents-compat/tasks.db") }
        do throws(StoreError) {
            return try StoreLocation(text)
        } catch {
            throw refusal(of: .store, " cannot be '\(text)': \(error)")
        }
    }

    /// The folder for what a user's programs keep (XDG base directory specification).
    private static func stateFolder() throws(CommandError) -> String {
        func value(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        if let folder = value("XDG_STATE_HOME") { return folder }
        if let home = value("HOME") { return home + "/.local/state" }
        throw CommandError(
            code: .environment, message: "neither XDG_STATE_HOME nor HOME is set; say with --store where tasks are kept"
        )
    }

    /// The positive number that an option gives, within bounds.
    func factor(_ option: OptionSpec) throws(CommandError) -> Double {
        let text = self[option] ?? ""
        guard let number = Double(text), number.isFinite, (0.001...1_000_000).contains(number) else {
            throw refusal(of: option, " cannot be '\(text)': it is a number from 0.001 to 1000000")
        }
        return number
    }

    /// The positive count that an option gives.
    func count(_ option: OptionSpec) throws(CommandError) -> Int {
        let text = self[option] ?? ""
        guard let number = Int(text), (1...1_000_000_000).contains(number) else {
            throw refusal(of: option, " cannot be '\(text)': it is a whole number from 1 on")
        }
        return number
    }

    /// The base URL that an option gives.
    func baseURL(_ option: OptionSpec) throws(CommandError) -> String {
        let text = self[option] ?? ""
        let rest = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        let isPlain = text.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard rest.count == 2, ["http", "https"].contains(rest[0]), !rest[1].isEmpty, rest[1].first != "/", isPlain
        else {
            throw refusal(
                of: option, " cannot be '\(text)': it looks like \(option.standard ?? "https://luma.example.com")")
        }
        return text
    }
}
