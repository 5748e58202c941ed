/// Where to put the bytes of a file, without the API's own credentials.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `PresignedUpload`.
public struct PresignedUpload: Sendable, Hashable {
    /// The address.
    public var url: Member<String>
    /// The method: always `PUT`.
    public var method: Member<String>
    /// Until when the address can be used, as RFC 3339 text.
    public var expiresAt: Member<String>
    /// The header fields that must go with the bytes.
    public var headers: Member<[Header]>
    /// Members that this type does not know; one with a key that it does know is not written.
    public var unknown: [UnknownMember] = []

    /// A header field.
    public struct Header: Sendable, Hashable {
        /// The name.
        public var name: String
        /// The value.
        public var value: String

        /// Creates a field.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Creates an upload; members that are not given are absent.
    public init(
        url: Member<String> = .absent,
        method: Member<String> = .absent,
        expiresAt: Member<String> = .absent,
        headers: Member<[Header]> = .absent
    ) {
        self.url = url
        self.method = method
        self.expiresAt = expiresAt
        self.headers = headers
    }
}

extension PresignedUpload: ModelObject {
    static let schema = ModelSchema(
        Self(),
        unknown: \.unknown,
        [
            ModelField("url", \.url, .text),
            ModelField("method", \.method, .text),
            ModelField("expires_at", \.expiresAt, .text),
            ModelField("headers", \.headers, .headers),
        ]
    )
}

extension ModelCoding where Value == [PresignedUpload.Header] {
    /// An object whose members are header fields, in their order.
    fileprivate static var headers: Self {
        Self { (record: borrowing JSONRecord, ref: JSONRef) throws(ModelError) -> Value in
            try record.expect(.object, "an object", at: ref)
            var headers: Value = []
            var member = record.first(in: ref)
            while member.isPresent {
                let name = record.key(member)
                do throws(ModelError) {
                    headers.append(.init(name, try ModelCoding<String>.text.read(record, member)))
                } catch {
                    throw error.within(.key(name))
                }
                member = record.next(after: member, in: ref)
            }
            return headers
        } write: { headers, output in
            output.append(UInt8(ascii: "{"))
            for (index, header) in headers.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                output.appendJSON(header.name)
                output.append(UInt8(ascii: ":"))
                output.appendJSON(header.value)
            }
            output.append(UInt8(ascii: "}"))
        }
    }
}
