import AgentsCore

/// The fields of a request and what they say about its body.
struct RequestHead {
    /// What follows the fields.
    enum Framing: Equatable {
        /// A body of this many bytes, 0 for none; nothing if its end is told in its course.
        case body(Int?)
        /// Something that two readers could take for bodies of different lengths.
        case ambiguous
        /// More bytes or fields than allowed.
        case tooLarge
        /// What is no HTTP.
        case malformed
    }

    /// The fields.
    let fields: HTTPFields
    /// What follows them.
    let framing: Framing
    /// Whether the client waits to be told to send the body.
    let expectsContinue: Bool

    /// Reads fields.
    ///
    /// - Parameters:
    ///   - fields: The fields as they arrived.
    ///   - isHTTP10: Whether the request is of version 1.0, which knows no bodies in chunks.
    init(_ fields: HTTPFields, isHTTP10: Bool) {
        self.fields = fields
        var lengths: [String] = []
        var encodings: [String] = []
        var expectsContinue = false
        var isWellFormed = true
        for field in fields {
            isWellFormed = isWellFormed && FieldSyntax.isToken(field.name)
            // Lengths tell these names from almost all others.
            switch field.name.utf8.count {
            case 14 where field.name.equalsIgnoringCase("Content-Length"): lengths.append(field.value)
            case 17 where field.name.equalsIgnoringCase("Transfer-Encoding"): encodings.append(field.value)
            case 6 where field.name.equalsIgnoringCase("Expect"):
                expectsContinue = field.value.equalsIgnoringCase("100-continue")
            default: break
            }
        }
        self.expectsContinue = expectsContinue
        framing = isWellFormed ? Self.framing(lengths, encodings, isHTTP10: isHTTP10) : .malformed
    }

    /// A head that is refused whatever it says.
    init(refused framing: Framing) {
        fields = [:]
        self.framing = framing
        expectsContinue = false
    }

    private static func framing(_ lengths: [String], _ encodings: [String], isHTTP10: Bool) -> Framing {
        if let encoding = encodings.first {
            let isClear = encodings.count == 1 && lengths.isEmpty && !isHTTP10
            return isClear && encoding.equalsIgnoringCase("chunked") ? .body(nil) : .ambiguous
        }
        guard let length = lengths.first else { return .body(0) }
        guard lengths.count == 1, !length.isEmpty, length.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            return .ambiguous
        }
        // A number too large for an integer is too large for any limit.
        return .body(Int(length) ?? .max)
    }
}
