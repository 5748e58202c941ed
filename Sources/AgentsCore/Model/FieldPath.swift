/// The place of a value in a document, such as `image_ref[2].weight`.
///
/// ```swift
/// let path: FieldPath = "image_ref[2].weight"
/// let same = FieldPath.root.appending("image_ref").appending(2).appending("weight")
/// ```
///
/// Keys that would make the text ambiguous are shown in brackets and quotes, with the escapes of a JSON string: empty
/// ones, and those with a dot, an opening bracket or a control character. So every path can be read back from its text.
public struct FieldPath: Sendable, Hashable {
    /// One step into a document.
    public enum Component: Sendable, Hashable {
        /// Into the member of an object, by its key.
        case key(String)
        /// Into the element of an array, counted from 0.
        case index(Int)
    }

    /// The steps from the document to the value.
    public var components: [Component]

    /// Creates the path of `components`.
    public init(_ components: [Component] = []) {
        self.components = components
    }

    /// The document itself, written as no text at all.
    public static let root = FieldPath()

    /// Whether the path is that of the document itself.
    public var isRoot: Bool { components.isEmpty }

    /// The path of a member or element of the value.
    public func appending(_ component: Component) -> FieldPath {
        FieldPath(components + [component])
    }

    /// The path that leads on from the value by another one.
    public func appending(contentsOf path: FieldPath) -> FieldPath {
        FieldPath(components + path.components)
    }
}

extension FieldPath: CustomStringConvertible {
    /// The path as text; empty for the document itself.
    public var description: String {
        var text = ByteBuffer(capacity: 64)
        for component in components {
            switch component {
            case .key(let key) where Self.isPlain(key.utf8):
                if text.count > 0 { text.append(UInt8(ascii: ".")) }
                text.append(contentsOf: key.utf8)
            case .key(let key):
                text.append(UInt8(ascii: "["))
                text.appendJSON(key)
                text.append(UInt8(ascii: "]"))
            case .index(let index):
                text.append(contentsOf: "[\(index)]".utf8)
            }
        }
        return text.text(0..<text.count)
    }

    /// Whether a key needs no quotes.
    ///
    /// It looks at bytes, because a dot and an accent that follows it are one `Character`.
    static func isPlain(_ key: some Collection<UInt8>) -> Bool {
        !key.isEmpty
            && key.allSatisfy { byte in
                byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: ".") && byte != UInt8(ascii: "[")
            }
    }
}

// MARK: - Literals

extension FieldPath: ExpressibleByStringLiteral {
    /// Creates a path from its text, which must be well-formed; use ``init(_:)-(String)`` for text that may not be.
    public init(stringLiteral text: String) {
        guard let path = FieldPath(text) else { preconditionFailure("not a field path: \(text)") }
        self = path
    }
}

extension FieldPath: ExpressibleByArrayLiteral {
    /// Creates a path from its components: strings are keys, whatever they hold, and integers are indexes.
    public init(arrayLiteral components: Component...) {
        self.init(components)
    }
}

extension FieldPath.Component: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// Creates a step into the member of an object.
    public init(stringLiteral key: String) {
        self = .key(key)
    }

    /// Creates a step into the element of an array.
    public init(integerLiteral index: Int) {
        self = .index(index)
    }
}
