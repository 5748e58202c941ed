import AgentsCore

extension JSONTree {
    /// A place in a document, by the keys on the way to it.
    struct Path: Sendable {
        /// The keys with dots between them, whatever they hold.
        let plain: String
        /// The same with quotes where a key needs them.
        let quoted: FieldPath

        init(_ key: JSONSpelling) {
            plain = key.text
            quoted = FieldPath([.key(key.text)])
        }

        private init(plain: String, quoted: FieldPath) {
            self.plain = plain
            self.quoted = quoted
        }

        func appending(_ key: JSONSpelling) -> Path {
            Path(plain: "\(plain).\(key.text)", quoted: quoted.appending(.key(key.text)))
        }

        func appending(_ index: Int) -> Path {
            Path(plain: "\(plain)[\(index)]", quoted: quoted.appending(.index(index)))
        }

        /// Whether a text is one of the ways to write the path.
        func isSpelled(_ text: String) -> Bool {
            text.utf8.elementsEqual(plain.utf8) || text.utf8.elementsEqual(quoted.description.utf8)
        }

        /// Whether it is an element of the list `output`.
        var isOutput: Bool {
            plain.hasPrefix("output[") && plain.firstIndex(of: "]") == plain.index(before: plain.endIndex)
        }
    }

    /// Everything in a document by its path, in both ways to write it.
    var paths: Set<String> {
        var result: Set<String> = []
        for member in members ?? [] { member.value.collect(Path(member.key), &result) }
        return result
    }

    private func collect(_ path: Path, _ result: inout Set<String>) {
        result.insert(path.plain)
        result.insert(path.quoted.description)
        for (index, child) in children.enumerated() {
            child.value.collect(elements == nil ? path.appending(child.key) : path.appending(index), &result)
        }
    }
}
