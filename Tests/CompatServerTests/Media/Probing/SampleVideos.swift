import AgentsCore
import AgentsSimulator
import Foundation
import Testing

@testable import CompatServer

/// Videos of the tests, and the programs that look into them.
enum SampleVideos {
    /// `ffprobe` and `ffmpeg` of this machine.
    static func tools() throws -> MediaTools {
        let tools = MediaTools.find(in: ProcessInfo.processInfo.environment["PATH"] ?? "")
        return try #require(tools, "install ffmpeg, as Scripts/setup.sh does")
    }

    /// A video that is made by `ffmpeg`.
    ///
    /// - Parameters:
    ///   - size: Width and height, as in `320x180`.
    ///   - sound: Where its sound comes from, as in `sine`.
    ///   - options: What else `ffmpeg` is told about the output.
    /// - Returns: The file: an MP4 in fragments, because it is made without being written to the disk.
    /// - Throws: ``BoundedProcess/Fault`` if it cannot be made.
    static func make(_ size: String, sound: String? = nil, _ options: [String] = []) async throws -> [UInt8] {
        try await run(
            ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=\(size):rate=5:duration=1"]
                + (sound.map { ["-f", "lavfi", "-i", "\($0)=duration=1", "-c:a", "aac"] } ?? []) + [
                    "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1",
                ] + options
                + ["-movflags", "frag_keyframe+empty_moov", "-f", "mp4", "pipe:1"])
    }

    /// A picture of 64 by 48 pixels as PNG.
    static func picture() async throws -> [UInt8] {
        try await run([
            "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=64x48", "-frames:v", "1", "-c:v",
            "png",
            "-f", "image2pipe", "pipe:1",
        ])
    }

    private static func run(_ arguments: [String]) async throws -> [UInt8] {
        var process = BoundedProcess(program: try #require(try tools().ffmpeg), arguments: arguments)
        process.limits.outputBytes = 16 << 20
        return try await DiskQueue().run { [process] () throws(SystemError) in
            Result { () throws(BoundedProcess.Fault) in try process.output() }
        }.get()
    }

    /// An MP4 of 1 KB whose only picture says that it has 16368 by 8704 pixels, which takes 200 MB to decode.
    ///
    /// Its H.264 was written bit by bit: a sequence parameter set of the baseline profile with 1023 by 544 macroblocks, a
    /// picture parameter set, and a slice of nonsense; `ffmpeg -f h264 -c copy` put it into the file.
    static let huge = bytes(
        """
        AAAAIGZ0eXBpc29tAAACAGlzb21pc28yYXZjMW1wNDEAAAAIZnJlZQAAAO5tZGF0AAAAC2dCAD7aAD/wBEGQAAAABGjOOIAAAADLZYiA\
        IAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xN\
        Tk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqb\
        nJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxscAAALObW9vdgAAAGxtdmhkAAAAAAAAAAAAAAAAAAAD6AAA\
        ACgAAQAAAQAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
        AAAAAgAAAh10cmFrAAAAXHRraGQAAAADAAAAAAAAAAAAAAABAAAAAAAAACgAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAB\
        AAAAAAAAAAAAAAAAAABAAAAAP/AAACIAAAAAAAAkZWR0cwAAABxlbHN0AAAAAAAAAAEAAAAoAAAAAAABAAAAAAGVbWRpYQAAACBtZGhk\
        AAAAAAAAAAAAAAAAABJPgAAAu4BVxAAAAAAALWhkbHIAAAAAAAAAAHZpZGUAAAAAAAAAAAAAAABWaWRlb0hhbmRsZXIAAAABQG1pbmYA\
        AAAUdm1oZAAAAAEAAAAAAAAAAAAAACRkaW5mAAAAHGRyZWYAAAAAAAAAAQAAAAx1cmwgAAAAAQAAAQBzdGJsAAAAnHN0c2QAAAAAAAAA\
        AQAAAIxhdmMxAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAP/AiAABIAAAASAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
        AAAAAAAAGP//AAAAImF2Y0MBQgA+/+EAC2dCAD7aAD/wBEGQAQAEaM44gAAAABRidHJ0AAAAAAAAs7AAALOwAAAAGHN0dHMAAAAAAAAA\
        AQAAAAEAALuAAAAAHHN0c2MAAAAAAAAAAQAAAAEAAAABAAAAAQAAABRzdHN6AAAAAAAAAOYAAAABAAAAFHN0Y28AAAAAAAAAAQAAADAA\
        AAA9dWR0YQAAADVtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABtZGlyYXBwbAAAAAAAAAAAAAAAAAhpbHN0
        """)

    private static func bytes(_ base64: String) -> [UInt8] {
        Array(Data(base64Encoded: base64, options: .ignoreUnknownCharacters) ?? Data())
    }
}
