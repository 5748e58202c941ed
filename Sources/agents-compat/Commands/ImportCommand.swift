extension CommandSpec {
    static let `import` = CommandSpec(
        name: "import",
        operands: "[FILES]",
        summary: "Take legacy histories into a server's store, so that their ids keep answering.",
        details: [
            "Reads what 'normalize' reads. Each generation becomes a task of one owner: both legacy APIs answer for its id, in\n"
                + "its own dialect as it was recorded, byte for byte, with its original URLs. The server may be running.",
            "The owner is who presents the key in --owner-key-file, or else in LUMA_AGENTS_API_KEY, as bearer token. Only its\n"
                + "fingerprint is stored, under the secret in AGENTS_COMPAT_SECRET or beside the store, as with 'serve'.",
            "Of several records of a generation one counts, as with 'normalize --merge'. Unfinished ones stay in their state and\n"
                + "are never followed. A request that refers to one is refused before it is sent: the Agents API does not know it.",
            "Running it again changes nothing, also after it was ended in the middle. A later state takes the place of one that\n"
                + "was imported, never of a task that the server made or its owner has deleted. A store that is missing is made.",
            "The last line reconciles: in = imported + updated + unchanged + merged + rejected (+ filtered).",
        ],
        options: [
            .store, .ownerKeyFile, .dryRun, .from, .body, .select, .since, .mergeMemory, .rejects, .report, .strict,
            .threads,
            .progress,
        ],
        examples: [
            "agents-compat import --owner-key-file key.txt --dry-run logs/",
            "agents-compat import --owner-key-file key.txt --store sqlite:/var/lib/agents-compat/tasks.db 'logs/*.gz'",
        ],
        kin: "serve",
        run: { arguments in
            var run = try HistoryImport(ImportOptions(arguments))
            return try run.run()
        }
    )
}

extension OptionSpec {
    static let ownerKeyFile = OptionSpec(
        "owner-key-file", value: "FILE", "the bearer token of the client whose tasks they become")
    static let dryRun = OptionSpec("dry-run", "say what would happen, and change nothing")
}
