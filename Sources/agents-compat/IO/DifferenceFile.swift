import Adapters
import AgentsCore

/// Where differences go: one JSON object a line.
struct DifferenceFile: ~Copyable {
    /// What is different about a record.
    enum Kind: String {
        case changed, removed, added, moved
    }

    private static let block = 256 << 10

    /// Nothing if differences are only counted.
    private var file: OutputFile?
    /// The files of each history, by their places.
    private let files: [[String]]
    private var lines = ByteBuffer(capacity: 4096)

    init(_ file: consuming OutputFile?, _ files: [[String]]) {
        self.file = consume file
        self.files = files
    }

    /// Writes a difference.
    ///
    /// - Parameters:
    ///   - kind: What is different.
    ///   - id: Of which record.
    ///   - path: Of which of its members; nothing for the record itself.
    ///   - from: The value before as JSON, if there is one.
    ///   - to: The value after as JSON, if there is one.
    ///   - left: Where the record stands in the first history, if it does.
    ///   - right: Where it stands in the second one, if it does.
    /// - Throws: ``IOFailure`` if the file cannot be written.
    mutating func write(
        _ kind: Kind, _ id: String, path: FieldPath? = nil, from: String? = nil, to: String? = nil,
        _ left: RecordPlace?, _ right: RecordPlace?
    ) throws(IOFailure) {
        if file == nil { return }
        lines.append("{\"id\":")
        lines.appendJSON(id)
        lines.append(",\"kind\":")
        lines.appendJSON(kind.rawValue)
        if let path {
            lines.append(",\"path\":")
            lines.appendJSON("\(path)")
        }
        if let from { lines.append(contentsOf: ",\"from\":\(from)".utf8) }
        if let to { lines.append(contentsOf: ",\"to\":\(to)".utf8) }
        if let left { write(left, "a", files[0]) }
        if let right { write(right, "b", files[1]) }
        lines.append("}\n")
        if lines.count >= Self.block { try file?.write(&lines) }
    }

    private mutating func write(_ place: RecordPlace, _ side: StaticString, _ files: [String]) {
        lines.append(",\"")
        lines.append(side)
        lines.append("\":{\"file\":")
        lines.appendJSON(files[place.file])
        lines.append(",\"line\":")
        lines.append(decimal: place.line)
        lines.append(",\"byte\":")
        lines.append(decimal: place.byte)
        lines.append("}")
    }

    /// Writes the rest, and gives the file its name.
    mutating func finish() throws(IOFailure) {
        try file?.write(&lines)
        try file?.finish()
    }
}
