package import AgentsCore

/// How a value differs from its form: a word for programs and a sentence for people.
///
/// Words and sentences are those that the validation library of the Dream Machine service gives (pydantic 2), which
/// its clients may know.
package struct ShapeFault: Sendable, Equatable {
    /// The word, as in `string_type`.
    package let type: String
    let message: String

    static let string = Self(type: "string_type", message: "Input should be a valid string")
    static let number = Self(type: "float_type", message: "Input should be a valid number")
    static let flag = Self(type: "bool_type", message: "Input should be a valid boolean")
    static let list = Self(type: "list_type", message: "Input should be a valid list")
    static let object = Self(
        type: "model_attributes_type", message: "Input should be a valid dictionary or object to extract fields from")
    static let missing = Self(type: "missing", message: "Field required")

    static let integer = Self(
        type: "int_parsing", message: "Input should be a valid integer, unable to parse string as an integer")
    static let scheme = Self(type: "url_scheme", message: "URL scheme should be 'http' or 'https'")
    static let url = Self(type: "url_parsing", message: "Input should be a valid URL")
    static let noNUL = Self(type: "string_pattern_mismatch", message: "String should have no NUL characters")

    static func atLeast(_ least: Int) -> Self {
        Self(type: "greater_than_equal", message: "Input should be greater than or equal to \(least)")
    }

    static func tooLong(_ most: Int) -> Self {
        Self(type: "too_long", message: "List should have at most \(most) items")
    }

    static func noTag(_ tag: JSONKey) -> Self {
        Self(type: "union_tag_not_found", message: "Unable to extract tag using discriminator '\(tag)'")
    }

    static func unknownTag(_ tag: JSONKey, _ words: [JSONKey]) -> Self {
        let expected = words.map { "'\($0)'" }.joined(separator: ", ")
        return Self(type: "union_tag_invalid", message: "Input tag '\(tag)' does not match any of: \(expected)")
    }
}

extension Failure {
    /// The failure of a body that is no JSON document, or that is too much of one.
    package init(_ error: JSONError) {
        let code: Code = error.code == .tooLarge ? .tooLarge : .malformed
        self.init(code, error.reason, path: .root, byteOffset: error.offset)
        fault = "json_invalid"
    }

    /// The failure of a value that does not have its form.
    static func malformed(
        _ fault: ShapeFault, _ record: borrowing JSONRecord, _ member: RequestMember
    ) -> Failure {
        var failure = Failure(
            .malformed, fault.message, path: member.path, byteOffset: Int(record.node(member.ref).start))
        failure.fault = fault.type
        failure.input = String(record.json(member.ref).prefix(inputLimit))
        return failure
    }

    /// The failure of a parameter of the query that does not have its form.
    static func malformed(_ fault: ShapeFault, parameter name: String, _ value: String) -> Failure {
        var failure = Failure(.malformed, fault.message, path: FieldPath([.key(name)]))
        failure.isInQuery = true
        failure.fault = fault.type
        failure.input = String(value.prefix(inputLimit))
        return failure
    }

    /// Characters of a wrong value that go back to the caller.
    private static let inputLimit = 200
}
