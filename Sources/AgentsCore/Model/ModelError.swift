/// Why a document is no ``Generation`` or ``GenerationRequest``, where, and what to do about it.
public struct ModelError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of fault it is: open, because a later version may add one.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code as it appears in reports.
        public let description: String

        init(_ description: String) {
            self.description = description
        }

        /// A value is of another kind than its place allows.
        public static let wrongType = Self("wrong_type")
        /// A member that cannot be done without is absent.
        public static let missing = Self("missing")
        /// A value is of the right kind, but not one that its place allows.
        public static let badValue = Self("bad_value")
        /// The text does not follow the grammar of JSON; its other faults have the codes of ``JSONError`` too.
        public static let notJSON = Self(JSONError.Code.notJSON)

        init(_ code: JSONError.Code) {
            description = code.description
        }
    }

    /// The kind of fault.
    public let code: Code
    /// The value at fault.
    public let path: FieldPath
    /// Bytes from the start of the text to the fault, if the text itself is at fault.
    public let offset: Int?
    /// What was wrong and what to do about it, without any part of the document.
    public let reason: String

    /// Creates an error about the value at `path`.
    public init(_ code: Code, path: FieldPath = .root, at offset: Int? = nil, _ reason: String) {
        self.code = code
        self.path = path
        self.offset = offset
        self.reason = reason
    }

    /// Code, place and reason in one line.
    public var description: String {
        let place = path.isRoot ? "" : " at \(path)"
        let byte = offset.map { " at byte \($0)" } ?? ""
        return "\(code)\(place)\(byte): \(reason)"
    }

    /// The same fault, seen from the container of the value that the path starts at.
    package func within(_ component: FieldPath.Component) -> ModelError {
        ModelError(code, path: FieldPath([component] + path.components), at: offset, reason)
    }
}

extension ModelError {
    /// A fault of the text.
    init(_ error: JSONError) {
        self.init(
            Code(error.code),
            at: error.offset,
            "\(error.reason); send one JSON document (RFC 8259) within the limits"
        )
    }

    /// A value of the kind `found` stands where one that is `expected` belongs.
    static func wrongType(expected: StaticString, found: JSONKind) -> ModelError {
        ModelError(.wrongType, "expected \(expected), found \(found.noun): write the value as \(expected)")
    }
}

extension JSONKind {
    fileprivate var noun: StaticString {
        switch self {
        case .string: "a string"
        case .number: "a number"
        case .bool: "a truth value"
        case .null: "null"
        case .object: "an object"
        case .array: "an array"
        }
    }
}
