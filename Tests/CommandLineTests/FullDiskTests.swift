import AdapterTesting
import Foundation
import Testing

/// A disk that is full in the middle of a run, and inputs that cannot be read.
@Suite struct FullDiskTests {
    /// Whether a disk of a few hundred kilobytes can be made here.
    private static let hasSmallDisks =
        (try? Tool.run(shell: "unshare -rm mount -t tmpfs -o size=64k tmpfs /mnt").status) == 0

    private static let history = (0..<4000).map { Samples.task("\($0)") + "\n" }.joined()

    /// Runs lines of shell that have a small disk as `disk`, in a folder with the history as `in`.
    private func run(_ lines: String, in folder: TemporaryFolder) throws -> Tool.Result {
        try folder.write("in", Self.history)
        try folder.write("script", "mkdir disk && mount -t tmpfs -o size=256k tmpfs disk\n\(lines)\n")
        return try Tool.run(shell: "unshare -rm sh script", in: folder)
    }

    @Test(.enabled(if: hasSmallDisks, "no disk can be mounted here"), arguments: ["ndjson", "csv", "sqlite"])
    func aRunThatFillsTheDiskSaysSoAndLeavesNothing(_ format: String) throws {
        let folder = try TemporaryFolder()
        let result = try run("$TOOL normalize in --output-format \(format) -o disk/out; echo $?; ls disk", in: folder)
        #expect(result.text == "3\n", "the code alone: nothing is left on the disk")
        #expect(result.messages.count == 1)
        #expect(result.error.hasPrefix("agents-compat: cannot write disk/out: "))
    }

    @Test(.enabled(if: hasSmallDisks, "no disk can be mounted here"))
    func aRunWithACheckpointGoesOnWhenThereIsRoomAgain() throws {
        let folder = try TemporaryFolder()
        let command = "$TOOL normalize in --checkpoint disk/point -o disk/out"
        let result = try run(
            "\(command); echo $?; mount -o remount,size=8m disk; \(command); echo $?; ls disk; cat disk/out", in: folder
        )
        let whole = try Tool.run("normalize", "in", in: folder)
        #expect(result.text == "3\n0\nout\n" + whole.text)
        #expect(result.messages.last == whole.messages.last)
    }

    @Test(.enabled(if: hasSmallDisks, "no disk can be mounted here"))
    func aMergeWithoutRoomForItsTemporaryFilesSaysSo() throws {
        let folder = try TemporaryFolder()
        let result = try run(
            "cat in in in in > more; TMPDIR=disk $TOOL normalize more --merge --merge-memory 1 -o out; echo $?; ls",
            in: folder)
        #expect(result.text == "3\ndisk\nin\nmore\nscript\n")
        #expect(result.error.contains("No space left on device"), "\(result.error)")
    }

    /// A file that opens and then cannot be read: what came before it is no whole result.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/mem"), "no such file here"))
    func aFileThatCannotBeReadEndsTheRun() throws {
        let folder = try TemporaryFolder()
        try folder.write("in", Self.history)
        let result = try Tool.run("normalize", "in", "/proc/self/mem", "-o", "out", in: folder)
        #expect(result.status == 3)
        #expect(result.error == "agents-compat: cannot read /proc/self/mem: Input/output error\n")
        #expect(folder.names == ["in"])
    }
}
