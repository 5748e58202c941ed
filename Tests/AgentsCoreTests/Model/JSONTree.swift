import AgentsCore

/// A document as a value: members have no order, strings no escapes, and numbers are what is written.
indirect enum JSONTree: Hashable {
    case string([UInt8])
    case other(String)
    case array([JSONTree])
    case object([[UInt8]: JSONTree])

    init(_ json: some Sequence<UInt8>) throws(JSONError) {
        var record = JSONRecord()
        try record.load(json)
        self.init(record, .root)
    }

    private init(_ record: borrowing JSONRecord, _ ref: JSONRef) {
        switch record.kind(ref) {
        case .string:
            self = .string(Array((record.string(ref) ?? "").utf8))
        case .number, .bool, .null:
            self = .other(record.json(ref))
        case .array:
            var elements: [JSONTree] = []
            var child = record.first(in: ref)
            while child.isPresent {
                elements.append(JSONTree(record, child))
                child = record.next(after: child, in: ref)
            }
            self = .array(elements)
        case .object:
            var members: [[UInt8]: JSONTree] = [:]
            var child = record.first(in: ref)
            while child.isPresent {
                members[Array(record.key(child).utf8)] = JSONTree(record, child)
                child = record.next(after: child, in: ref)
            }
            self = .object(members)
        }
    }
}

/// A place in a document: its path, and the bytes of its value.
struct JSONPlace {
    let path: FieldPath
    let range: Range<Int>

    /// Every value of a document, the document itself first.
    static func all(in json: [UInt8]) throws(JSONError) -> [JSONPlace] {
        var record = JSONRecord()
        try record.load(json)
        var places: [JSONPlace] = []
        collect(record, .root, .root, &places)
        return places
    }

    private static func collect(
        _ record: borrowing JSONRecord, _ ref: JSONRef, _ path: FieldPath, _ places: inout [JSONPlace]
    ) {
        let node = record.node(ref)
        places.append(JSONPlace(path: path, range: Int(node.start)..<Int(node.end)))
        var child = record.first(in: ref)
        var index = 0
        while child.isPresent {
            let step: FieldPath.Component = node.kind == .object ? .key(record.key(child)) : .index(index)
            collect(record, child, path.appending(step), &places)
            child = record.next(after: child, in: ref)
            index += 1
        }
    }
}

extension [UInt8] {
    /// The bytes as text.
    var text: String { String(decoding: self, as: UTF8.self) }
}
