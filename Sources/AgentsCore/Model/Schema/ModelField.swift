/// One member of an object: its key, the property that holds it, and how its value is read and written.
///
/// The one place where a key and a property meet, for both directions.
struct ModelField<Root: Sendable>: Sendable {
    /// The key on the wire.
    let key: JSONKey
    /// Whether an object without the member is refused.
    let isRequired: Bool
    private let reading: @Sendable (inout Root, borrowing JSONRecord, JSONRef) throws(ModelError) -> Void
    private let writing: @Sendable (Root, inout ByteBuffer) -> Void

    /// Creates the row of a member that may be absent or `null`.
    init<Value>(
        _ key: JSONKey, _ property: any WritableKeyPath<Root, Member<Value>> & Sendable, _ coding: ModelCoding<Value>
    ) {
        self.key = key
        isRequired = false
        reading = { (root: inout Root, record: borrowing JSONRecord, ref: JSONRef) throws(ModelError) in
            root[keyPath: property] = record.kind(ref) == .null ? .null : .value(try coding.read(record, ref))
        }
        writing = { root, output in
            switch root[keyPath: property] {
            case .absent: break
            case .null:
                output.appendKey(key)
                output.append("null")
            case .value(let value):
                output.appendKey(key)
                coding.write(value, &output)
            }
        }
    }

    /// Creates the row of a member that is always there.
    init<Value>(
        required key: JSONKey, _ property: any WritableKeyPath<Root, Value> & Sendable, _ coding: ModelCoding<Value>
    ) {
        self.key = key
        isRequired = true
        reading = { (root: inout Root, record: borrowing JSONRecord, ref: JSONRef) throws(ModelError) in
            root[keyPath: property] = try coding.read(record, ref)
        }
        writing = { root, output in
            output.appendKey(key)
            coding.write(root[keyPath: property], &output)
        }
    }

    /// Reads the member at `ref` into `root`.
    func read(_ record: borrowing JSONRecord, _ ref: JSONRef, into root: inout Root) throws(ModelError) {
        do throws(ModelError) {
            try reading(&root, record, ref)
        } catch {
            throw error.within(.key(key.description))
        }
    }

    /// Appends the member, if there is one, to an object that is being written.
    func write(_ root: Root, to output: inout ByteBuffer) {
        writing(root, &output)
    }
}

extension ByteBuffer {
    /// Appends a comma, unless the object that is being written has no members yet.
    mutating func appendMemberSeparator() {
        // A value never ends with an opening brace.
        if byte(at: count - 1) != UInt8(ascii: "{") { append(UInt8(ascii: ",")) }
    }

    fileprivate mutating func appendKey(_ key: JSONKey) {
        appendMemberSeparator()
        appendQuoted(key.name)
        append(UInt8(ascii: ":"))
    }
}
