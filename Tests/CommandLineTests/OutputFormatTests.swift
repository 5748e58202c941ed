import AdapterTesting
import Foundation
import Testing

/// `--output-format`: the same records as a table.
@Suite struct OutputFormatTests {
    private static let records = [
        Samples.agents("1").replacing("uni-1", with: "a \\\"quoted\\\", model\\nof two lines"), Samples.task("2"),
        Samples.dreamMachine("3"), Samples.agents("1"),
    ]
    private static let input = Array((records.joined(separator: "\n") + "\nbroken\n").utf8)
    private static let columns =
        "id,dialect,shape,type,state,model,created_at,output_url,outputs,failure_reason,failure_code"

    /// The table as Python's own reader of the format sees it.
    private func rows(_ program: String, _ name: String, in folder: TemporaryFolder) throws -> [JSONTree] {
        let result = try Tool.run(shell: "python3 -c '\(program)' \(name)", in: folder)
        #expect(result.status == 0, "\(result.error)")
        return try result.lines.map { try JSONTree($0.utf8) }
    }

    /// The rows that canonical lines must give; nothing for what is absent or null.
    private func expected(_ lines: [String]) throws -> [[String?]] {
        try lines.map { line in
            let tree = try JSONTree(line.utf8)
            let outputs = tree["output"]?.elements
            return [
                tree["id"]?.text, tree.value(at: "provenance.dialect")?.text, tree.value(at: "provenance.shape")?.text,
                tree["type"]?.text, tree["state"]?.text, tree["model"]?.text, tree["created_at"]?.text,
                outputs?.first?["url"]?.text, outputs.map { "\($0.count)" }, tree["failure_reason"]?.text,
                tree["failure_code"]?.text,
            ]
        }
    }

    /// The texts of rows.
    private func texts(_ rows: [JSONTree]) -> [[String?]] {
        rows.map { ($0.elements ?? []).map(\.text) }
    }

    @Test(arguments: [[], ["--merge"], ["--threads", "1"]])
    func aTableOfCommaSeparatedValues(_ options: [String]) throws {
        let folder = try TemporaryFolder()
        let lines = try Tool.run(["normalize"] + options, input: Self.input).lines
        let result = try Tool.run(["normalize", "--output-format", "csv"] + options, input: Self.input)
        #expect(result.status == 0)
        #expect(result.text.hasPrefix("\(Self.columns)\r\n"))
        try folder.write("table.csv", result.output)
        let program =
            "import csv, json, sys; [print(json.dumps(row)) for row in list(csv.reader(open(sys.argv[1], newline=\"\")))[1:]]"
        let found = try rows(program, "table.csv", in: folder)
        #expect(texts(found) == (try expected(lines)).map { $0.map { $0 ?? "" } })
    }

    @Test(arguments: [[], ["--merge"], ["--threads", "1"]])
    func aDatabase(_ options: [String]) throws {
        let folder = try TemporaryFolder()
        let lines = try Tool.run(["normalize"] + options, input: Self.input).lines
        // An older file of that name is replaced, when the new one is complete.
        try folder.write("table.db", "no database")
        let result = try Tool.run(
            ["normalize", "--output-format", "sqlite", "-o", "table.db"] + options, input: Self.input, in: folder)
        #expect(result.status == 0)
        #expect(folder.names == ["table.db"])
        let columns = Self.columns.replacing("outputs", with: "cast(outputs as text)")
        let program =
            "import json, sqlite3, sys; [print(json.dumps(row)) for row in sqlite3.connect(sys.argv[1]).execute(\"select \(columns) from generations order by number\")]"
        let found = try rows(program, "table.db", in: folder)
        #expect(texts(found) == (try expected(lines)))
        let whole =
            "import json, sqlite3, sys; [print(row[0]) for row in sqlite3.connect(sys.argv[1]).execute(\"select line from generations order by number\")]"
        #expect(
            try rows(whole, "table.db", in: folder).map(\.description)
                == lines.map { try JSONTree($0.utf8).description })
        let indexes =
            "import json, sqlite3, sys; [print(json.dumps(row)) for row in sqlite3.connect(sys.argv[1]).execute(\"select name from sqlite_master where type = \\\"index\\\" order by name\")]"
        #expect(try rows(indexes, "table.db", in: folder).count == 3)
    }

    /// The statements that the article shows make the same database, and those that read it work.
    @Test func theDatabaseIsTheDocumentedOne() throws {
        let article = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../Sources/Adapters/Documentation.docc/Normalising-histories.md"), encoding: .utf8)
        let blocks = article.components(separatedBy: "```sql\n").dropFirst()
            .map { $0.components(separatedBy: "```")[0] }
        #expect(blocks.count == 2)
        let folder = try TemporaryFolder()
        _ = try Tool.run(
            "normalize", "--output-format", "sqlite", "-o", "table.db", input: Self.input, in: folder)
        try folder.write("schema.sql", blocks[0])
        try folder.write("query.sql", blocks[1])
        try folder.write(
            "program.py",
            """
            import json, sqlite3
            def shape(database):
                ask = lambda text: database.execute(text).fetchall()
                names = sorted(ask("select name, sql is null from sqlite_master where type = 'index'"))
                return ask("pragma table_info(generations)"), [(name, ask(f"pragma index_info({name})")) for name, _ in names]
            documented, made = sqlite3.connect(":memory:"), sqlite3.connect("table.db")
            documented.executescript(open("schema.sql").read())
            print(shape(documented) == shape(made), made.execute("pragma user_version").fetchone()[0])
            print(len(made.execute(open("query.sql").read()).fetchall()))
            """)
        let result = try Tool.run(shell: "python3 program.py", in: folder)
        #expect(result.text == "True 1\n1\n", "\(result.error)")
    }

    @Test func aDatabaseThatCannotBeWrittenIsNamed() throws {
        let result = try Tool.run("normalize", "--output-format", "sqlite", "-o", "missing/table.db", input: Self.input)
        #expect(result.status == 3)
        #expect(result.messages.last?.hasPrefix("agents-compat: cannot write missing/table.db: ") == true)
    }

    @Test(arguments: [
        ["--output-format", "csv", "--to", "acedata"], ["--output-format", "csv", "--bare"],
        ["--output-format", "sqlite"], ["--output-format", "xml"],
        ["--output-format", "csv", "-o", "out", "--checkpoint", "point", "in"],
    ])
    func whatIsNoTableIsRefused(_ arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write("in", Self.input)
        #expect(try Tool.run(["normalize"] + arguments, in: folder).status == 2)
        #expect(folder.names == ["in"])
    }
}
