import CompatServer

// The programs that look into videos.

extension Doctor {
    func media(_ tell: (Finding) throws -> Void) throws {
        try tell(probe())
    }

    private func probe() -> Finding {
        let unknown = "sizes and thumbnails of videos stay unknown"
        if arguments[.probe] == "off" {
            return Finding(name: "probe", verdict: .skipped, text: "\(unknown), as --probe says")
        }
        guard let tools = arguments.mediaTools() else {
            return Finding(
                name: "probe", verdict: .skipped, text: "\(unknown): there is no ffprobe on the PATH; install ffmpeg")
        }
        guard let ffmpeg = tools.ffmpeg else {
            return Finding(
                name: "probe", verdict: .good,
                text: "\(tools.ffprobe) reads the sizes of videos; without ffmpeg there are no thumbnails")
        }
        return Finding(
            name: "probe", verdict: .good,
            text: "\(tools.ffprobe) reads the sizes of videos, \(ffmpeg) makes thumbnails")
    }
}
