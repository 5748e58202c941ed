extension ErrorResponse {
    /// One fault of a body of the wrong shape, as the validation library of the services lists them (pydantic 2).
    ///
    /// Source: the schema of `vercel/ai` for the Dream Machine API's answers, `packages/luma`. The members `input` and `ctx`,
    /// which hold values of any kind, are among the unknown ones.
    public struct Fault: Sendable, Hashable {
        /// The word for the fault, as in `missing` or `string_type`.
        public var type: Member<String>
        /// Where it is: keys and indices, the first of which says where the body came from.
        public var location: Member<[FieldPath.Component]>
        /// What is wrong, for people.
        public var message: Member<String>
        /// Members that this type does not know; one with a key that it does know is not written.
        public var unknown: [UnknownMember] = []

        /// Creates a fault; members that are not given are absent.
        public init(
            type: Member<String> = .absent, location: Member<[FieldPath.Component]> = .absent,
            message: Member<String> = .absent
        ) {
            self.type = type
            self.location = location
            self.message = message
        }
    }
}

extension ErrorResponse.Fault: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("type", \.type, .text),
            ModelField("loc", \.location, .list(of: .component)),
            ModelField("msg", \.message, .text),
        ]
    )
}

extension ModelCoding where Value == FieldPath.Component {
    /// A key as text, or an index as a number.
    fileprivate static var component: Self {
        Self { (record: borrowing JSONRecord, ref: JSONRef) throws(ModelError) -> Value in
            if record.has(ref, .string) { return .key(try ModelCoding<String>.text.read(record, ref)) }
            let index = try ModelCoding<Int>.integer.read(record, ref)
            if index < 0 { throw ModelError(.badValue, "no index: write a key as text, or a number from 0 on") }
            return .index(index)
        } write: { component, output in
            switch component {
            case .key(let key): output.appendJSON(key)
            case .index(let index): output.append(contentsOf: String(index).utf8)
            }
        }
    }
}
