/// Help texts, made from the descriptions of the commands.
enum Help {
    /// The page of `agents-compat --help`.
    static func overview(_ commands: [CommandSpec]) -> String {
        let width = commands.map(\.name.count).max() ?? 0
        var lines = [
            "agents-compat keeps clients and records of two legacy Luma task APIs working on the Agents API.",
            "",
            "Usage: agents-compat COMMAND [OPTIONS] [FILES]",
            "",
            "Commands:",
        ]
        lines += commands.map { "  \(padded($0.name, width))  \($0.summary)" }
        lines += [
            "",
            "  agents-compat help COMMAND   options and examples of a command",
            "  agents-compat --version      the version",
            "",
            "Dialects: acedata, dream-machine, agents. A shape can be named behind a colon, as in acedata:task.",
            "Data goes to standard output, everything else to standard error.",
            "Exit codes: 0 done, 1 the work failed, 2 wrong usage, 3 a file or the environment.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The page of one command.
    static func page(_ command: CommandSpec) -> String {
        let operands = command.operands.isEmpty ? "" : " \(command.operands)"
        var lines = ["\(command.summary)", "", "Usage: agents-compat \(command.name) [OPTIONS]\(operands)"]
        for paragraph in command.details { lines += ["", paragraph] }
        let left = command.allOptions.map(usage)
        let width = left.map(\.count).max() ?? 0
        lines += ["", "Options:"]
        for (option, usage) in zip(command.allOptions, left) {
            lines.append("  \(padded(usage, width))  \(option.summary)\(notes(option))")
        }
        lines += [
            "",
            "Every option can be set in the environment, as AGENTS_COMPAT_SOME_NAME for --some-name, and in the\n"
                + "configuration file, as some_name.",
        ]
        if !command.examples.isEmpty {
            lines += ["", "Examples:"] + command.examples.map { "  \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func usage(_ option: OptionSpec) -> String {
        let letter = option.letter.map { "-\($0), " } ?? ""
        return "\(letter)--\(option.name)\(option.value.map { " \($0)" } ?? "")"
    }

    private static func notes(_ option: OptionSpec) -> String {
        option.standard.map { " (default: \($0))" } ?? (option.isRepeatable ? " (may be repeated)" : "")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
