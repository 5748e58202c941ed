import AdapterTesting
import Foundation
import Testing

/// The way to Parquet that the documentation shows, if DuckDB is there.
@Suite struct ParquetTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL
    private static let python = root.appending(path: ".venv/bin/python").path

    private static let hasDuckDB =
        (try? Tool.run(shell: "'\(python)' -c 'import duckdb'").status) == 0

    /// The statement of the article.
    private static func statement() throws -> String {
        let article = try String(
            contentsOf: root.appending(path: "Sources/Adapters/Documentation.docc/Normalising-histories.md"),
            encoding: .utf8)
        let behind = try #require(article.split(separator: "duckdb -c \"", maxSplits: 1).dropFirst().first)
        return String(try #require(behind.split(separator: "\"", maxSplits: 1).first))
    }

    @Test(.enabled(if: hasDuckDB, "duckdb is not installed in .venv"))
    func canonicalLinesBecomeARowEach() throws {
        let folder = try TemporaryFolder()
        var input: [UInt8] = []
        for fixture in Fixture.records { input += fixture.bytes + [0x0A] }
        let result = try Tool.run("normalize", "-o", "canonical.ndjson", input: input, in: folder)
        #expect(result.status == 0)
        try folder.write(
            "program",
            "import duckdb, json, sys\nduckdb.sql(sys.argv[1])\n"
                + "rows = duckdb.sql(\"select * from read_parquet('canonical.parquet')\")\n"
                + "print(json.dumps(rows.columns))\nfor row in rows.fetchall(): print(json.dumps(row))\n")
        let text = try Self.statement()
        let made = try Tool.run(shell: "'\(Self.python)' program \"\(text)\"", in: folder)
        #expect(made.status == 0, "\(made.error)")
        let lines = try folder.lines("canonical.ndjson")
        let rows = try made.lines.map { try JSONTree($0.utf8).elements ?? [] }
        let columns = try #require(rows.first).compactMap(\.text)
        #expect(columns.count == 9 && rows.count == lines.count + 1)
        for (line, row) in zip(lines, rows.dropFirst()) {
            let record = try JSONTree(line.utf8)
            for (column, value) in zip(columns, row) {
                let member = record[column] ?? .null
                // Lists and objects are columns of JSON, which come as text.
                let isNested = member.elements != nil || member.members != nil
                let found = isNested ? try JSONTree(#require(value.text).utf8) : value
                #expect(found == member, "\(column) of \(line)")
            }
        }
    }
}
