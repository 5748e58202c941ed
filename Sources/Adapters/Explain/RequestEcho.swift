import AgentsCore

/// The request that a record repeats.
struct RequestEcho {
    /// The operation; nothing if the dialect has none of that name.
    let operation: ExplainedOperation?
    /// The word by which the record names its operation.
    let word: String
    /// The request as the client would send it.
    let body: [UInt8]
    /// Where it starts in the window.
    let offset: Int
}

extension EchoTags {
    /// The request that a record repeats; nothing if it repeats none.
    ///
    /// - Parameters:
    ///   - holder: What holds the repetition: the record, or what a canonical line keeps of it.
    ///   - record: The document.
    ///   - operations: The operations of the dialect.
    /// - Returns: The request.
    func echo(
        in holder: JSONRef, _ record: borrowing JSONRecord, of operations: [ExplainedOperation]
    ) -> RequestEcho? {
        let echo = record[holder, member]
        guard record.has(echo, .object), record.first(in: echo).isPresent else { return nil }
        let named = word(inRequest, in: echo, record) ?? word(inRecord, in: holder, record)
        let name = named.map { self.operations[$0] } ?? standard
        let operation = name.flatMap { name in operations.first { $0.name == name } }
        return RequestEcho(
            operation: operation, word: named ?? standard, body: body(of: echo, record, operation?.shape),
            offset: Int(record.node(echo).start))
    }

    private func word(_ tags: [JSONKey], in object: JSONRef, _ record: borrowing JSONRecord) -> String? {
        for tag in tags {
            if let word = record.string(record[object, tag]) { return word }
        }
        return nil
    }

    /// The request without the tags that only its repetition has.
    private func body(of echo: JSONRef, _ record: borrowing JSONRecord, _ shape: RequestShape?) -> [UInt8] {
        let added = inRequest.filter { tag in shape?.fields.contains { $0.key.equals(tag) } != true }
        var output = ByteBuffer(capacity: record.byteCount(echo))
        var member = record.first(in: echo)
        while member.isPresent {
            if !added.contains(where: { record.isKey(record.node(member), $0) }) {
                output.append(output.count == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
                record.copyMember(member, to: &output)
            }
            member = record.next(after: member, in: echo)
        }
        if output.count == 0 { output.append(UInt8(ascii: "{")) }
        output.append(UInt8(ascii: "}"))
        return output.array()
    }
}
