import Adapters
import AgentsCore

/// What `ffprobe` says about a file.
enum ProbeReport {
    /// The size of the first stream as it is shown, turned where the file says so.
    ///
    /// - Parameter json: The report.
    /// - Returns: The size; nothing if the report says none.
    static func size(in json: [UInt8]) -> PixelSize? {
        var report = JSONRecord()
        guard case .some = try? report.load(json) else { return nil }
        let streams = report["streams"]
        guard report.has(streams, .array), case let stream = report.first(in: streams), report.has(stream, .object),
            let width = report.integer(report[stream, "width"]),
            let height = report.integer(report[stream, "height"]),
            1...longestSide ~= width, 1...longestSide ~= height
        else { return nil }
        let isTurned = rotation(of: stream, in: report) % 180 != 0
        return isTurned ? PixelSize(width: height, height: width) : PixelSize(width: width, height: height)
    }

    /// The longest side of a video that is believed.
    private static let longestSide = 32_768

    /// Degrees by which the stream is turned when it is shown.
    private static func rotation(of stream: JSONRef, in report: borrowing JSONRecord) -> Int {
        let notes = report[stream, "side_data_list"]
        guard report.has(notes, .array) else { return 0 }
        var note = report.first(in: notes)
        while note.isPresent {
            if report.has(note, .object), let angle = report.integer(report[note, "rotation"]) { return angle }
            note = report.next(after: note, in: notes)
        }
        return 0
    }
}
