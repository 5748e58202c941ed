// Looking at raw JSON values.

extension RequestOracle {
    func text(_ value: Value?) -> String? {
        if case .text(let text) = value { text } else { nil }
    }

    func number(_ value: Value?) -> Double? {
        if case .number(let number) = value { number } else { nil }
    }

    func list(_ value: Value?) -> [Value]? {
        if case .list(let list) = value { list } else { nil }
    }

    /// The members of an object; none of anything else.
    func object(_ value: Value?) -> [String: Value] {
        if case .object(let members) = value { members } else { [:] }
    }

    func reference(_ value: Value?) -> [String: Value]? {
        if case .object(let members) = value { members } else { nil }
    }

    // Whether a member is absent, null, or of a kind.

    func isText(_ value: Value?, upTo length: Int = .max) -> Bool {
        isNothing(value) || (text(value).map { $0.unicodeScalars.count <= length } ?? false)
    }

    func isWord(_ value: Value?, _ words: [String]) -> Bool {
        isNothing(value) || (text(value).map(words.contains) ?? false)
    }

    func isFlag(_ value: Value?) -> Bool {
        if case .bool = value { true } else { isNothing(value) }
    }

    func isNumber(_ value: Value?, from low: Double, to high: Double) -> Bool {
        isNothing(value) || (number(value).map { (low...high).contains($0) } ?? false)
    }

    func isInteger(_ value: Value?) -> Bool {
        number(value).map { $0 == $0.rounded() } ?? false
    }

    func isList(_ value: Value?, _ isElement: (Value?) -> Bool) -> Bool {
        isNothing(value) || (list(value).map { $0.allSatisfy { $0 != .null && isElement($0) } } ?? false)
    }

    func isObject(_ value: Value?, _ isValid: ([String: Value]) -> Bool) -> Bool {
        if case .object(let members) = value { isValid(members) } else { isNothing(value) }
    }

    func isReference(_ value: Value?) -> Bool {
        isObject(value) { members in
            ["url", "data", "media_type", "generation_id", "file_id"].allSatisfy { isText(members[$0]) }
        }
    }

    private func isNothing(_ value: Value?) -> Bool {
        value == nil || value == .null
    }
}
