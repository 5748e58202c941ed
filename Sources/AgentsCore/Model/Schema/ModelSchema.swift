/// A type whose values are objects on the wire.
protocol ModelObject: Sendable {
    /// The members of the object.
    static var schema: ModelSchema<Self> { get }
}

/// The members of an object, one row each, in the order in which they are written.
struct ModelSchema<Root: Sendable>: Sendable {
    /// A value without any members.
    private let blank: Root
    private let fields: [ModelField<Root>]
    /// Where members without a row are kept; they are passed over if there is no such place.
    private let unknown: (any WritableKeyPath<Root, [UnknownMember]> & Sendable)?

    /// Creates a schema that starts from `blank` when it reads, and keeps members without a row.
    init(
        _ blank: Root, unknown: any WritableKeyPath<Root, [UnknownMember]> & Sendable, _ fields: [ModelField<Root>]
    ) {
        self.blank = blank
        self.unknown = unknown
        self.fields = fields
    }

    /// Creates a schema that starts from `blank` when it reads, and passes over members without a row.
    init(_ blank: Root, _ fields: [ModelField<Root>]) {
        self.blank = blank
        unknown = nil
        self.fields = fields
    }

    /// Reads an object; paths of errors start at it.
    func read(_ record: borrowing JSONRecord, _ object: JSONRef) throws(ModelError) -> Root {
        var root = blank
        var isRead: UInt64 = 0
        var member = record.first(in: object)
        while member.isPresent {
            let node = record.node(member)
            if let index = fields.indices.first(where: { record.isKey(node, fields[$0].key) }) {
                try fields[index].read(record, member, into: &root)
                isRead |= 1 << UInt64(index)
            } else if let unknown {
                root[keyPath: unknown].append(UnknownMember(record, member))
            }
            member = record.next(after: member, in: object)
        }
        for index in fields.indices where fields[index].isRequired && isRead >> UInt64(index) & 1 == 0 {
            throw ModelError(.missing, path: [.key(fields[index].key.description)], "the member is required: add it")
        }
        return root
    }

    /// Appends an object in compact form: its known members in the order of the schema, then the others.
    func write(_ root: Root, to output: inout ByteBuffer) {
        output.append(UInt8(ascii: "{"))
        for field in fields { field.write(root, to: &output) }
        if let unknown { write(root[keyPath: unknown], to: &output) }
        output.append(UInt8(ascii: "}"))
    }

    /// Appends members without a row, except those that would give the object a key twice.
    private func write(_ unknown: [UnknownMember], to output: inout ByteBuffer) {
        guard !unknown.isEmpty else { return }
        // Bytes, because texts that differ in bytes can be equal as strings and are still two keys.
        var names = Set(fields.map { Array($0.key.description.utf8) })
        for member in unknown where names.insert(Array(member.name.utf8)).inserted {
            output.appendMemberSeparator()
            member.write(to: &output)
        }
    }
}

extension ModelObject {
    /// Reads a document that is one object of this type.
    static func read(json: some Sequence<UInt8>) throws(ModelError) -> Self {
        var record = JSONRecord()
        do throws(JSONError) {
            try record.load(json)
        } catch {
            throw ModelError(error)
        }
        return try ModelCoding<Self>.object.read(record, .root)
    }

    /// The object as a compact document.
    func written() -> [UInt8] {
        var output = ByteBuffer(capacity: 512)
        Self.schema.write(self, to: &output)
        return output.array()
    }
}
