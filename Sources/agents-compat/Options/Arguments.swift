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
    /// What is no option.
    private(set) var operands: [String] = []

    /// Parses what stands behind a command's name; a flag beats the environment beats the standard value.
    init(_ words: some Sequence<String>, for command: CommandSpec) throws(CommandError) {
        for option in command.options {
            if let value = option.standard { values[option.name] = value }
            guard let text = getenv(option.environment) else { continue }
            try set(option, String(cString: text), as: option.environment)
        }
        var words = Array(words)[...]
        while let word = words.popFirst() {
            if word == "--" {
                operands += words
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = command.options.first(where: { $0.matches(name) }) else {
                throw .usage(Self.unknown(name, command))
            }
            if option.value == nil {
                guard parts.count == 1 else { throw .usage("\(name) takes no value") }
                values[option.name] = ""
            } else if parts.count == 2 {
                try set(option, String(parts[1]), as: name)
            } else {
                guard let value = words.popFirst() else {
                    throw .usage("\(name) needs a value: \(option.value ?? "")")
                }
                try set(option, value, as: name)
            }
        }
        if command.operands.isEmpty, let first = operands.first {
            throw .usage("'\(command.name)' takes no '\(first)'; see 'agents-compat help \(command.name)'")
        }
    }

    private mutating func set(_ option: OptionSpec, _ value: String, as source: String) throws(CommandError) {
        guard option.value != nil else {
            // In the environment a flag is on unless it says no.
            if !["", "0", "false", "no"].contains(value) { values[option.name] = "" }
            return
        }
        guard option.choices.isEmpty || option.choices.contains(value) else {
            throw .usage("\(source) cannot be '\(value)': it is one of \(option.choices.joined(separator: ", "))")
        }
        values[option.name] = value
    }

    /// The value of an option.
    subscript(_ option: OptionSpec) -> String? { values[option.name] }

    /// Whether a flag is on.
    func has(_ flag: OptionSpec) -> Bool { values[flag.name] != nil }

    private static func unknown(_ name: String, _ command: CommandSpec) -> String {
        let nearest = command.options.map { "--\($0.name)" }.nearest(to: name)
        let hint = nearest.map { "did you mean \($0)?" } ?? "see 'agents-compat help \(command.name)'"
        return "'\(command.name)' has no option \(name); \(hint)"
    }
}

extension OptionSpec {
    fileprivate func matches(_ word: String) -> Bool {
        word == "--\(name)" || (letter.map { word == "-\($0)" } ?? false)
    }
}

extension [String] {
    /// The entry that a misspelled word most likely means, if any is near.
    func nearest(to word: String) -> String? {
        let ranked = map { (entry: $0, distance: $0.distance(to: word)) }.min { $0.distance < $1.distance }
        guard let ranked, ranked.distance <= 2 else { return nil }
        return ranked.entry
    }
}

extension String {
    /// Letters to insert, delete or replace to get from one word to another (Levenshtein).
    fileprivate func distance(to other: String) -> Int {
        let target = Array(other.prefix(64))
        var row = Array(0...target.count)
        for (line, letter) in self.prefix(64).enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in target.indices {
                let change = diagonal + (letter == target[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(change, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[target.count]
    }
}
