package import AgentsCore

/// A task as the server keeps it: a canonical line whose residue is the legacy context.
///
/// One renderer serves such lines, those of the library and those of the command line.
package struct TaskRecord: Sendable, Equatable {
    /// The canonical members.
    package var generation: Generation {
        didSet { original = nil }
    }
    /// The dialect that the task was submitted in, and the shape of its record there, as in `acedata` and `task`.
    package let dialect: String
    package let shape: String
    /// Names of the revisions that the legacy record follows, newest first; none for a task that began here.
    package let revisions: [String]
    /// Canonical members that the legacy record does not have in this state.
    package var derived: CanonicalFields {
        didSet { original = nil }
    }
    /// What the legacy record has beyond the canonical members: keys and compact JSON values, in their order.
    package private(set) var residue: [(key: String, json: String)] {
        didSet { original = nil }
    }
    /// The line that the record was read from, as long as nothing was changed: its escapes and spellings are the record's.
    private var original: String?
    /// The place in the batch or list that the legacy record was imported from; nothing for one that came by itself.
    package let place: Place?

    /// A place in a batch or list.
    package struct Place: Sendable, Equatable {
        /// The place, counted from 0, and how many records there are.
        package let index: Int
        package let count: Int
        /// The members around the list as a compact JSON object, on the first record only.
        package let envelope: String?
    }

    /// Creates the record of a task that begins here.
    package init(
        _ generation: Generation, shape: WireShape, residue: [(key: String, json: String)],
        derived: CanonicalFields = []
    ) {
        self.generation = generation
        dialect = shape.dialect.description
        self.shape = shape.name.description
        self.residue = residue
        self.derived = derived
        revisions = []
        place = nil
    }

    /// Reads a canonical line that has provenance, of a task of this server or of an imported record.
    ///
    /// All of it is kept as it is written. Once something is changed, escapes in canonical members and in keys of the residue
    /// are gone, and so are members of layers that ``Generation/Layer`` does not know.
    ///
    /// - Throws: ``AdapterError`` if it is none.
    package init(line: some Sequence<UInt8>) throws(AdapterError) {
        var record = JSONRecord(limits: .canonicalLine)
        do throws(JSONError) {
            try record.load(line)
        } catch {
            throw AdapterError(error)
        }
        guard let provenance = try CanonicalView(record).provenance else {
            throw AdapterError(.badValue, path: "provenance", "a task's line says where its record came from")
        }
        do throws(ModelError) {
            generation = try Generation(reading: record)
        } catch {
            throw AdapterError(.wrongType, path: error.path, at: error.offset, error.reason)
        }
        dialect = provenance.dialect
        shape = provenance.shape
        revisions = provenance.revisions
        derived = provenance.derived
        place = provenance.place.map { place in
            let envelope = provenance.envelope
            return Place(
                index: place.index, count: place.count, envelope: envelope.isPresent ? record.json(envelope) : nil)
        }
        residue = []
        original = place == nil ? record.json(.root) : nil
        guard provenance.residue.isPresent else { return }
        var members: [(key: String, json: String)] = []
        var member = record.first(in: provenance.residue)
        while member.isPresent {
            members.append((record.key(member), record.json(member)))
            member = record.next(after: member, in: provenance.residue)
        }
        residue = members
    }

    /// A member of the residue as compact JSON; setting keeps its place, or adds it at the end.
    package subscript(_ key: String) -> String? {
        get { residue.first { $0.key == key }?.json }
        set {
            guard let index = residue.firstIndex(where: { $0.key == key }) else {
                if let newValue { residue.append((key, newValue)) }
                return
            }
            if let newValue { residue[index].json = newValue } else { residue.remove(at: index) }
        }
    }

    /// The record as a canonical line, without a newline.
    package var line: String { original ?? text(at: place) }

    /// The canonical line of the record by itself: without its place, so that it renders to one document and not to a part
    /// of the batch or list that it was imported from.
    package var lineByItself: String { original ?? text(at: nil) }

    private func text(at place: Place?) -> String {
        var output = ByteBuffer(capacity: 2048)
        generation.write(to: &output)
        output.truncate(to: output.count - 1)
        output.append(",\"provenance\":{\"dialect\":")
        output.appendJSON(dialect)
        output.append(",\"shape\":")
        output.appendJSON(shape)
        writeRevisions(to: &output)
        writeResidue(to: &output)
        writeDerived(to: &output)
        if let place { write(place, to: &output) }
        output.append("}}")
        return output.text(0..<output.count)
    }

    private func writeRevisions(to output: inout ByteBuffer) {
        if revisions.isEmpty { return }
        for (index, name) in revisions.enumerated() {
            output.append(index == 0 ? ",\"revisions\":[" : ",")
            output.appendJSON(name)
        }
        output.append(UInt8(ascii: "]"))
    }

    private func write(_ place: Place, to output: inout ByteBuffer) {
        if let envelope = place.envelope {
            output.append(",\"envelope\":")
            output.append(contentsOf: envelope.utf8)
        }
        output.append(",\"index\":")
        output.append(decimal: place.index)
        output.append(",\"of\":")
        output.append(decimal: place.count)
    }

    private func writeResidue(to output: inout ByteBuffer) {
        if residue.isEmpty { return }
        output.append(",\"residue\":{")
        for (index, member) in residue.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            output.appendJSON(member.key)
            output.append(UInt8(ascii: ":"))
            output.append(contentsOf: member.json.utf8)
        }
        output.append(UInt8(ascii: "}"))
    }

    private func writeDerived(to output: inout ByteBuffer) {
        if derived.isEmpty { return }
        let start = output.count
        for field in CanonicalField.allCases where derived.contains(field) {
            output.append(output.count == start ? ",\"derived\":[" : ",")
            output.appendQuoted(field.key.name)
        }
        output.append(UInt8(ascii: "]"))
    }

    /// Compares records by what they say.
    package static func == (left: TaskRecord, right: TaskRecord) -> Bool {
        left.line == right.line
    }
}
