import AgentsCore

/// Puts items that came from a batch or list back into one.
struct EnvelopeBuilder: ~Copyable {
    /// The items so far, separated by commas.
    private var items = ByteBuffer(capacity: 256)
    /// The envelope's own members, as one object.
    private var members = JSONRecord(limits: .canonicalLine)
    private var expected: (index: Int, count: Int)?

    /// Takes the item that `output` ends with; the last one puts the whole envelope in its place.
    ///
    /// - Throws: ``AdapterError`` if items are missing or out of order.
    mutating func add(
        _ place: (index: Int, count: Int), _ envelope: JSONRef, _ line: borrowing JSONRecord, _ shape: EnvelopeShape,
        _ output: inout ByteBuffer, _ start: Int
    ) throws(AdapterError) {
        let wanted = expected ?? (0, place.count)
        guard place.index == wanted.index, place.count == wanted.count else {
            expected = nil
            output.truncate(to: start)
            throw Self.missing(wanted)
        }
        if place.index == 0 {
            items.truncate(to: 0)
            let text = envelope.isPresent ? line.json(envelope) : "{}"
            do throws(JSONError) {
                try members.load(text.utf8)
            } catch {
                throw AdapterError(error)
            }
        } else {
            items.append(UInt8(ascii: ","))
        }
        items.append(output, start, output.count - start)
        output.truncate(to: start)
        if place.index + 1 < place.count {
            expected = (place.index + 1, place.count)
        } else {
            expected = nil
            write(shape, &output)
        }
    }

    /// Checks that no envelope is incomplete.
    func finish() throws(AdapterError) {
        if let expected { throw Self.missing(expected) }
    }

    private static func missing(_ expected: (index: Int, count: Int)) -> AdapterError {
        AdapterError(
            .badValue, path: "provenance.index",
            "expected item \(expected.index) of \(expected.count) of the batch or list here; give all its lines in order"
        )
    }

    private func write(_ shape: EnvelopeShape, _ output: inout ByteBuffer) {
        output.append(UInt8(ascii: "{"))
        let start = output.count
        for key in shape.members {
            let member = members[key]
            if key.description == shape.list.description {
                if output.count > start { output.append(UInt8(ascii: ",")) }
                output.appendQuoted(key.name)
                output.append(":[")
                output.append(items, 0, items.count)
                output.append(UInt8(ascii: "]"))
            } else if member.isPresent {
                if output.count > start { output.append(UInt8(ascii: ",")) }
                members.copyMember(member, to: &output)
            }
        }
        var member = members.first(in: .root)
        while member.isPresent {
            let name = members.key(member)
            if !shape.members.contains(where: { $0.description == name }) {
                output.append(UInt8(ascii: ","))
                members.copyMember(member, to: &output)
            }
            member = members.next(after: member, in: .root)
        }
        output.append("}\n")
    }
}
