public import AgentsCore

/// One kind of record that a dialect has: how it is recognised, and its table.
public struct WireShape: Sendable {
    /// The dialect that has it.
    public let dialect: Dialect
    /// The name behind the dialect's on the command line, as in `acedata:task`, and in `provenance.shape`.
    public let name: StaticString
    let recognition: [Recognition]
    let adapter: TableAdapter

    /// Creates a shape that is recognised by any of several patterns.
    public init(_ name: StaticString, of dialect: Dialect, recognition: [Recognition], adapter: TableAdapter) {
        self.dialect = dialect
        self.name = name
        self.recognition = recognition
        self.adapter = adapter
    }

    /// Dialect and name, as in `acedata:task`.
    public var fullName: String { "\(dialect):\(name)" }

    /// Revisions that records of the shape may follow, newest first.
    public var revisions: [WireRevision] { adapter.revisions }
}

/// A document that holds several records of one shape in a list, with members of its own around it.
public struct EnvelopeShape: Sendable {
    /// The name behind the dialect's on the command line, as in `acedata:batch`.
    public let name: StaticString
    /// The shape of the items.
    public let item: WireShape
    /// The member that is the list.
    package let list: JSONKey
    /// All members in documented order, the list among them.
    let members: [JSONKey]
    let recognition: [Recognition]

    /// Creates an envelope.
    ///
    /// - Parameters:
    ///   - name: The name behind the dialect's.
    ///   - item: The shape of the items.
    ///   - list: The member that is the list.
    ///   - members: All members in documented order, the list among them.
    ///   - recognition: How the envelope is told from other documents.
    public init(
        _ name: StaticString, of item: WireShape, list: JSONKey, members: [JSONKey], recognition: [Recognition]
    ) {
        self.name = name
        self.item = item
        self.list = list
        self.members = members
        self.recognition = recognition
    }

    /// The dialect of the envelope and of its items.
    public var dialect: Dialect { item.dialect }
    /// Dialect and name, as in `acedata:batch`.
    public var fullName: String { "\(dialect):\(name)" }

    /// The list of a document's records.
    ///
    /// - Parameter record: The document.
    /// - Returns: The list.
    /// - Throws: ``AdapterError`` if it is none.
    func items(of record: borrowing JSONRecord) throws(AdapterError) -> JSONRef {
        let list = record[self.list]
        guard record.has(list, .array) else {
            throw AdapterError(
                .wrongType, path: [.key(self.list.description)], at: Int(record.node(list).start),
                "expected a list of records here")
        }
        return list
    }
}
