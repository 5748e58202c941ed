import AgentsCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A command's options and operands, checked against its description.
struct Arguments: Sendable {
    private var values: [String: String] = [:]
    private var repeated: [String: [String]] = [:]
    private var sources: [String: String] = [:]
    /// Options whose values come from the configuration file.
    private var configured: Set<String> = []
    /// What is no option.
    private(set) var operands: [String] = []

    /// Parses what stands behind a command's name; a flag beats the environment beats the configuration
    /// file beats the standard value.
    init(_ words: some Sequence<String>, for command: CommandSpec) throws(CommandError) {
        var words = Array(words)[...]
        while let word = words.popFirst() {
            if word == "--" {
                operands += words
                break
            }
            if word.isEmpty { throw .usage("the name of a file cannot be empty") }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = command.allOptions.first(where: { $0.matches(name) }) else {
                throw .usage(Self.unknown(name, command))
            }
            if option.value == nil {
                guard parts.count == 1 else { throw .usage("\(name) takes no value") }
                values[option.name] = ""
            } else if parts.count == 2 {
                try set(option, String(parts[1]), as: name)
            } else {
                guard let value = words.popFirst() else {
                    throw .usage("\(name) needs a \(option.value ?? "value")")
                }
                try set(option, value, as: name)
            }
        }
        for option in command.allOptions where values[option.name] == nil {
            if let text = getenv(option.environment).map({ String(cString: $0) }), !text.isEmpty {
                try set(option, text, as: option.environment)
            }
        }
        if let name = values[OptionSpec.config.name] { try configure(command, from: name) }
        for option in command.allOptions where values[option.name] == nil {
            values[option.name] = option.standard
        }
        if command.operands.isEmpty, let first = operands.first {
            throw .usage("'\(command.name)' takes no '\(first)'; see 'agents-compat help \(command.name)'")
        }
    }

    /// Takes what nobody has said yet from the configuration file.
    private mutating func configure(_ command: CommandSpec, from name: String) throws(CommandError) {
        let contents: [UInt8]
        do throws(IOFailure) {
            contents = try InputFile(name).contents(limit: 1 << 20)
        } catch {
            throw CommandError(code: .environment, message: error.message)
        }
        let title = InputFile.title(name)
        let configuration = try Configuration(contents, title: title, for: command, among: AgentsCompat.commands)
        for option in command.options where values[option.name] == nil {
            guard let texts = configuration[option] else { continue }
            do throws(CommandError) {
                for text in texts { try set(option, text, as: "\(option.key) in \(title)") }
            } catch {
                throw CommandError(code: .environment, message: error.message)
            }
            configured.insert(option.name)
        }
    }

    private mutating func set(_ option: OptionSpec, _ value: String, as source: String) throws(CommandError) {
        guard option.value != nil else {
            // In the environment and in a file a flag is on unless it says no.
            if !["", "0", "false", "no"].contains(value) { values[option.name] = "" }
            return
        }
        guard option.choices.isEmpty || option.choices.contains(value) else {
            throw .usage("\(source) cannot be '\(value)': it is one of \(option.choices.joined(separator: ", "))")
        }
        if value.isEmpty { throw .usage("\(source) cannot be empty") }
        values[option.name] = value
        if option.isRepeatable {
            // A variable of the environment has all values, on lines of their own.
            let isVariable = source == option.environment
            repeated[option.name, default: []] += isVariable ? value.split(separator: "\n").map(String.init) : [value]
        }
        sources[option.name] = source
    }

    /// What a value came from, as the user knows it: the flag, the environment variable or the configuration file.
    private func source(of option: OptionSpec) -> String {
        sources[option.name] ?? "--\(option.name)"
    }

    /// The error that a value is not what it must be.
    ///
    /// - Parameters:
    ///   - option: The option.
    ///   - fault: What is wrong, behind the name of what the value came from.
    /// - Returns: Wrong usage, or a wrong file if the value came from there.
    func refusal(of option: OptionSpec, _ fault: String) -> CommandError {
        CommandError(
            code: configured.contains(option.name) ? .environment : .usage, message: "\(source(of: option))\(fault)")
    }

    /// The value of an option.
    subscript(_ option: OptionSpec) -> String? { values[option.name] }

    /// Whether somebody has said what an option's value is.
    func isGiven(_ option: OptionSpec) -> Bool { sources[option.name] != nil }

    /// All values of an option that may be repeated, in their order.
    func all(_ option: OptionSpec) -> [String] { repeated[option.name] ?? [] }

    /// Whether a flag is on.
    func has(_ flag: OptionSpec) -> Bool { values[flag.name] != nil }

    private static func unknown(_ name: String, _ command: CommandSpec) -> String {
        let nearest = command.allOptions.map { "--\($0.name)" }.nearest(to: name)
        let hint = nearest.map { "did you mean \($0)?" } ?? "see 'agents-compat help \(command.name)'"
        return "'\(command.name)' has no option \(name); \(hint)"
    }
}

extension OptionSpec {
    fileprivate func matches(_ word: String) -> Bool {
        word == "--\(name)" || (letter.map { word == "-\($0)" } ?? false)
    }
}
