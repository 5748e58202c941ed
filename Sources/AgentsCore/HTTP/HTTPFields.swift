/// The header fields of a request or response, in the order in which they were added.
///
/// Names are compared without regard to case and kept as they were given.
public struct HTTPFields: Sendable, Equatable {
    /// One field.
    public struct Field: Sendable, Equatable {
        /// The name as it was given.
        public let name: String
        /// The value without surrounding white space.
        public let value: String

        /// Creates a field.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    private var fields: [Field] = []

    /// Creates an empty list.
    public init() {}

    /// The value of the first field of a name; setting replaces every field of that name, or removes them.
    public subscript(_ name: String) -> String? {
        get { fields.first { $0.name.equalsIgnoringCase(name) }?.value }
        set {
            fields.removeAll { $0.name.equalsIgnoringCase(name) }
            if let newValue { fields.append(Field(name, newValue)) }
        }
    }

    /// Adds a field behind those of the same name.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name, value))
    }
}

extension HTTPFields: Sequence {
    /// Walks the fields in their order.
    public func makeIterator() -> IndexingIterator<[Field]> {
        fields.makeIterator()
    }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
    /// Creates fields from name and value pairs.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field($0, $1) }
    }
}

extension String {
    /// Whether two texts are the same but for the case of ASCII letters.
    package func equalsIgnoringCase(_ other: String) -> Bool {
        let (own, others) = (utf8, other.utf8)
        guard own.count == others.count else { return false }
        return zip(own, others).allSatisfy { $0 == $1 || ($0 ^ $1 == 0x20 && ($0 | 0x20).isLowercaseLetter) }
    }
}

extension UInt8 {
    fileprivate var isLowercaseLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self }
}
