import Foundation
import Testing

@testable import CompatServer

@Suite struct MediaToolsTests {
    private let folder: StoreFolder

    init() throws {
        folder = try StoreFolder()
    }

    private func install(_ names: String..., in place: String, mode: Int = 0o755) throws -> String {
        let path = folder.path(place)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for name in names {
            try folder.write("\(place)/\(name)", [])
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(path)/\(name)")
        }
        return path
    }

    @Test func theFirstOfEachCounts() throws {
        let first = try install("ffprobe", in: "a")
        let second = try install("ffprobe", "ffmpeg", in: "b")
        let expected = MediaTools(ffprobe: "\(first)/ffprobe", ffmpeg: "\(second)/ffmpeg")
        #expect(MediaTools.find(in: "/nowhere:\(first):\(second)") == expected)
    }

    @Test func withoutFfmpegThereIsStillFfprobe() throws {
        let path = try install("ffprobe", in: "a")
        #expect(MediaTools.find(in: path) == MediaTools(ffprobe: "\(path)/ffprobe", ffmpeg: nil))
    }

    @Test func whatIsNoProgramDoesNotCount() throws {
        let plain = try install("ffprobe", in: "plain", mode: 0o644)
        try FileManager.default.createDirectory(
            atPath: folder.path("folders/ffprobe"), withIntermediateDirectories: true)
        let lonely = try install("ffmpeg", in: "lonely")
        #expect(MediaTools.find(in: "\(plain):\(folder.path("folders")):\(lonely)") == nil)
    }

    @Test func foldersThatDependOnTheWorkingFolderDoNotCount() throws {
        let path = try install("ffprobe", in: "a")
        let depth = FileManager.default.currentDirectoryPath.split(separator: "/").count
        let relative = String(repeating: "../", count: depth) + path.dropFirst()
        #expect(FileManager.default.isExecutableFile(atPath: "\(relative)/ffprobe"))
        for path in [relative, "./\(relative)", ":\(relative):", "/nowhere:\(relative)", ".", ""] {
            #expect(MediaTools.find(in: path) == nil, "\(path)")
        }
        #expect(MediaTools.find(in: "\(relative):\(path)")?.ffprobe == "\(path)/ffprobe")
    }
}
