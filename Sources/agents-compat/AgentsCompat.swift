import AgentsCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The command line: finds the command, runs it, and turns errors into one line and an exit code.
@main
struct AgentsCompat {
    static let version = "0.1.0"
    static let commands: [CommandSpec] = [
        .serve, .demo, .simulate, .callbacks, .doctor, .convert, .normalize, .diff, .import, .explain,
    ]

    static func main() {
        StandardStreams.reserve()
        exit(run(CommandLine.arguments.dropFirst()).rawValue)
    }

    static func run(_ words: ArraySlice<String>) -> ExitCode {
        do {
            return try dispatch(words)
        } catch let error as CommandError {
            Console.say("agents-compat: \(error.message)")
            return error.code
        } catch let error as IOFailure {
            Console.say("agents-compat: \(error.message)")
            return .environment
        } catch {
            Console.say("agents-compat: \(error)")
            return .failed
        }
    }

    private static func dispatch(_ words: ArraySlice<String>) throws -> ExitCode {
        guard let first = words.first else {
            Console.put(Help.overview(commands))
            return .usage
        }
        switch first {
        case "--version":
            try Console.print("agents-compat \(version)\n")
            return .done
        case "--help", "-h", "help":
            guard let name = words.dropFirst().first else {
                try Console.print(Help.overview(commands))
                return .done
            }
            try Console.print(Help.page(try command(name)))
            return .done
        default:
            let command = try command(first)
            let rest = words.dropFirst()
            if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
                try Console.print(Help.page(command))
                return .done
            }
            return try command.run(try Arguments(rest, for: command))
        }
    }

    private static func command(_ name: String) throws(CommandError) -> CommandSpec {
        if let command = commands.first(where: { $0.name == name }) { return command }
        let nearest = commands.map(\.name).nearest(to: name)
        let hint = nearest.map { "did you mean \($0)?" } ?? "see 'agents-compat --help'"
        throw .usage("there is no command '\(name)'; \(hint)")
    }
}
