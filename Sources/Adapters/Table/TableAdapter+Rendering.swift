package import AgentsCore

// Canonical to wire, from the same rows.

extension TableAdapter {
    package func render(
        _ canonical: CanonicalView, of record: borrowing JSONRecord, from origin: Origin, into output: inout ByteBuffer
    ) throws(AdapterError) -> [Int] {
        var writer = RowWriter(program: program, canonical: canonical, origin: origin)
        if origin == .sameShape { try writer.readRevisions() }
        let residue = origin == .sameShape ? canonical.provenance?.residue ?? .absent : .absent
        if try !writer.write(object: 0, residue: residue, record, &output) { output.append("{}") }
        return writer.missed
    }
}
