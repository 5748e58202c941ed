import AgentsCore
import Testing

@testable import Adapters

@Suite struct KeyHashTests {
    private static let keys: [JSONKey] = [
        "id", "_id", "api_id", "application_id", "created_at", "started_at", "finished_at", "elapsed", "credential_id",
        "request", "trace_id", "user_id", "type", "job_id", "response", "video_id", "video_url", "video_width",
        "video_height", "thumbnail_url", "thumbnail_width", "thumbnail_height",
    ]

    @Test func everyKeyHasASlotOfItsOwn() {
        let hash = KeyHash(Self.keys)
        #expect(Set(Self.keys.map { hash.slot($0.tag) }).count == Self.keys.count)
        #expect(Self.keys.allSatisfy { (0..<hash.slots).contains(hash.slot($0.tag)) })
    }

    @Test func theSearchGoesRoundAllSlots() {
        let hash = KeyHash([])
        var slot = 0
        var seen: Set<Int> = []
        for _ in 0..<hash.slots {
            seen.insert(slot)
            slot = hash.next(slot)
        }
        #expect(seen.count == hash.slots && slot == 0)
    }

    @Test func keysThatCannotBeToldApartByTheirTagsAreFound() throws {
        let registry = AdapterRegistry(shapes: [
            WireShape(
                "twins", of: Dialect("test"), recognition: [Recognition(all: ["abcd", "abce"])],
                adapter: TableAdapter([
                    Field("abcd", .id), Field("abce", .carry(.model)), Field("abcf", .carry(.failureReason)),
                ]))
        ])
        var converter = RecordConverter(registry: registry)
        var record = JSONRecord()
        var output = ByteBuffer()
        try record.load(#"{"abcf":"3","abce":"2","abcg":"4","abcd":"1"}"#.utf8)
        try converter.convert(record, into: &output)
        let line = output.text(0..<output.count)
        #expect(line.hasPrefix(#"{"id":"1","model":"2","failure_reason":"3","provenance":"#))
        #expect(line.contains(#""residue":{"abcg":"4"}"#))
    }
}
