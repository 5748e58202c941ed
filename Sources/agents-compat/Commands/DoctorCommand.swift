import Adapters

extension CommandSpec {
    static let doctor = CommandSpec(
        name: "doctor",
        operands: "",
        summary: "Check what a server needs, one line each; nothing is changed and nothing costs money.",
        details: [
            "Say what you say to 'serve', or name the same configuration file; the server may be running. The key in\n"
                + "LUMA_AGENTS_API_KEY is tried by asking for a generation that does not exist.",
            "A line begins with ok, with skip where something could not be looked at, or with bad; then it ends with\n"
                + "what to do. Exit code 1 says that something is bad.",
        ],
        options: CommandSpec.serve.options,
        examples: ["agents-compat doctor", "agents-compat doctor --config /etc/agents-compat.json"],
        kin: "serve",
        run: { try Doctor($0).run() }
    )
}

/// Looks at what a server needs.
struct Doctor {
    /// What was found about one thing.
    struct Finding {
        /// How it is.
        enum Verdict {
            /// As it should be.
            case good
            /// Not looked at.
            case skipped
            /// Something is to be done.
            case bad(remedy: String)
        }

        let name: String
        let verdict: Verdict
        let text: String

        /// The finding in one line.
        var line: String {
            let word: String
            var text = text
            switch verdict {
            case .good: word = "ok"
            case .skipped: word = "skip"
            case .bad(let remedy):
                word = "bad"
                text += "; \(remedy)"
            }
            func padded(_ text: String, _ width: Int) -> String {
                text + String(repeating: " ", count: max(0, width - text.count))
            }
            return "\(padded(word, 4))  \(padded(name, 13))  \(text.printable)\n"
        }

        var isBad: Bool {
            if case .bad = verdict { true } else { false }
        }
    }

    let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    func run() throws -> ExitCode {
        var isWell = true
        // Each is told when it is known: the next one may take its time.
        for look in [configuration, storage, media, upstream] {
            try look { finding in
                try Console.print(finding.line)
                if finding.isBad { isWell = false }
            }
        }
        return isWell ? .done : .failed
    }

    private func configuration(_ tell: (Finding) throws -> Void) throws {
        do {
            _ = try RunningServer.Options(serving: arguments)
            let file = arguments[.config].map { "\(InputFile.title($0)) and all settings" } ?? "all settings"
            try tell(Finding(name: "configuration", verdict: .good, text: "\(file) can be used"))
        } catch let error as CommandError {
            try tell(
                Finding(
                    name: "configuration", verdict: .bad(remedy: "see 'agents-compat help serve'"),
                    text: error.message))
        } catch let error as IOFailure {
            try tell(
                Finding(
                    name: "configuration", verdict: .bad(remedy: "name a file that the server's user can read"),
                    text: error.message))
        }
    }
}
