package import AgentsCore

/// An operation of a legacy API that creates something, as it is explained.
package struct ExplainedOperation: Sendable {
    /// How its requests are translated.
    package let shape: RequestShape
    /// The path of its call, with parameters in braces.
    package let path: String

    /// Creates an operation.
    package init(_ shape: RequestShape, path: String) {
        self.shape = shape
        self.path = path
    }

    /// The name within its dialect, as in `video`.
    package var name: String { shape.operation }
}

/// A legacy API, as it is explained.
package struct ExplainedDialect: Sendable {
    /// The dialect.
    package let dialect: Dialect
    /// Its operations.
    package let operations: [ExplainedOperation]
    /// Where its records say of which operation they are.
    package let echoes: EchoTags
    /// The API as the server offers it under a policy.
    package let service: @Sendable (TranslationPolicy) -> any DialectService

    /// Creates a dialect.
    ///
    /// - Parameters:
    ///   - dialect: The dialect.
    ///   - operations: Its operations.
    ///   - echoes: Where its records say of which operation they are.
    ///   - service: The API as the server offers it under a policy.
    package init(
        _ dialect: Dialect, operations: [ExplainedOperation], echoes: EchoTags,
        service: @escaping @Sendable (TranslationPolicy) -> any DialectService
    ) {
        self.dialect = dialect
        self.operations = operations
        self.echoes = echoes
        self.service = service
    }
}

/// Where the records of a dialect keep the request that made them, and where they say of which operation it is.
package struct EchoTags: Sendable {
    /// The member of a record that repeats its request.
    let member: JSONKey
    /// Members of that request that name the operation; the first that is there counts.
    let inRequest: [JSONKey]
    /// Members of the record that do, where the request has none.
    let inRecord: [JSONKey]
    /// The name of the operation by the word of a tag.
    package let operations: [String: String]
    /// The name of the operation of a record without any tag.
    let standard: String

    /// Creates a description.
    ///
    /// - Parameters:
    ///   - member: The member of a record that repeats its request.
    ///   - inRequest: Members of that request that name the operation; the first that is there counts.
    ///   - inRecord: Members of the record that do, where the request has none.
    ///   - operations: The name of the operation by the word of a tag.
    ///   - standard: The name of the operation of a record without any tag.
    package init(
        _ member: JSONKey, inRequest: [JSONKey], inRecord: [JSONKey], operations: [String: String],
        otherwise standard: String
    ) {
        self.member = member
        self.inRequest = inRequest
        self.inRecord = inRecord
        self.operations = operations
        self.standard = standard
    }
}
