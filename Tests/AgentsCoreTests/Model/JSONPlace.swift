import AgentsCore

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
