import AceDataCompat
import Adapters
import AgentsCore
import DreamMachineCompat

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension OptionSpec {
    static let policy = OptionSpec(
        "policy", value: "POLICY", choices: TranslationPolicy.named.map(\.name), standard: "balanced",
        "balanced, lenient or strict")
    static let set = OptionSpec(
        "set", value: "KEY=VALUE", isRepeatable: true, "one setting of the policy, as in dream_machine.loop=apply")
    static let prices = OptionSpec("prices", value: "FILE", "prices of your own as JSON, in place of the built-in ones")
}

extension Arguments {
    /// The policies, each with the settings that were given; the one of `--policy` comes first.
    func policies() throws(CommandError) -> [(name: String, policy: TranslationPolicy)] {
        let shapes = ExplainedDialect.all.flatMap(\.operations).map(\.shape)
        var settings: [(key: String, value: String)] = []
        for text in all(.set) {
            guard let sign = text.firstIndex(of: "=") else {
                throw refusal(of: .set, " takes KEY=VALUE, not '\(text)'")
            }
            settings.append((String(text[..<sign]), String(text[text.index(after: sign)...])))
        }
        var policies: [(name: String, policy: TranslationPolicy)] = []
        for named in TranslationPolicy.named {
            do throws(PolicyError) {
                let policy = try TranslationPolicy(named.policy, settings: settings, for: shapes)
                policies.insert((named.name, policy), at: named.name == self[.policy] ? 0 : policies.count)
            } catch {
                throw refusal(of: .set, ": \(error)")
            }
        }
        return policies
    }

    /// The prices of `--prices`, or the built-in ones.
    func prices() throws -> PriceTable {
        guard let name = self[.prices] else { return .standard }
        let text = try InputFile(name).contents(limit: 1 << 20)
        do throws(PriceTableError) {
            return try PriceTable(json: text)
        } catch {
            throw CommandError(code: .environment, message: "\(InputFile.title(name)): \(error)")
        }
    }
}

extension InputFile {
    /// The bytes of the file; of one beyond a limit only the start, which is longer than the limit.
    func contents(limit: Int) throws(IOFailure) -> [UInt8] {
        var buffer = ByteBuffer(capacity: 64 << 10)
        while buffer.count <= limit {
            let before = buffer.count
            try buffer.appendUpTo(64 << 10) { (space) throws(IOFailure) in try read(into: space) }
            if buffer.count == before { break }
        }
        return buffer.array()
    }
}

extension ReportStyle {
    /// How reports look on standard output: in colour on a terminal that does not refuse it (https://no-color.org).
    static var standardOutput: ReportStyle {
        let isTerminal = isatty(1) == 1
        let refuses = ["NO_COLOR", "TERM"].contains { name in
            let value = getenv(name).map { String(cString: $0) } ?? ""
            return name == "TERM" ? value == "dumb" : !value.isEmpty
        }
        return ReportStyle(terminal: isTerminal, colour: isTerminal && !refuses)
    }
}
