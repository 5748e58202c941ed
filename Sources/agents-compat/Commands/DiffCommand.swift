extension CommandSpec {
    static let diff = CommandSpec(
        name: "diff",
        operands: "A B",
        summary: "Compare two histories by what they say, whatever their dialects, forms and order.",
        details: [
            "A and B are a file, a folder, a pattern in quotes, or - for standard input, with what 'normalize' reads. Records\n"
                + "are matched by their id; of several with one id counts which 'normalize --merge' keeps. Members are compared\n"
                + "as values in canonical form: 1 is 1.0, spelling and the order of members do not count, null is not absent.",
            "Each difference is one line of standard output, ordered by id and path:\n"
                + "  {\"id\":…,\"kind\":\"changed\",\"path\":\"state\",\"from\":\"queued\",\"to\":\"completed\",\"a\":{…},\"b\":{…}}\n"
                + "kind is changed, removed (only in A), added (only in B) or moved; from or to is missing where a side has no\n"
                + "such member; a and b say where the record stands: file, line, byte.",
            "--ignore takes words and paths, separated by commas, in place of the usual ones; none ignores nothing:\n"
                + "  url-signatures  who signed a link to storage, and until when\n"
                + "  order           the order of records, and their places in batches and lists\n"
                + "  residue         what the canonical members do not carry: provenance.residue\n"
                + "  provenance      all of provenance: compare records of different dialects\n"
                + "A path stands for all below it, in all elements if it names no index: output.url, provenance.residue.request.",
            "Exit codes: 0 the histories are equal, 1 they differ (with --strict also if something was refused), 2 usage,\n"
                + "3 a history cannot be read to its end.",
        ],
        options: [
            .ignore, .only, .from, .body, .select, .since, .mergeMemory, .differences, .summary, .rejects, .report,
            .strict,
            .threads, .progress,
        ],
        examples: [
            "agents-compat diff before.ndjson after.ndjson",
            "agents-compat diff --ignore url-signatures,order,provenance acedata/ 'luma/*.gz' --report diff.json",
            "agents-compat diff --only state,output --summary golden.ndjson - < new.ndjson",
        ],
        run: { arguments in
            var run = try HistoryDiff(DiffOptions(arguments))
            return try run.run()
        }
    )
}

extension OptionSpec {
    static let ignore = OptionSpec(
        "ignore", value: "LIST", standard: "url-signatures,order",
        "what does not count, or none")
    static let only = OptionSpec("only", value: "PATHS", "count these members only, separated by commas")
    static let differences = OptionSpec(
        "output", letter: "o", value: "FILE", standard: "-", "where the differences go; - is standard output")
    static let summary = OptionSpec("summary", "print no differences, only the accounts")
}
