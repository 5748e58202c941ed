package import AgentsCore

// Reports of the parts of a run that was interrupted.

extension NormalizationReport {
    /// The report of nothing.
    package static var empty: NormalizationReport { NormalizationReport() }

    /// Reads what ``write(to:)`` wrote; counts that are not there are 0.
    ///
    /// - Parameters:
    ///   - object: The report's object.
    ///   - record: Holds it.
    package init(_ object: JSONRef, of record: borrowing JSONRecord) {
        self = .empty
        func number(_ key: JSONKey) -> Int { record.integer(record[object, key]) ?? 0 }
        written = number("out")
        merged = number("merged")
        rejected = number("rejected")
        filtered = number("filtered")
        emptyEnvelopes = number("empty_envelopes")
        if record[object, "expired_urls"].isPresent {
            ages = RecordAges(expiredURLs: number("expired_urls"), stale: number("stale"))
        }
        for (key, path) in Self.tables {
            let table = record[object, key]
            var entry = record.first(in: table)
            while entry.isPresent {
                self[keyPath: path][record.key(entry)] = record.integer(entry) ?? 0
                entry = record.next(after: entry, in: table)
            }
        }
    }

    /// Adds the report of another part, and takes over what is counted there.
    ///
    /// - Parameter part: The report.
    package mutating func add(_ part: NormalizationReport) {
        isDetailed = isDetailed || part.isDetailed
        isSelective = isSelective || part.isSelective
        written += part.written
        merged += part.merged
        rejected += part.rejected
        filtered += part.filtered
        emptyEnvelopes += part.emptyEnvelopes
        if let other = part.ages { ages = ages?.adding(other) ?? other }
        for (_, path) in Self.tables where path != \.losses {
            self[keyPath: path].merge(part[keyPath: path], uniquingKeysWith: +)
        }
        for loss in part.losses.sorted(by: Self.order) { count(loss.key, loss.value) }
    }

    /// Losses that are told apart: all of members that have a row, and further ones.
    private static let mostLosses = 2 * LossCounts.standardCapacity

    private mutating func count(_ loss: String, _ count: Int) {
        let isKnown = losses[loss] != nil || losses.count < Self.mostLosses
        losses[isKnown ? loss : loss.prefix { $0 != " " } + " (others)", default: 0] += count
    }

    private static var tables: [(JSONKey, WritableKeyPath<Self, [String: Int]>)] {
        [
            ("dialects", \.dialects), ("shapes", \.shapes), ("revisions", \.revisions), ("states", \.states),
            ("types", \.types), ("models", \.models), ("derived", \.derived), ("losses", \.losses),
            ("rejects", \.rejects),
        ]
    }
}
