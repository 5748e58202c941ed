import Foundation
import Testing

/// A page that is compared with a file of `Snapshots`.
enum Snapshot {
    private static let folder = URL(filePath: #filePath).appending(path: "../../Snapshots").standardizedFileURL

    /// Whether pages are written instead of compared.
    private static let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil

    /// Compares a text with the file of a name; with `RECORD_SNAPSHOTS=1` writes the file and fails.
    static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = folder.appending(path: name)
        if isRecording {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            Issue.record("recorded \(name); run again without RECORD_SNAPSHOTS", sourceLocation: sourceLocation)
            return
        }
        let expected = try? String(contentsOf: file, encoding: .utf8)
        #expect(text == expected, "run with RECORD_SNAPSHOTS=1 to write \(name) again", sourceLocation: sourceLocation)
    }

    /// Names of the files that are there.
    static var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }
}
