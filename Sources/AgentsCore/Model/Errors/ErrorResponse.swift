/// The body of every error of the Luma Agents API, and of the Dream Machine API before it: a text, or a list of faults.
///
/// Programs go by the status; the text is for people and has changed its wording.
///
/// Source: Luma Agents API, Error handling; Dream Machine API, `openapi.yaml` `Error`, and its answers with status 422.
public struct ErrorResponse: Sendable, Hashable {
    /// What went wrong.
    public var detail: Member<Detail>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// What went wrong: one text for most errors, a list for a body of the wrong shape.
    public enum Detail: Sendable, Hashable {
        /// A text for people; the Dream Machine API repeats the status in it: `400: Prompt is required`.
        case text(String)
        /// Faults of the body, each with its place.
        case faults([Fault])
    }

    /// Creates a body.
    public init(_ detail: Member<Detail> = .absent) {
        self.detail = detail
    }

    /// Reads a body from a document.
    ///
    /// - Throws: ``ModelError`` if the text is no JSON document, or a member is of the wrong kind.
    public init(json: some Sequence<UInt8>) throws(ModelError) {
        self = try Self.read(json: json)
    }

    /// The body as a compact document.
    public func json() -> [UInt8] {
        written()
    }
}

extension ErrorResponse: ModelObject {
    static let schema = ModelSchema(Self(), unknown: \.unknown, [ModelField("detail", \.detail, .detail)])
}

extension ModelCoding where Value == ErrorResponse.Detail {
    /// A text, or a list of faults.
    fileprivate static var detail: Self {
        Self { (record: borrowing JSONRecord, ref: JSONRef) throws(ModelError) -> Value in
            switch record.kind(ref) {
            case .string: .text(try ModelCoding<String>.text.read(record, ref))
            default: .faults(try ModelCoding<[ErrorResponse.Fault]>.list(of: .object).read(record, ref))
            }
        } write: { detail, output in
            switch detail {
            case .text(let text): output.appendJSON(text)
            case .faults(let faults): ModelCoding<[ErrorResponse.Fault]>.list(of: .object).write(faults, &output)
            }
        }
    }
}
