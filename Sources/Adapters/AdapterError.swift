public import AgentsCore

/// Why a document is no record of a shape, or cannot be turned into one.
public struct AdapterError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of fault it is.
    ///
    /// Open: a later version may add one.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code as it appears in reports and reject files.
        public let description: String

        init(_ description: String) {
            self.description = description
        }

        /// The code of a text that is not accepted as JSON.
        public init(_ code: JSONError.Code) {
            description = code.description
        }

        /// The document has no id, so it is no generation: an error body, a request, a bare list.
        public static let notAGeneration = Self("not_a_generation")
        /// The document has an id but the members of no known shape.
        public static let unknownShape = Self("unknown_shape")
        /// The members of the document fit several shapes.
        public static let ambiguousShape = Self("ambiguous_shape")
        /// A member is of another kind than its shape allows.
        public static let wrongType = Self("wrong_type")
        /// The document nests so deep that its canonical line could not be read again.
        static let tooDeep = Self(.tooDeep)
        /// A member has a value that its place does not allow.
        public static let badValue = Self("bad_value")
    }

    /// The kind of fault.
    public let code: Code
    /// The member at fault in the source document; the root for the document itself.
    public let path: FieldPath
    /// Bytes from the start of the text to the fault, where it is known.
    public let offset: Int?
    /// What was wrong and what to do about it, without any part of the document.
    public let reason: String

    /// Creates an error about the member at `path`.
    public init(_ code: Code, path: FieldPath = .root, at offset: Int? = nil, _ reason: String) {
        self.code = code
        self.path = path
        self.offset = offset
        self.reason = reason
    }

    /// Creates an error from that of the text itself.
    public init(_ error: JSONError) {
        self.init(Code(error.code), at: error.offset, error.reason)
    }

    /// Code, place and reason in one line.
    public var description: String {
        let place = path.isRoot ? "" : " at \(path)"
        let byte = offset.map { ", byte \($0)" } ?? ""
        return "\(code)\(place)\(byte): \(reason)"
    }

    /// The same fault counted from another start.
    func shifted(by distance: Int) -> AdapterError {
        AdapterError(code, path: path, at: offset.map { $0 + distance }, reason)
    }
}
