import AgentsCore
import Testing

@testable import AgentsSimulator

@Suite struct FileRequestTests {
    @Test(
        arguments: [
            (#"{"mime_type":"image/png","size_bytes":1}"#, nil),
            (#"{"mime_type":"image/png","size_bytes":5368709120,"purpose":"reference","user_id":null,"x":[]}"#, nil),
            (#"{"mime_type":"image/png","size_bytes":1,"filename":null,"expires_at":null}"#, nil),
            ("", "Invalid JSON"), ("{", "Invalid JSON"), ("[]", "body"), (#"{"size_bytes":1}"#, "mime_type"),
            (#"{"mime_type":"image","size_bytes":1}"#, "mime_type"),
            (#"{"mime_type":"a/b\r\nc: d","size_bytes":1}"#, "mime_type"),
            (#"{"mime_type":"image/png; q=1","size_bytes":1}"#, "mime_type"),
            (#"{"mime_type":7,"size_bytes":1}"#, "mime_type"),
            (#"{"mime_type":"image/png"}"#, "size_bytes"), (#"{"mime_type":"image/png","size_bytes":0}"#, "size_bytes"),
            (#"{"mime_type":"image/png","size_bytes":-1}"#, "size_bytes"),
            (#"{"mime_type":"image/png","size_bytes":1.5}"#, "size_bytes"),
            (#"{"mime_type":"image/png","size_bytes":5368709121}"#, "size_bytes"),
            (#"{"mime_type":"image/png","size_bytes":99999999999999999999}"#, "size_bytes"),
            (#"{"mime_type":"image/png","size_bytes":1,"purpose":"output"}"#, "purpose"),
            (#"{"mime_type":"image/png","size_bytes":1,"purpose":null}"#, "purpose"),
            (#"{"mime_type":"image/png","size_bytes":1,"expires_at":"tomorrow"}"#, "expires_at"),
            (
                #"{"mime_type":"image/png","size_bytes":1,"filename":"\#(String(repeating: "x", count: 257))"}"#,
                "filename"
            ),
            (
                #"{"mime_type":"image/png","size_bytes":1,"user_id":"\#(String(repeating: "x", count: 257))"}"#,
                "user_id"
            ),
        ] as [(String, String?)])
    func announcements(_ body: String, _ fault: String?) async throws {
        let response = try await SimulatorUnderTest().send(.post, "/v1/files", body)
        #expect(response.status == (fault == nil ? 201 : 422), "\(response.text)")
        #expect(response.detail?.split(separator: ":").first.map(String.init) == fault)
    }

    @Test(
        arguments: [
            ("limit=1", nil), ("limit=100", nil), ("state=ready&purpose=input", nil), ("x=1&&=&y", nil), ("", nil),
            ("limit=7&limit=8", nil), ("state=r%65ady", nil), ("limit=0", "limit"), ("limit=101", "limit"),
            ("limit=", "limit"), ("limit=1e1", "limit"), ("limit=99999999999999999999", "limit"), ("limit", "limit"),
            ("state=gone", "state"), ("state=", "state"), ("purpose=Input", "purpose"), ("cursor=", "cursor"),
            ("cursor=00000000000000000000000000000000", "cursor"), ("cursor=%zz", "query"), ("cursor=%ff", "query"),
            ("cursor=\(String(repeating: "x", count: 9000))", "query"), ("cursor=%2B1", "cursor"),
        ] as [(String, String?)])
    func queries(_ query: String, _ fault: String?) async throws {
        let response = try await SimulatorUnderTest().send(.get, "/v1/files", query: query)
        #expect(response.status == (fault == nil ? 200 : 422), "\(response.text)")
        #expect(response.detail?.split(separator: ":").first.map(String.init) == fault)
        if fault == nil { #expect(response.text == #"{"data":[],"has_more":false,"next_cursor":null}"#) }
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func pages(_ limit: Int) async throws {
        let simulator = SimulatorUnderTest(SimulatorOptions(rememberedFiles: 12))
        var ids: [String] = []
        for number in 0..<20 {
            let key = number % 4 == 3 ? "luma-api-other" : SimulatorUnderTest.key
            ids.append(try await simulator.createFile(size: 1, key: key).id)
        }
        var seen: [String] = []
        var query: String? = "limit=\(limit)"
        while let page = query {
            let response = try await simulator.send(.get, "/v1/files", query: page)
            let list = try FileList(json: response.body)
            #expect((1...limit).contains(list.data.value?.count ?? 0))
            seen += list.data.value?.compactMap(\.id.value) ?? []
            query = list.nextCursor.value.map { "limit=\(limit)&cursor=\($0)" }
            #expect(list.hasMore == .value(query != nil))
        }
        #expect(seen == ids[8...].enumerated().filter { $0.offset % 4 != 3 }.map(\.element).reversed())
    }

    @Test(arguments: [
        ("2026-09-01T00:00:00Z", 1_788_220_800), ("2026-09-01T00:00:00", 1_788_220_800),
        ("2026-09-01 02:00:00.999+02:00", 1_788_220_800), ("2026-08-31t22:00-0200", 1_788_220_800),
        ("2019-12-27T18:11:19.117Z", 1_577_470_279), ("1970-01-01T00:00:00Z", 0),
    ])
    func times(_ text: String, _ seconds: Int64) throws {
        #expect(try #require(WallTime(iso8601: text)).seconds == seconds)
    }

    @Test(arguments: [
        "", "2026", "2026-09-01", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-09-01T24:00:00Z",
        "2026-09-01T00:60:00Z", "2026-09-01T00:00:00.Z", "2026-09-01T00:00:00+", "2026-09-01T00:00:00+24:00",
        "2026-09-01T00:00:00ZZ", "1969-12-31T23:59:59Z", "٢٠٢٦-09-01T00:00:00Z",
    ])
    func noTimes(_ text: String) {
        #expect(WallTime(iso8601: text) == nil)
    }
}
