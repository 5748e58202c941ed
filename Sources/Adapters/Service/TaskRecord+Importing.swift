import AgentsCore

extension TaskRecord {
    /// Reads what bulk work has made of a record of a history.
    ///
    /// Of where the record stood, and of what its conversion lost, nothing is kept: it stands for itself now.
    ///
    /// - Parameter line: A canonical line with provenance.
    /// - Throws: ``AdapterError`` if it is none.
    package init(importing line: some Sequence<UInt8>) throws(AdapterError) {
        var record = JSONRecord(limits: .canonicalLine)
        do throws(JSONError) {
            try record.load(line)
        } catch {
            throw AdapterError(error)
        }
        var output = ByteBuffer(capacity: record.source.count)
        var member = record.first(in: .root)
        while member.isPresent {
            output.append(output.count == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
            if record.isKey(record.node(member), "provenance"), record.has(member, .object) {
                Self.copyProvenance(member, of: record, to: &output)
            } else {
                record.copyMember(member, to: &output)
            }
            member = record.next(after: member, in: .root)
        }
        output.append(UInt8(ascii: "}"))
        try self.init(line: output.array())
    }

    /// A member of the residue that is a text; nothing if it is none.
    ///
    /// - Parameter key: The member's key.
    /// - Returns: The text.
    package func text(_ key: String) -> String? {
        var record = JSONRecord(limits: .canonicalLine)
        do throws(JSONError) {
            try record.load((self[key] ?? "null").utf8)
        } catch {
            return nil
        }
        return record.string(.root)
    }

    /// The members of provenance that the way back reads of a record that stands for itself.
    private static let kept: [JSONKey] = ["dialect", "shape", "revisions", "residue", "derived"]

    private static func copyProvenance(
        _ provenance: JSONRef, of record: borrowing JSONRecord, to output: inout ByteBuffer
    ) {
        output.append("\"provenance\":{")
        var isFirst = true
        var member = record.first(in: provenance)
        while member.isPresent {
            let node = record.node(member)
            if kept.contains(where: { record.isKey(node, $0) }) {
                if !isFirst { output.append(UInt8(ascii: ",")) }
                isFirst = false
                record.copyMember(member, to: &output)
            }
            member = record.next(after: member, in: provenance)
        }
        output.append(UInt8(ascii: "}"))
    }
}
