import Adapters
import AgentsCore

/// Looks into files with `ffprobe` and `ffmpeg`.
///
/// A file says what it likes about itself. It is opened as what it has to be, an MP4, and never as a playlist or a list of
/// other files; with the decoders that videos need, and no other; over no protocol but that of the file itself, and an MP4's
/// references to other files are not followed unless ffmpeg is told to.
struct ToolProbe: VideoProbe {
    /// The programs; without `ffmpeg` there are no thumbnails.
    let tools: MediaTools
    /// What a run may use.
    var limits = BoundedProcess.Limits()
    /// Runs one program at a time.
    private let queue = DiskQueue()

    /// The most pixels of a picture that is decoded: twice those of a video of 8192 by 4096.
    private static let mostPixels = 1 << 26
    /// The longest side of a thumbnail.
    private static let thumbnailSide = 1920
    /// Decoders of videos, and of what may stand beside one: `ffprobe` opens all that there is.
    private static let decoders = """
        h264,hevc,av1,libdav1d,libaom-av1,vp9,libvpx-vp9,prores,mpeg4,\
        aac,mp3,mp3float,ac3,eac3,opus,libopus,flac,alac,pcm_s16le,pcm_s24le,mov_text
        """

    /// Creates a probe.
    ///
    /// - Parameters:
    ///   - tools: The programs; without `ffmpeg` there are no thumbnails.
    ///   - limits: What a run may use.
    init(tools: MediaTools, limits: BoundedProcess.Limits = .init()) {
        self.tools = tools
        self.limits = limits
    }

    /// Reads the size of a video, and makes a picture of it.
    func examine(_ path: String) async throws(VideoProbeFault) -> VideoExamination {
        let report = try await run(
            tools.ffprobe,
            Self.opening(path) + [
                "-select_streams", "v:0", "-show_entries", "stream=width,height:stream_side_data=rotation",
                "-of", "json",
            ])
        guard let size = ProbeReport.size(in: report) else { throw .unreadable("it has no picture") }
        return VideoExamination(size: size, thumbnail: try await thumbnail(path, size))
    }

    private func thumbnail(_ path: String, _ video: PixelSize) async throws(VideoProbeFault) -> VideoExamination
        .Thumbnail?
    {
        guard let ffmpeg = tools.ffmpeg else { return nil }
        let size = video.fitted(into: Self.thumbnailSide)
        let bytes: [UInt8]
        do throws(VideoProbeFault) {
            bytes = try await run(
                ffmpeg,
                ["-nostdin", "-threads", "1", "-an", "-sn", "-dn"] + Self.opening(path) + [
                    "-map", "0:v:0", "-frames:v", "1", "-vf", Self.filters(to: size),
                    "-threads", "1", "-c:v", "mjpeg", "-q:v", "5", "-f", "image2pipe", "pipe:1",
                ])
        } catch {
            // The size is known all the same.
            if case .unreadable = error { return nil }
            throw error
        }
        // What is told of it is what it says itself.
        return JPEGHeader.size(of: bytes).map { VideoExamination.Thumbnail(bytes: bytes, size: $0) }
    }

    /// What makes a picture of a size, in the colours that JPEG has.
    private static func filters(to size: PixelSize) -> String {
        "scale=\(size.width):\(size.height):out_range=full,setsar=1,format=yuvj420p"
    }

    /// What both programs are told about a file.
    static func opening(_ path: String) -> [String] {
        [
            "-hide_banner", "-loglevel", "quiet", "-protocol_whitelist", "file", "-f", "mov", "-enable_drefs", "0",
            "-codec_whitelist", decoders,
            "-max_pixels", "\(mostPixels)", "-i", "file:\(path)",
        ]
    }

    private func run(_ program: String, _ arguments: [String]) async throws(VideoProbeFault) -> [UInt8] {
        let process = BoundedProcess(program: program, arguments: arguments, limits: limits)
        let canceller = BoundedProcess.Switch()
        let outcome: Result<Result<[UInt8], BoundedProcess.Fault>, SystemError>
        outcome = await withTaskCancellationHandler {
            do throws(SystemError) {
                return .success(
                    try await queue.run { () throws(SystemError) in
                        Result { () throws(BoundedProcess.Fault) in try process.output(canceller) }
                    })
            } catch {
                return .failure(error)
            }
        } onCancel: {
            canceller.turnOff()
        }
        let name = program.split(separator: "/").last ?? ""
        switch outcome {
        case .success(.success(let output)): return output
        case .success(.failure(let fault)):
            switch fault {
            case .failed, .tooMuchOutput: throw .unreadable("\(name): \(fault)")
            case .notStarted, .timedOut, .cancelled: throw .unavailable("\(name): \(fault)")
            }
        case .failure(let error): throw .unavailable("\(name): \(error)")
        }
    }
}

extension PixelSize {
    /// The largest size of the same shape whose sides are no longer than so many pixels, and not larger than it is.
    func fitted(into side: Int) -> PixelSize {
        let longest = max(width, height)
        if longest <= side { return self }
        func scaled(_ length: Int) -> Int { max(1, (length * side + longest / 2) / longest) }
        return PixelSize(width: scaled(width), height: scaled(height))
    }
}
