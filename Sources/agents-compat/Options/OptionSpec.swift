/// An option of a command, described once: parsing, environment, help and errors read the same row.
struct OptionSpec: Sendable {
    /// The name behind the two dashes.
    let name: String
    /// One letter behind one dash, where there is one.
    let letter: Character?
    /// What the value is, as help shows it; nothing for a flag.
    let value: String?
    /// The values that are allowed; any if it is empty.
    let choices: [String]
    /// The value if none is given.
    let standard: String?
    /// Whether every value counts, and not only the last.
    let isRepeatable: Bool
    /// The section of the configuration file that it stands in, which its name begins with.
    let section: String?
    /// What the option does.
    let summary: String

    init(
        _ name: String, letter: Character? = nil, value: String? = nil, choices: [String] = [], standard: String? = nil,
        isRepeatable: Bool = false, section: String? = nil, _ summary: String
    ) {
        self.name = name
        self.letter = letter
        self.value = value
        self.choices = choices
        self.standard = standard
        self.isRepeatable = isRepeatable
        self.section = section
        self.summary = summary
    }

    /// The member of the configuration file that stands for the option.
    var key: String {
        let path = section.map { "\($0).\(name.dropFirst($0.count + 1))" } ?? name
        return String(path.map { $0 == "-" ? "_" : $0 })
    }

    /// The environment variable that stands for the option.
    var environment: String {
        "AGENTS_COMPAT_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }
}

/// A command: what help says of it, and its options.
struct CommandSpec: Sendable {
    let name: String
    /// What stands behind the options; empty if nothing may.
    let operands: String
    let summary: String
    /// Paragraphs of help beyond the summary.
    let details: [String]
    let options: [OptionSpec]
    let examples: [String]
    /// A command whose section of the configuration file counts as well, for one that looks after what that does.
    var kin: String?

    /// The options, and those that every command has.
    var allOptions: [OptionSpec] { options + [.config] }
    /// Does the work.
    let run: @Sendable (Arguments) throws -> ExitCode
}

/// How a run ended.
///
/// The numbers are part of the command line's contract.
enum ExitCode: Int32 {
    /// Done.
    case done = 0
    /// The work failed, or found what it was asked to refuse.
    case failed = 1
    /// The command line was wrong.
    case usage = 2
    /// A file or the surroundings were not as they must be.
    case environment = 3
}

/// Why a run cannot go on, as one line for the user.
struct CommandError: Error {
    let code: ExitCode
    let message: String

    /// The command line was wrong.
    static func usage(_ message: String) -> CommandError {
        CommandError(code: .usage, message: message)
    }
}
