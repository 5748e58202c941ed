import Adapters
import Testing

@testable import CompatServer

/// What files and programs say is read, and never trusted.
@Suite struct HeaderTests {
    private static let comment: [UInt8] = [0xFF, 0xFE, 0, 4, 1, 2]
    private static let frame: [UInt8] = [0xFF, 0xC0, 0, 11, 8, 0x02, 0x90, 0x06, 0x10, 1, 0]

    @Test func aJPEGSaysHowLargeItIs() {
        #expect(JPEGHeader.size(of: [0xFF, 0xD8] + Self.frame) == PixelSize(width: 1552, height: 656))
        let tables: [UInt8] = [0xFF, 0xC4, 0, 3, 9]
        #expect(
            JPEGHeader.size(of: [0xFF, 0xD8] + Self.comment + tables + Self.frame)
                == PixelSize(width: 1552, height: 656))
    }

    @Test(
        arguments: [
            [], [0xFF], [0xFF, 0xD8], [0xFF, 0xD8, 0xFF], comment, [0xFF, 0xD8] + frame.prefix(8),
            [0xFF, 0xD8, 0xFF, 0xC0, 0, 2, 8, 0, 1, 0, 1], [0xFF, 0xD8, 0xFF, 0xFE, 0, 0] + frame,
            [0xFF, 0xD8, 0xFF, 0xDA, 0, 2] + frame, [0xFF, 0xD8, 0xFF, 0xFE, 0xFF, 0xFF],
            [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 0, 0, 1, 1], [0x89, 0x50, 0x4E, 0x47],
        ] as [[UInt8]])
    func othersSayNothing(_ bytes: [UInt8]) {
        #expect(JPEGHeader.size(of: bytes) == nil)
    }

    @Test(
        arguments: [
            (#"{"programs":[],"streams":[{"width":1552,"height":656}]}"#, PixelSize(width: 1552, height: 656)),
            (#"{"streams":[{"width":1,"height":2,"side_data_list":[{}]}]}"#, PixelSize(width: 1, height: 2)),
            (
                #"{"streams":[{"width":1,"height":2,"side_data_list":[{"rotation":180}]}]}"#,
                PixelSize(width: 1, height: 2)
            ),
            (
                #"{"streams":[{"width":1,"height":2,"side_data_list":[{"x":0},{"rotation":-90}]}]}"#,
                PixelSize(width: 2, height: 1)
            ),
            (#"{"streams":[{"width":0,"height":2}]}"#, nil), (#"{"streams":[{"width":-1,"height":2}]}"#, nil),
            (#"{"streams":[{"width":99999999,"height":2}]}"#, nil), (#"{"streams":[{"width":"1","height":2}]}"#, nil),
            (#"{"streams":[]}"#, nil), (#"{"streams":{}}"#, nil), (#"{"streams":[[1]]}"#, nil), ("{", nil), ("", nil),
            ("[]", nil), ("7", nil),
        ] as [(String, PixelSize?)])
    func aReportIsRead(_ json: String, _ size: PixelSize?) {
        #expect(ProbeReport.size(in: Array(json.utf8)) == size)
    }

    @Test(
        arguments: [
            ((64, 36), (64, 36)), ((1280, 720), (1280, 720)), ((1920, 1080), (1280, 720)),
            ((1080, 1920), (720, 1280)), ((16384, 2), (1280, 1)), ((1552, 656), (1280, 541)),
        ])
    func thumbnailsHaveTheShapeOfTheirVideo(_ video: (Int, Int), _ expected: (Int, Int)) {
        let fitted = PixelSize(width: video.0, height: video.1).fitted(into: 1280)
        #expect(fitted == PixelSize(width: expected.0, height: expected.1))
    }
}
