/// A member that a type has no property for, kept as it was written.
///
/// The Agents API grows by new optional members (`video.guide_frame` and `layer.bounds` came that way). A request
/// carries what it does not know to the service, as the official clients do.
public struct UnknownMember: Sendable, Hashable {
    /// The key as it is written between its quotes, escapes included.
    public let key: String
    /// The value as compact JSON, with the escapes and digits it was written with.
    public let json: String

    /// Creates a member that is called `name` and has the value that `json` is the text of.
    ///
    /// - Throws: ``ModelError`` if `json` is not one JSON document.
    public init(_ name: String, json: some Sequence<UInt8>) throws(ModelError) {
        var record = JSONRecord()
        do throws(JSONError) {
            try record.load(json)
        } catch {
            throw ModelError(error).within(.key(name))
        }
        var quoted = ByteBuffer(capacity: name.utf8.count + 2)
        quoted.appendJSON(name)
        key = quoted.text(1..<(quoted.count - 1))
        self.json = record.json(.root)
    }

    /// Creates the member at a place of a document.
    init(_ record: borrowing JSONRecord, _ ref: JSONRef) {
        let node = record.node(ref)
        let start = Int(node.key)
        key = record.source.text((start + 1)..<(start + record.keyLength(node) - 1))
        json = record.json(ref)
    }

    /// The key without escapes.
    public var name: String {
        guard key.utf8.contains(UInt8(ascii: "\\")) else { return key }
        var quoted = ByteBuffer(capacity: key.utf8.count + 2)
        quoted.append(UInt8(ascii: "\""))
        quoted.append(contentsOf: key.utf8)
        quoted.append(UInt8(ascii: "\""))
        return JSONText.decoded(quoted, 0..<quoted.count, escaped: true)
    }

    /// Appends key, colon and value.
    func write(to output: inout ByteBuffer) {
        output.append(UInt8(ascii: "\""))
        output.append(contentsOf: key.utf8)
        output.append(UInt8(ascii: "\""))
        output.append(UInt8(ascii: ":"))
        output.append(contentsOf: json.utf8)
    }
}
