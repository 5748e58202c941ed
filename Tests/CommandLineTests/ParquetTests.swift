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
            "import duckdb, sys\nduckdb.sql(sys.argv[1])\n"
                + "print(duckdb.sql(\"select count(*), count(distinct id), count(provenance) from 'canonical.parquet'\").fetchall()[0])"
        )
        let text = try Self.statement()
        let made = try Tool.run(shell: "'\(Self.python)' program \"\(text)\"", in: folder)
        #expect(made.status == 0, "\(made.error)")
        let lines = try folder.lines("canonical.ndjson")
        let ids = Set(try lines.compactMap { try JSONTree($0.utf8)["id"]?.text })
        #expect(made.text == "(\(lines.count), \(ids.count), \(lines.count))\n")
    }
}
