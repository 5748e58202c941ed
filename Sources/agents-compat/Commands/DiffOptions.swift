import Adapters
import AgentsCore

/// What a run of `diff` is to do.
struct DiffOptions {
    let reading: ReadingOptions
    /// The two histories, as the user names them.
    let sides: [String]
    let rules: ComparisonRules
    /// Whether the order of records counts.
    let comparesOrder: Bool
    /// Where the differences go; nothing if they are only counted.
    let output: String?
    /// Bytes of memory for matching.
    let memory: Int

    init(_ arguments: Arguments) throws {
        sides = arguments.operands
        guard sides.count == 2 else {
            throw CommandError.usage("diff compares two histories, not \(sides.count); see 'agents-compat help diff'")
        }
        guard sides != ["-", "-"] else {
            throw CommandError.usage("standard input comes only once: name a file for A or B")
        }
        output = arguments.has(.summary) ? nil : arguments[.differences] ?? "-"
        if arguments.has(.summary), let name = arguments[.differences], name != "-" {
            throw CommandError.usage("--summary prints no differences; it cannot go with --output \(name)")
        }
        memory = try arguments.mergeMemory()
        (rules, comparesOrder) = try arguments.comparison()
        var reading = try ReadingOptions(arguments, writing: [(.differences, output == "-" ? nil : output)])
        reading.conversion.keepsMarks = true
        // The same generation may be told in two dialects.
        reading.conversion.tellsDialectsApart = false
        self.reading = reading
    }
}

extension Arguments {
    /// What only a report of losses says, and no record.
    private static let unread: FieldPath = "provenance.losses"
    private static let places: [FieldPath] = ["provenance.envelope", "provenance.index", "provenance.of"]

    /// Words whose places say nothing.
    private static let lists: Set<FieldPath> = ["provenance.revisions", "provenance.derived"]

    /// What counts, and whether the order of records does.
    fileprivate func comparison() throws(CommandError) -> (rules: ComparisonRules, comparesOrder: Bool) {
        var rules = ComparisonRules()
        rules.ignored = [Self.unread]
        rules.undivided = Self.lists
        var comparesOrder = true
        let words = (self[.ignore] ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for word in words {
            switch word {
            case "none":
                guard words.count == 1 else { throw refusal(of: .ignore, ": none goes with nothing else") }
            case "url-signatures": rules.ignoresSignatures = true
            case "order":
                comparesOrder = false
                rules.ignored += Self.places
            case "residue": rules.ignored.append("provenance.residue")
            case "provenance": rules.ignored.append("provenance")
            default: rules.ignored.append(try path(word, of: .ignore))
            }
        }
        for word in self[.only]?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
            rules.only.append(try path(String(word), of: .only))
        }
        return (rules, comparesOrder)
    }

    /// The path of a member of a canonical line.
    private func path(_ text: String, of option: OptionSpec) throws(CommandError) -> FieldPath {
        let known = CanonicalField.allCases.map { "\($0.key)" } + ["provenance"]
        guard let path = FieldPath(text), case .key(let first)? = path.components.first else {
            throw refusal(of: option, " takes paths of members, like output.url, not '\(text)'")
        }
        guard known.contains(first) else {
            let words = option.name == OptionSpec.ignore.name ? ["url-signatures", "order", "residue", "none"] : []
            let hint = (known + words).nearest(to: first).map { "did you mean \($0)?" }
            throw refusal(
                of: option,
                ": a canonical record has no member '\(first)'; \(hint ?? "it has \(known.joined(separator: ", "))")")
        }
        return path
    }
}
