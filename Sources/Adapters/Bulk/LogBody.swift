import AgentsCore

/// Finds the record that another document holds, such as the line of a log, and reads it as a document of its own.
struct LogBody: ~Copyable, Sendable {
    /// Where it stands: members, one in the other.
    let path: FieldPath
    /// The record that was found last.
    private(set) var record: JSONRecord
    /// Where that starts in the other document's window.
    private(set) var start = 0

    /// Creates one that looks at a path.
    ///
    /// - Parameters:
    ///   - path: Where the record stands.
    ///   - limits: How much of it is accepted.
    init(at path: FieldPath, limits: JSONLimits) {
        self.path = path
        record = JSONRecord(limits: limits)
    }

    /// Finds the record of a document that was refused.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - error: Why it is no record itself.
    /// - Returns: Whether there is one.
    /// - Throws: ``AdapterError`` if it is beyond the limits.
    mutating func find(
        in document: borrowing JSONRecord, refusedFor error: AdapterError
    ) throws(AdapterError) -> Bool {
        let ref = path.node(in: document)
        // A document of several shapes is a record.
        guard document.has(ref, .object), error.code != .ambiguousShape else { return false }
        let node = document.node(ref)
        start = Int(node.start)
        record.source.truncate(to: 0)
        record.source.append(document.source, start, Int(node.end) - start)
        record.source.seal()
        do throws(JSONError) {
            _ = try record.scan(from: 0, framing: .document)
        } catch {
            throw located(AdapterError(error))
        }
        return true
    }

    /// A fault of the record as one of the document that holds it.
    func located(_ error: AdapterError) -> AdapterError {
        let error = error.shifted(by: start)
        return AdapterError(error.code, path: path.appending(contentsOf: error.path), at: error.offset, error.reason)
    }
}

extension FieldPath {
    /// The value that the path leads to through objects, absent if there is none.
    fileprivate func node(in record: borrowing JSONRecord) -> JSONRef {
        guard !record.isEmpty, !isRoot else { return .absent }
        var ref = JSONRef.root
        for component in components {
            guard case .key(let name) = component, record.has(ref, .object) else { return .absent }
            var member = record.first(in: ref)
            while member.isPresent, record.key(member) != name { member = record.next(after: member, in: ref) }
            if !member.isPresent { return .absent }
            ref = member
        }
        return ref
    }
}
