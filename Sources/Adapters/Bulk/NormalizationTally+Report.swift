import AgentsCore

extension NormalizationTally {
    /// The counts as a value.
    package var report: NormalizationReport {
        var report = NormalizationReport()
        report.written = written
        report.filtered = filtered
        report.rejected = refused.values.reduce(0, +)
        report.emptyEnvelopes = emptyEnvelopes
        report.isDetailed = detailed
        report.isSelective = isSelective
        report.ages = isDated ? ages : nil
        for (index, count) in byShape.enumerated() where count > 0 {
            report.dialects["\(shapes[index].dialect)", default: 0] += count
            report.shapes[shapes[index].fullName] = count
            for (number, revision) in shapes[index].adapter.revisions.enumerated() where byRevision[index][number] > 0 {
                report.revisions["\(shapes[index].dialect):\(revision.name)", default: 0] += byRevision[index][number]
            }
        }
        for field in CanonicalField.allCases where derived[Int(field.rawValue)] > 0 {
            report.derived[field.key.description] = derived[Int(field.rawValue)]
        }
        for (word, count) in states.sorted { report.states[word] = count }
        for (word, count) in types.sorted { report.types[word] = count }
        for (word, count) in models.sorted { report.models[word] = count }
        report.losses = lost.byPath(shapes)
        report.rejects = refused
        return report
    }
}
