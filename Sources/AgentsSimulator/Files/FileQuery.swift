import AgentsCore

/// Which page of the files a client asks for.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `FileListParams`; what does not fit is refused in the simulator's own
/// words.
struct FileQuery: Sendable, Equatable {
    /// How many files at most.
    var limit = 25
    /// The cursor that an earlier page has given.
    var cursor: String?
    /// The purpose that the files must have.
    var purpose: FilePurpose?
    /// The state that the files must have; without one they are those that are not deleted.
    var state: FileState?

    private static let limits = 1...100
    private static let maximumLength = 8192

    /// Reads a query; members that are not known are passed over, and of two of the same name the last counts.
    ///
    /// - Parameter query: What stands behind the question mark.
    /// - Throws: ``Rejection`` if a member has a value that it cannot have.
    init(_ query: String?) throws(Rejection) {
        guard let query else { return }
        guard query.utf8.count <= Self.maximumLength else { throw Rejection(422, "query: too long") }
        for member in query.split(separator: "&") {
            let parts = member.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first?.formDecoded, let value = (parts.count > 1 ? parts[1] : "").formDecoded else {
                throw Rejection(422, "query: broken percent escape")
            }
            try read(name, value)
        }
    }

    private mutating func read(_ name: String, _ value: String) throws(Rejection) {
        switch name {
        case "limit":
            guard value.utf8.count <= 9, let limit = Int(value), Self.limits.contains(limit) else {
                throw Rejection(422, "limit: must be an integer between 1 and 100")
            }
            self.limit = limit
        case "cursor": cursor = value
        case "purpose": purpose = try Self.word(value, "purpose")
        case "state": state = try Self.word(value, "state")
        default: break
        }
    }

    private static func word<Word: OpenVocabulary>(_ text: String, _ name: String) throws(Rejection) -> Word {
        let word = Word(rawValue: text)
        guard word.isKnown else {
            let valid = Word.known.map(\.rawValue).joined(separator: ", ")
            throw Rejection(422, "\(name): invalid value '\(text.echoed)'. Valid: \(valid)")
        }
        return word
    }
}

extension StringProtocol {
    /// The text of a part of a query: percent escapes and plus signs decoded; nothing if it is no UTF-8 then.
    fileprivate var formDecoded: String? {
        var bytes: [UInt8] = []
        var rest = utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next()?.hexadecimalDigit, let low = rest.next()?.hexadecimalDigit else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
