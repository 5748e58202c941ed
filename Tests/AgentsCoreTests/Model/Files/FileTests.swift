import AdapterTesting
import AgentsCore
import Testing

/// Bodies and answers of the files API.
@Suite struct FileTests {
    /// A document that is read as a type and written again.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let document: [UInt8]
        /// Reads the document and writes it, twice over.
        let rewritten: @Sendable ([UInt8]) throws -> [UInt8]

        init<Value: WireDocument>(_ type: Value.Type, _ document: some Sequence<UInt8>) {
            self.document = Array(document)
            testDescription = "\(type): \(String(decoding: self.document.prefix(80), as: UTF8.self))"
            rewritten = { document in
                let value = try Value(json: document)
                #expect(try Value(json: value.json()) == value)
                return value.json()
            }
        }
    }

    /// What the fixtures have, and what they leave out.
    static let samples =
        flow + [
            Sample(FileCreate.self, fixture("agents/req_sdk_file_create_all_params")),
            Sample(FileCreate.self, observedCreate),
            Sample(CreateFileResponse.self, fixture("agents/file_create_response_synthetic")),
            Sample(FileList.self, fixture("agents/file_list_synthetic")),
            Sample(CreateFileResponse.self, #"{"id":"f","state":"pending","file":{},"upload":null}"#.utf8),
            Sample(CreateFileResponse.self, #"{"id":"f","upload":{"method":"PUT","headers":null,"part":1.50}}"#.utf8),
            Sample(FileList.self, #"{"data":[],"has_more":false,"next_cursor":null}"#.utf8),
            Sample(File.self, #"{"id":"f","purpose":"mask","state":"scanning","etag":"\u0061"}"#.utf8),
        ]

    /// The answers of a mock of the whole flow.
    private static let flow = calls.compactMap { call -> Sample? in
        guard let path = call["call"]?.text, let answer = call["response"] else { return nil }
        if path == "POST /v1/files" { return Sample(CreateFileResponse.self, answer.json()) }
        return path.contains("/v1/files/") ? Sample(File.self, answer.json()) : nil
    }

    private static let calls = (try? JSONTree(fixture("agents/files_flow_vfx_mock")))?.elements ?? []

    /// What the official client sends.
    private static let observedCreate =
        (try? JSONTree(fixture("agents/observed_sdk050_wire")))?.value(at: "files_create.body")?.text.map {
            Array($0.utf8)
        } ?? []

    private static func fixture(_ path: String) -> [UInt8] {
        (try? Fixture.named(path).bytes) ?? []
    }

    @Test func `every answer of the flow is a sample`() {
        #expect(Self.flow.count == 3)
        #expect(!Self.observedCreate.isEmpty)
    }

    @Test(arguments: samples)
    func comesBackAsItWas(_ sample: Sample) throws {
        #expect(try JSONTree(sample.rewritten(sample.document)).isSpelledLike(JSONTree(sample.document)))
    }

    /// What the client sends has the order in which this type writes it.
    @Test func `a body is written as the official client writes it`() throws {
        let body = FileCreate(
            mimeType: "video/mp4", sizeBytes: 5, expiresAt: "2026-09-01T00:00:00+00:00", filename: "a.mp4",
            purpose: .value(.input))
        #expect(body.json() == Self.observedCreate)
    }

    @Test func `an answer says where the bytes go`() throws {
        let answer = try CreateFileResponse(json: Self.fixture("agents/file_create_response_synthetic"))
        #expect(answer.file.value?.id == .value(answer.id))
        #expect(answer.file.value?.sizeBytes == 5_368_709_120)
        let upload = try #require(answer.upload.value)
        #expect(upload.method == "PUT")
        #expect(
            upload.headers.value == [
                PresignedUpload.Header("Content-Type", "video/mp4"), PresignedUpload.Header("x-amz-acl", "private"),
            ])
    }

    @Test func `a list says how it goes on`() throws {
        let list = try FileList(json: Self.fixture("agents/file_list_synthetic"))
        #expect(list.data.value?.map(\.state) == [.value(.failed), .value(.deleted)])
        #expect(list.data.value?.last?.userID == .absent)
        #expect(list.nextCursor == "b3BhcXVl")
    }

    @Test(arguments: [
        (#"{"state":"pending"}"#, "missing", "id"), (#"{"id":7}"#, "wrong_type", "id"),
        (#"{"id":"f","file":{"size_bytes":1.5}}"#, "bad_value", "file.size_bytes"),
        (#"{"id":"f","file":{"size_bytes":"1"}}"#, "wrong_type", "file.size_bytes"),
        (#"{"id":"f","upload":{"headers":{"a":null}}}"#, "wrong_type", "upload.headers.a"),
        (#"{"id":"f","upload":{"headers":[]}}"#, "wrong_type", "upload.headers"), ("[]", "wrong_type", ""),
        ("{", "not_json", ""),
    ])
    func saysWhatIsWrongAndWhere(_ text: String, _ code: String, _ path: String) throws {
        let error = try #require(throws: ModelError.self) { try CreateFileResponse(json: text.utf8) }
        #expect(error.code.description == code)
        #expect(error.path.description == path)
    }
}
