import Adapters
import AgentsCore
import Foundation
import Testing

@testable import CompatServer

/// Whatever a file is, looking into it does no harm; what is found is what the installed programs read.
@Suite(.timeLimit(.minutes(2))) struct ToolProbeTests {
    private let folder: StoreFolder
    private let probe: ToolProbe

    init() throws {
        folder = try StoreFolder()
        probe = ToolProbe(tools: try SampleVideos.tools())
    }

    private func examine(_ bytes: [UInt8], with probe: ToolProbe? = nil) async throws -> VideoExamination {
        try folder.write("0.mp4", bytes)
        return try await (probe ?? self.probe).examine(folder.path("0.mp4"))
    }

    /// That a file is refused for good, because of what it is.
    private func isRefused(_ bytes: [UInt8]) async throws -> Bool {
        do {
            _ = try await examine(bytes)
            return false
        } catch VideoProbeFault.unreadable {
            return true
        }
    }

    // MARK: Videos

    @Test func aVideoHasASizeAndAPicture() async throws {
        let found = try await examine(try await SampleVideos.make("320x180"))
        #expect(found.size == PixelSize(width: 320, height: 180))
        let thumbnail = try #require(found.thumbnail)
        #expect(thumbnail.size == found.size && JPEGHeader.size(of: thumbnail.bytes) == found.size)
        #expect(thumbnail.bytes.suffix(2) == [0xFF, 0xD9])
    }

    @Test func aLargeVideoHasASmallerPicture() async throws {
        let found = try await examine(try await SampleVideos.make("2400x600"))
        #expect(found.size == PixelSize(width: 2400, height: 600))
        #expect(found.thumbnail?.size == PixelSize(width: 1920, height: 480))
    }

    @Test func aVideoWithSoundIsLookedInto() async throws {
        let found = try await examine(try await SampleVideos.make("64x48", sound: "sine"))
        #expect(found.size == PixelSize(width: 64, height: 48))
    }

    @Test func coloursOfTenBitsBecomeAPicture() async throws {
        let found = try await examine(try await SampleVideos.make("64x48", ["-pix_fmt", "yuv420p10le"]))
        #expect(found.thumbnail?.size == PixelSize(width: 64, height: 48))
    }

    @Test func withoutFfmpegThereIsNoPicture() async throws {
        let tools = MediaTools(ffprobe: probe.tools.ffprobe, ffmpeg: nil)
        let found = try await examine(try await SampleVideos.make("64x48"), with: ToolProbe(tools: tools))
        #expect(found == VideoExamination(size: PixelSize(width: 64, height: 48), thumbnail: nil))
    }

    @Test func aPictureThatCannotBeMadeLeavesTheSize() async throws {
        let tools = MediaTools(ffprobe: probe.tools.ffprobe, ffmpeg: "/bin/false")
        let found = try await examine(try await SampleVideos.make("64x48"), with: ToolProbe(tools: tools))
        #expect(found == VideoExamination(size: PixelSize(width: 64, height: 48), thumbnail: nil))
    }

    // MARK: Hostile files

    @Test(arguments: ["", "\0", "this is no video", "ftyp", "<html>404</html>", "\u{0}\u{0}\u{0}\u{20}ftypisom"])
    func whatIsNoVideoIsRefused(_ text: String) async throws {
        #expect(try await isRefused(Array(text.utf8)))
    }

    /// A list of other files is no video, even where those are: a thumbnail would show what stands on the disk.
    @Test(arguments: [
        "ffconcat version 1.0\nfile 'PATH'\n", "ffconcat version 1.0\nfile 'secret.mp4'\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nPATH\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXTINF:1,\nfile://PATH\n#EXT-X-ENDLIST\n", "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
    ])
    func listsOfFilesAreRefused(_ list: String) async throws {
        try folder.write("secret.mp4", try await SampleVideos.make("64x48"))
        #expect(try await isRefused(Array(list.replacing("PATH", with: folder.path("secret.mp4")).utf8)))
    }

    /// A picture of text that is drawn from a file, or a filter's script, is what other demuxers would read it as.
    @Test(arguments: ["png", "svg"])
    func picturesAreRefused(_ kind: String) async throws {
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><image href="file:///etc/passwd"/></svg>
            """
        #expect(try await isRefused(kind == "png" ? try await SampleVideos.picture() : Array(svg.utf8)))
    }

    @Test func aPictureThatWouldTakeAllMemoryIsNotDecoded() async throws {
        #expect(SampleVideos.huge.count == 996)
        #expect(try await isRefused(SampleVideos.huge))
    }

    @Test func pathsAreNoOptionsAndNoProtocols() async throws {
        let video = try await SampleVideos.make("64x48")
        for name in ["-i", "concat:a|b", "%03d.mp4", "$(id).mp4", "a b'.mp4"] {
            try folder.write(name, video)
            #expect(try await probe.examine(folder.path(name)).size == PixelSize(width: 64, height: 48), "\(name)")
        }
    }

    @Test(arguments: ["-i", "-version", "concat:a|b", "http://127.0.0.1/", "pipe:0", "file:a", "a b"])
    func aBareNameIsNoOptionAndNoProtocol(_ name: String) {
        #expect(ToolProbe.opening(name).suffix(2) == ["-i", "file:\(name)"])
        #expect(ToolProbe.opening(name).filter { $0.contains(name) && $0 != "-i" } == ["file:\(name)"])
    }

    /// Every piece of a video, and videos with bytes of chance in them, are refused or have sizes that can be.
    @Test(arguments: [1, 2] as [UInt64])
    func damagedVideosDoNoHarm(_ seed: UInt64) async throws {
        let video = try await SampleVideos.make("64x48")
        var random = Chance(seed: seed)
        // What is cut off is the same for every seed.
        for round in (seed == 1 ? 0 : 4)..<8 {
            var bytes = round < 4 ? Array(video.prefix(video.count * (round + 1) / 5)) : video
            if round >= 4 {
                for _ in 0..<(1 << (2 * (round - 4))) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
            }
            do {
                let found = try await examine(bytes)
                #expect(found.size.width > 0 && found.size.height > 0, "round \(round)")
                #expect(found.thumbnail.map { JPEGHeader.size(of: $0.bytes) == $0.size } ?? true, "round \(round)")
            } catch VideoProbeFault.unreadable {
                continue
            }
        }
    }

    // MARK: Programs that cannot be used

    @Test func aProgramThatHangsIsEndedAndTriedAgainLater() async throws {
        var limits = BoundedProcess.Limits()
        limits.time = .milliseconds(200)
        // It reads nothing and says nothing, whatever it is told.
        let path = folder.path("hang")
        try folder.write("hang", "#!/bin/sh\nexec sleep 1000\n".utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        let probe = ToolProbe(tools: MediaTools(ffprobe: path, ffmpeg: nil), limits: limits)
        await #expect(throws: VideoProbeFault.unavailable("hang: it took too long")) {
            try await examine([1], with: probe)
        }
    }

    @Test func aProgramThatIsGoneIsTriedAgainLater() async throws {
        let probe = ToolProbe(tools: MediaTools(ffprobe: "/nowhere/ffprobe", ffmpeg: nil))
        await #expect(
            throws: VideoProbeFault.unavailable("ffprobe: it cannot be started: No such file or directory")
        ) {
            try await examine([1], with: probe)
        }
    }
}
