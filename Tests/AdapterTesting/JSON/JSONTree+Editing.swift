extension JSONTree {
    /// What a container holds; elements of an array have the empty key, which means nothing there.
    package var children: [Member] {
        get {
            switch self {
            case .object(let members): members
            case .array(let elements): elements.map { Member("", $0) }
            case .literal, .string: []
            }
        }
        set {
            switch self {
            case .object: self = .object(newValue)
            case .array: self = .array(newValue.map(\.value))
            case .literal, .string: break
            }
        }
    }

    /// Changes what the container at a path of indices holds; nothing happens if there is none.
    package mutating func edit(_ path: some Collection<Int>, _ change: (inout [Member]) -> Void) {
        var members = children
        if let index = path.first {
            guard members.indices.contains(index) else { return }
            members[index].value.edit(path.dropFirst(), change)
        } else {
            change(&members)
        }
        children = members
    }

    /// A copy in which a member has another value, or is there in the first place.
    package func with(_ key: String, _ value: JSONTree) -> JSONTree {
        var members = children
        if let index = members.firstIndex(where: { $0.key.text == key }) {
            members[index].value = value
        } else {
            members.append(Member(JSONSpelling(key), value))
        }
        var copy = self
        copy.children = members
        return copy
    }

    /// A copy without a member.
    package func without(_ key: String) -> JSONTree {
        var copy = self
        copy.children = children.filter { $0.key.text != key }
        return copy
    }
}
