import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

@testable import CompatServer

@Suite struct MediaLinkTests {
    private static let task = "c446311f-94f8-497c-b84a-3bb0cebdc895"
    private let links: MediaLinks
    private let others: MediaLinks

    init() throws {
        links = MediaLinks(publicURL: "https://luma.example.com/", secret: try .random())
        others = MediaLinks(publicURL: "https://luma.example.com", secret: try .random())
    }

    private func record(_ outputs: [Generation.Output]) -> TaskRecord {
        TaskRecord(
            Generation(id: Self.task, state: .value(.completed), output: .value(outputs)),
            shape: DreamMachine.generation, residue: [])
    }

    private func urls(_ outputs: Generation.Output...) -> [String?] {
        links.linked(record(outputs), of: Self.task).generation.output.value?.map(\.url.value) ?? []
    }

    @Test func linksAreStableAndRead() throws {
        let video = Generation.Output(type: .value(.video), url: .value("https://storage/a.mp4?X-Amz-Signature=1"))
        let url = try #require(urls(video)[0])
        #expect(urls(video) == [url])
        #expect(url.hasPrefix("https://luma.example.com/media/") && url.hasSuffix("/0.mp4"))
        #expect(links.link(inURL: url) == MediaLink(task: Self.task, file: .output(0)))
        #expect(links.link(inURL: url + "?download=1#t=3") == MediaLink(task: Self.task, file: .output(0)))
        #expect(links.link(inURL: url.replacing("https://luma.example.com", with: "http://elsewhere:1")) != nil)
    }

    @Test func theExtensionSaysWhatTheFileIs() {
        let found = urls(
            .init(type: .value(.image), url: .value("https://storage/x/photo.JPEG?a=b.mp4")),
            .init(type: .value(.image), url: .value("https://storage/x/photo")),
            .init(type: .value(.video), url: .value("https://storage/x.exe")),
            .init(url: .value("https://storage/x/")))
        #expect(found.map { $0?.split(separator: "/").last } == ["0.jpeg", "1.png", "2.mp4", "3.bin"])
    }

    @Test func whatHasNoURLHasNoLink() {
        #expect(urls(.init(type: .value(.video), url: .null)) == [nil])
        #expect(links.linked(record([]), of: Self.task) == record([]))
    }

    @Test func tasksWithOtherIDsKeepTheirURLs() {
        let foreign = record([.init(type: .value(.video), url: .value("https://storage/a.mp4"))])
        for id in ["7", "", "C446311F-94F8-497C-B84A-3BB0CEBDC895", "c446311f94f8497cb84a3bb0cebdc895"] {
            #expect(links.linked(foreign, of: id) == foreign)
        }
    }

    @Test func nobodyElseCanMakeOne() throws {
        let output = Generation.Output(type: .value(.video), url: .value("https://storage/a.mp4"))
        let url = try #require(urls(output)[0])
        #expect(others.link(inURL: url) == nil)
        let path = String(url.dropFirst("https://luma.example.com".utf8.count))
        #expect(links.link(path) != nil)
        // Not a single bit of it can be changed.
        for (index, byte) in path.utf8.enumerated() where index >= 7 && index < 71 {
            var bytes = Array(path.utf8)
            bytes[index] = byte == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            #expect(links.link(String(decoding: bytes, as: UTF8.self)) == nil)
        }
    }

    @Test(arguments: [
        "/media/", "/media", "/media//0.mp4", "/media/00/0.mp4", "/media/../../etc/passwd", "/media/zz/0.mp4",
        "/media/\(String(repeating: "0", count: 64))/0.mp4", "/media/\(String(repeating: "0", count: 64))/0",
    ])
    func otherPathsAreNone(_ path: String) {
        #expect(links.link(path) == nil)
    }

    @Test func theIndexIsANumber() throws {
        let output = Generation.Output(type: .value(.video), url: .value("https://storage/a.mp4"))
        let path = try #require(urls(output)[0]).dropFirst("https://luma.example.com".utf8.count)
        for name in ["-1.mp4", "+0.mp4", "1000.mp4", ".mp4", "0", "0.mp4/1", "99999999999999999999.mp4"] {
            #expect(links.link(path.dropLast("0.mp4".utf8.count) + name) == nil, "\(name)")
        }
        #expect(
            links.link(path.dropLast("0.mp4".utf8.count) + "12.png") == MediaLink(task: Self.task, file: .output(12)))
    }
}
