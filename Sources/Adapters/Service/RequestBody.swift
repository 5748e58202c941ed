package import AgentsCore

/// The members of a request's body that say how it is to be treated, as opposed to what is to be made.
///
/// `null` stands for a member that is absent: clients send it for what their caller left out.
package struct RequestBody: ~Copyable {
    private var record = JSONRecord(limits: RequestShape.limits)

    /// Reads a body.
    ///
    /// - Parameter json: The body.
    /// - Throws: ``Failure`` with ``Failure/Code-swift.struct/malformed`` if it is no JSON object.
    package init(_ json: some Sequence<UInt8>) throws(Failure) {
        do throws(JSONError) {
            try record.load(json)
        } catch {
            throw Failure(error)
        }
        guard record.kind(.root) == .object else {
            throw Failure(.malformed, "the body is no JSON object; send one", byteOffset: 0)
        }
    }

    /// Whether a member is there and not `null`.
    package func has(_ key: JSONKey) -> Bool {
        given(key).isPresent
    }

    /// The text of a member, nothing if it is absent.
    ///
    /// - Parameter key: The member.
    /// - Returns: The text.
    /// - Throws: ``Failure`` if it is something else.
    package func text(_ key: JSONKey) throws(Failure) -> String? {
        let member = given(key)
        guard member.isPresent else { return nil }
        guard let text = record.string(member) else { throw wrongType(key, "a string") }
        return text
    }

    /// The truth value of a member, nothing if it is absent.
    ///
    /// - Parameter key: The member.
    /// - Returns: The truth value.
    /// - Throws: ``Failure`` if it is something else.
    package func flag(_ key: JSONKey) throws(Failure) -> Bool? {
        let member = given(key)
        guard member.isPresent else { return nil }
        guard let flag = record.bool(member) else { throw wrongType(key, "true or false") }
        return flag
    }

    /// The number of a member, nothing if it is absent; one that is too large for any number is infinite.
    ///
    /// - Parameter key: The member.
    /// - Returns: The number.
    /// - Throws: ``Failure`` if it is something else.
    package func number(_ key: JSONKey) throws(Failure) -> Double? {
        let member = given(key)
        guard member.isPresent else { return nil }
        guard record.has(member, .number), let number = Double(record.json(member)) else {
            throw wrongType(key, "a number")
        }
        return number
    }

    /// The texts of a member that is a list, nothing if it is absent.
    ///
    /// - Parameters:
    ///   - key: The member.
    ///   - limit: The most texts that are accepted.
    /// - Returns: The texts.
    /// - Throws: ``Failure`` if it is something else, or longer.
    package func texts(_ key: JSONKey, limit: Int) throws(Failure) -> [String]? {
        let list = given(key)
        guard list.isPresent else { return nil }
        guard record.has(list, .array) else { throw wrongType(key, "a list of strings") }
        var texts: [String] = []
        var item = record.first(in: list)
        while item.isPresent {
            guard texts.count < limit else {
                throw Failure(
                    .badRequest, "\(key) may hold up to \(limit) values; ask for the others with another call",
                    path: [.key(key.description)])
            }
            guard let text = record.string(item) else { throw wrongType(key, "a list of strings") }
            texts.append(text)
            item = record.next(after: item, in: list)
        }
        return texts
    }

    private func given(_ key: JSONKey) -> JSONRef {
        let member = record[key]
        return member.isPresent && record.kind(member) != .null ? member : .absent
    }

    private func wrongType(_ key: JSONKey, _ expected: StaticString) -> Failure {
        Failure(.badRequest, "\(key) must be \(expected)", path: [.key(key.description)])
    }
}
