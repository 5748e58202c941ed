package import AgentsCore

extension JSONRecord {
    /// A value as compact JSON, if it is one scalar.
    package func scalar(_ ref: JSONRef) -> String? {
        guard ref.isPresent else { return nil }
        switch kind(ref) {
        case .object, .array: return nil
        case .string, .number, .bool, .null: return json(ref)
        }
    }

    /// The members of an object or the elements of an array, each with its place.
    package func children(of parent: RequestMember) -> [RequestMember] {
        let isArray = has(parent.ref, .array)
        guard isArray || has(parent.ref, .object) else { return [] }
        var children: [RequestMember] = []
        var ref = first(in: parent.ref)
        while ref.isPresent {
            let step: FieldPath.Component = isArray ? .index(children.count) : .key(key(ref))
            children.append(RequestMember(ref: ref, path: parent.path.appending(step)))
            ref = next(after: ref, in: parent.ref)
        }
        return children
    }

    /// Whether a member is there and not `null`.
    package func isGiven(_ ref: JSONRef) -> Bool {
        ref.isPresent && kind(ref) != .null
    }
}

// MARK: - Values as clients write them

extension JSONRecord {
    /// A string, or a whole number in its shortest form: `9`, `9.0` and `"9"` are one word.
    package func word(_ ref: JSONRef) -> String {
        if let text = string(ref) { return text }
        guard has(ref, .number) else { return "" }
        let lexeme = json(ref)
        return Double(lexeme).flatMap { Int(exactly: $0) }.map { String($0) } ?? lexeme
    }

    /// A truth value, in any of the forms in which clients write one.
    package func flag(_ ref: JSONRef) -> Bool? {
        guard ref.isPresent else { return nil }
        if let flag = bool(ref) { return flag }
        switch word(ref).lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default: return nil
        }
    }
}

extension String {
    /// The text as a JSON string.
    package var quotedJSON: String {
        var output = ByteBuffer(capacity: utf8.count + 2)
        output.appendJSON(self)
        return output.text(0..<output.count)
    }
}
