import AgentsCore

/// A JSON answer and its members.
struct JSONAnswer: Sendable {
    let response: HTTPResponse

    init(_ response: HTTPResponse) throws {
        self.response = response
        var record = JSONRecord()
        try record.load(response.body)
    }

    var status: Int { response.status }

    /// The body as text.
    var text: String { String(decoding: response.body, as: UTF8.self) }

    /// Keys of the document, in their order.
    var keys: [String] {
        with { record in
            var keys: [String] = []
            var member = record.first(in: .root)
            while member.isPresent {
                keys.append(record.key(member))
                member = record.next(after: member, in: .root)
            }
            return keys
        }
    }

    /// A member as compact JSON; nothing if it is absent.
    func json(_ path: JSONKey...) -> String? {
        with { record in
            let ref = path.reduce(JSONRef.root) { record[$0, $1] }
            return ref.isPresent ? record.json(ref) : nil
        }
    }

    /// A text.
    func string(_ path: JSONKey...) -> String? {
        with { record in record.string(path.reduce(JSONRef.root) { record[$0, $1] }) }
    }

    /// A text of every element of a list.
    func elements(_ list: JSONKey, _ key: JSONKey) -> [String] {
        with { record in
            var texts: [String] = []
            var element = record.first(in: record[list])
            while element.isPresent {
                texts.append(record.string(record[element, key]) ?? "")
                element = record.next(after: element, in: record[list])
            }
            return texts
        }
    }

    /// A whole number.
    func integer(_ path: JSONKey...) -> Int? {
        with { record in record.integer(path.reduce(JSONRef.root) { record[$0, $1] }) }
    }

    private func with<Value>(_ body: (borrowing JSONRecord) -> Value) -> Value {
        var record = JSONRecord()
        // The text was loaded once already.
        try? record.load(response.body)
        return body(record)
    }
}
