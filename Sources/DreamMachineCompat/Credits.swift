public import AgentsCore

extension DreamMachine {
    /// The answer of `GET /credits`: what is left to spend.
    ///
    /// Source: `lumalabs/lumaai-api` `openapi.yaml`, `Credits`; since 2024-10-08.
    public struct Credits: Sendable, Hashable {
        /// The balance in US cents, digit by digit as the service spells it.
        public var creditBalance: JSONNumber
        /// Members that this type does not know.
        public var unknown: [UnknownMember] = []

        /// Creates an answer.
        public init(creditBalance: JSONNumber) {
            self.creditBalance = creditBalance
        }

        /// Reads an answer from a document.
        ///
        /// - Throws: `ModelError` if the text is no JSON document, or `credit_balance` is no number.
        public init(json: some Sequence<UInt8>) throws(ModelError) {
            let answer = try Answer(json, "credit_balance", .number)
            guard let number = JSONNumber(lexeme: answer.json) else {
                throw ModelError(.wrongType, path: "credit_balance", "expected a number")
            }
            creditBalance = number
            unknown = answer.unknown
        }

        /// The answer as a compact document.
        public func json() -> [UInt8] {
            Answer.written("credit_balance", creditBalance.lexeme, unknown)
        }
    }

    /// The answer of `GET /ping`: a sign of life.
    ///
    /// Source: `lumalabs/lumaai-api` `openapi.yaml`, `/ping`.
    public struct Pong: Sendable, Hashable {
        /// What the service says: `pong`.
        public var message: String
        /// Members that this type does not know.
        public var unknown: [UnknownMember] = []

        /// Creates an answer.
        public init(message: String = "pong") {
            self.message = message
        }

        /// Reads an answer from a document.
        ///
        /// - Throws: `ModelError` if the text is no JSON document, or `message` is no text.
        public init(json: some Sequence<UInt8>) throws(ModelError) {
            let answer = try Answer(json, "message", .string)
            message = answer.text
            unknown = answer.unknown
        }

        /// The answer as a compact document.
        public func json() -> [UInt8] {
            var text = ByteBuffer(capacity: 64)
            text.appendJSON(message)
            return Answer.written("message", text.text(0..<text.count), unknown)
        }
    }

    /// A document of one known member.
    private struct Answer {
        let json: String
        let text: String
        var unknown: [UnknownMember] = []

        init(_ document: some Sequence<UInt8>, _ key: JSONKey, _ kind: JSONKind) throws(ModelError) {
            var record = JSONRecord()
            do throws(JSONError) {
                try record.load(document)
            } catch {
                throw ModelError(.notJSON, at: error.offset, "\(error.reason); send one JSON document")
            }
            let value = record[key]
            guard record.has(value, kind) else {
                let code: ModelError.Code = value.isPresent ? .wrongType : .missing
                throw ModelError(code, path: [.key(key.description)], "expected a \(kind) here")
            }
            json = record.json(value)
            text = record.string(value) ?? ""
            var member = record.first(in: .root)
            while member.isPresent {
                if member != value {
                    unknown.append(try UnknownMember(record.key(member), json: record.json(member).utf8))
                }
                member = record.next(after: member, in: .root)
            }
        }

        static func written(_ key: StaticString, _ json: String, _ unknown: [UnknownMember]) -> [UInt8] {
            var output = ByteBuffer(capacity: 64)
            output.append("{\"")
            output.append(key)
            output.append("\":")
            output.append(contentsOf: json.utf8)
            for member in unknown where member.name != key.description {
                output.append(",\"")
                output.append(contentsOf: member.key.utf8)
                output.append("\":")
                output.append(contentsOf: member.json.utf8)
            }
            output.append(UInt8(ascii: "}"))
            return output.array()
        }
    }
}
