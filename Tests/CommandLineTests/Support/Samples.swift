import AdapterTesting

/// Records to feed the tool with, and the lines that it makes of them.
enum Samples {
    /// An Agents record on one line.
    static func agents(_ id: String) -> String {
        "{\"id\":\"\(id)\",\"type\":\"image\",\"state\":\"completed\",\"model\":\"uni-1\","
            + "\"created_at\":\"2026-05-30T12:34:56Z\",\"output\":[],\"failure_reason\":null,\"failure_code\":null}"
    }

    /// The canonical line of such a record.
    static func canonical(_ id: String) -> String {
        "\(agents(id).dropLast()),\"provenance\":{\"dialect\":\"agents\",\"shape\":\"generation\"}}"
    }

    /// An AceData task on one line.
    static func task(_ id: String) -> String {
        "{\"_id\":\"x-\(id)\",\"id\":\"\(id)\",\"created_at\":1725077411.961,\"request\":{\"action\":\"generate\",\"prompt\":\"p\"},"
            + "\"response\":{\"success\":true,\"task_id\":\"\(id)\",\"video_id\":\"v-\(id)\",\"state\":\"completed\"}}"
    }

    /// A Dream Machine generation on one line.
    static func dreamMachine(_ id: String) -> String {
        "{\"id\":\"\(id)\",\"generation_type\":\"video\",\"state\":\"dreaming\",\"failure_reason\":null,"
            + "\"created_at\":\"2025-05-19T13:51:42.302000Z\",\"assets\":null,\"model\":\"ray-2\"}"
    }

    /// A document over several lines, indented.
    static func pretty(_ json: String) throws -> String {
        try JSONTree(json.utf8).json(.indented).text
    }
}

extension Tool.Result {
    /// The ids of the records on standard output, in order.
    var ids: [String] { lines.map { (try? JSONTree($0.utf8))?["id"]?.text ?? "no record" } }
}

extension JSONTree {
    /// The value of a member that is an integer.
    func integer(_ key: String) -> Int? {
        guard case .literal(let lexeme)? = self[key] else { return nil }
        return Int(lexeme.text)
    }

    /// The members of an object of counts.
    func counts(_ key: String) -> [String: Int] {
        let members = self[key]?.members ?? []
        return Dictionary(members.map { ($0.key.text, self[key]?.integer($0.key.text) ?? -1) }) { $1 }
    }
}
