package import Adapters
import AgentsCore

extension AceDataService {
    /// Puts sizes and thumbnail into the finished body, whose members for them are `null` until then.
    ///
    /// - Parameters:
    ///   - facts: What was read from the video's file.
    ///   - record: The task's record.
    package func note(_ facts: VideoFacts, in record: inout TaskRecord) {
        guard record.generation.state == .value(.completed), let response = record["response"] else { return }
        var members = ["video_height": "\(facts.size.height)", "video_width": "\(facts.size.width)"]
        if let thumbnail = facts.thumbnail {
            members["thumbnail_url"] = thumbnail.url.jsonString
            members["thumbnail_width"] = "\(thumbnail.size.width)"
            members["thumbnail_height"] = "\(thumbnail.size.height)"
        }
        record["response"] = Self.filling(members, in: response)
    }

    /// An object with values in the place of its nulls; what it says already stays.
    private static func filling(_ values: [String: String], in object: String) -> String {
        var document = JSONRecord()
        guard case .some = try? document.load(object.utf8), document.has(.root, .object) else { return object }
        var members: [(String, String)] = []
        var member = document.first(in: .root)
        while member.isPresent {
            let key = document.key(member)
            let value = document.has(member, .null) ? values[key] : nil
            members.append((key, value ?? document.json(member)))
            member = document.next(after: member, in: .root)
        }
        return Self.object(members)
    }
}
