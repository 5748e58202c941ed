import Foundation
import Testing

/// Memory is bounded whatever the length of the input, and whatever is wrong with it: 64 MiB.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status"), "the system tells it under /proc"))
struct MemoryTests {
    /// The most memory that a run over a file had at once, in MiB.
    private func peak(over input: String, reading lines: Int) throws -> Int {
        let folder = try TemporaryFolder()
        try folder.write("in", input)
        // Standard input comes last: it keeps the tool alive until it has been looked at.
        var tool = try Tool(["normalize", "in", "-", "--rejects", "rejects"], in: folder)
        try tool.send(Array((Samples.agents("last") + "\n").utf8))
        for _ in 0..<lines { _ = try tool.readLine() }
        #expect(try tool.readLine() == Samples.canonical("last"))
        let status = try String(contentsOfFile: "/proc/\(tool.identifier)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        let size = try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        #expect(try tool.finish().status == 0)
        return size >> 10
    }

    private static let record = Samples.task("1").replacing("\"p\"", with: "\"\(String(repeating: "x", count: 4000))\"")
    private static let history = String(repeating: record + "\n", count: 10_000)

    @Test func aLongHistoryTakesLittle() throws {
        let peak = try peak(over: Self.history, reading: 10_000)
        #expect(peak < 64, "\(peak) MiB")
    }

    @Test(arguments: ["{\"id\":", "{\"id\":\"a\",", "{", "[{\"id\":\"a\"},", "\"open"])
    func aLineThatWasCutOffTakesLittleMore(_ cut: String) throws {
        let lines = cut.hasPrefix("[") ? Self.history.replacing("}\n", with: "},\n") : Self.history
        let peak = try peak(over: "\(cut)\n\(lines)", reading: 10_000)
        #expect(peak < 64, "\(peak) MiB")
    }

    @Test func aLineBeyondTheLimitTakesNoMoreThanTheBound() throws {
        let line = "{\"id\":\"\(String(repeating: "x", count: 50_000_000))\"}"
        let peak = try peak(over: "\(line)\n\(Samples.agents("1"))\n", reading: 1)
        #expect(peak < 64, "\(peak) MiB")
    }
}
