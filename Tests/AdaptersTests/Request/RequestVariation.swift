import AdapterTesting

/// Requests near a given one: each member, in turn, gone or with each of some odd values, and members that nobody knows.
struct RequestVariation {
    private static let values: [String] = [
        "null", "true", "false", "0", "1", "5", "9", "9.0", "10", "-1", "1e400", "1080", "3.5", #""""#, #""x""#,
        #""true""#, #""5s""#, #""9s""#, #""10s""#, #""4k""#, #""540p""#, #""9:21""#, #""21:9""#, #""extend""#,
        #""generate""#, #""video""#, #""image""#, #""generation""#, #""ray-2""#, #""ray-3.2""#, #""photon-1""#,
        #""photon-flash-1""#, #""uni-1""#, #""4:3""#, #""3:4""#, #""png""#, #""jpg""#, #""flex_2""#, "100000",
        #""static""#, #""https://example.com/a.png""#, "[]", "[null]", "[1]", #"[{"key":"static"}]"#, "{}",
        #"{"type":"image","url":"https://example.com/a.png"}"#, #"{"type":"generation","id":"g"}"#,
        #"{"type":"generation"}"#, #"{"url":"https://example.com/a.png"}"#, #"{"frame0":null,"frame1":null}"#,
        #"[{"url":"https://example.com/a.png","weight":0.5}]"#, #"["https://example.com/a.png"]"#,
        #"{"identity0":{"images":["https://example.com/a.png"]}}"#, #"{"url":"https://example.com/a.mov?b=c.d/e"}"#,
        #"{"deep":[[{"n":12345678901234567890}]]}"#,
    ]

    /// All variations of a request, itself first.
    static func all(of json: String) throws -> [[UInt8]] {
        let tree = try JSONTree(json.utf8)
        let values = try values.map { try JSONTree($0.utf8) }
        var result = [tree]
        visit(tree, []) { path, index in
            var copy = tree
            copy.edit(path) { $0.remove(at: index) }
            result.append(copy)
            for value in values {
                copy = tree
                copy.edit(path) { $0[index].value = value }
                result.append(copy)
            }
            copy = tree
            copy.edit(path) { members in
                members.append(JSONTree.Member("naïve.key[0]", .text("new")))
                members.append(JSONTree.Member("nobody", values[values.count - 1]))
            }
            result.append(copy)
        }
        return result.map { $0.json() }
    }

    /// Pairs of requests in which a member of an object is `null`, and in which it is not there.
    static func nulls(of json: String) throws -> [(null: [UInt8], absent: [UInt8])] {
        let tree = try JSONTree(json.utf8)
        var result: [(null: [UInt8], absent: [UInt8])] = []
        visit(tree, []) { path, index in
            var null = tree
            var isMember = true
            null.edit(path) { members in
                isMember = !members[index].key.characters.isEmpty
                members[index].value = .null
            }
            var absent = tree
            absent.edit(path) { $0.remove(at: index) }
            if isMember { result.append((null.json(), absent.json())) }
        }
        return result
    }

    private static func visit(_ tree: JSONTree, _ path: [Int], _ body: ([Int], Int) -> Void) {
        for (index, child) in tree.children.enumerated() {
            body(path, index)
            visit(child.value, path + [index], body)
        }
    }
}
