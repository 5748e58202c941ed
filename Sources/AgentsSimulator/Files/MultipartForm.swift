/// A form whose fields are parts of a body (RFC 7578).
///
/// The content of a part is a piece of the body that was given: nothing is copied.
struct MultipartForm: Sendable {
    /// One field of a form.
    struct Part: Sendable {
        /// The name of the field.
        let name: String
        /// The name of the file, if it is one.
        let filename: String?
        /// The MIME type, if it is given.
        let contentType: String?
        /// The content.
        let content: ArraySlice<UInt8>

        /// The content as text; what is no UTF-8 is replaced.
        var text: String { String(decoding: content.prefix(MultipartForm.maximumText), as: UTF8.self) }
    }

    private let parts: [Part]

    private static let maximumParts = 32
    private static let maximumHead = 4096
    private static let maximumText = 4096

    /// The first part of a name.
    func part(_ name: String) -> Part? { parts.first { $0.name == name } }

    /// The boundary that a field `Content-Type` gives; nothing if it is not about a form.
    ///
    /// - Parameter contentType: The field.
    /// - Returns: The boundary.
    /// - Throws: ``Rejection`` if it is about a form, but has no boundary that can be.
    static func boundary(of contentType: String?) throws(Rejection) -> [UInt8]? {
        guard let contentType, contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
        let boundary = parameter("boundary", of: contentType) ?? ""
        guard (1...70).contains(boundary.utf8.count) else { throw malformed }
        return Array(boundary.utf8)
    }

    /// Reads a form.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - boundary: What stands between its parts.
    /// - Throws: ``Rejection`` if it is none.
    init(_ body: [UInt8], boundary: [UInt8]) throws(Rejection) {
        let delimiter = Array("--".utf8) + boundary
        guard body.starts(with: delimiter) else { throw Self.malformed }
        var parts: [Part] = []
        var start = delimiter.count
        while !body[start...].starts(with: "--".utf8) {
            guard parts.count < Self.maximumParts, body[start...].starts(with: "\r\n".utf8),
                let end = Self.firstIndex(of: Array("\r\n".utf8) + delimiter, in: body[start...])
            else { throw Self.malformed }
            // An empty head has its end in the line break that ends the delimiter.
            parts.append(try Self.part(body[(start + 2)..<max(end, start + 2)]))
            start = end + 2 + delimiter.count
        }
        self.parts = parts
    }

    private static let malformed = Rejection(422, "Invalid multipart/form-data")

    private static func part(_ bytes: ArraySlice<UInt8>) throws(Rejection) -> Part {
        let window = bytes.prefix(maximumHead)
        guard let end = firstIndex(of: Array("\r\n\r\n".utf8), in: window),
            let head = String(validating: bytes[bytes.startIndex..<end], as: UTF8.self)
        else { throw malformed }
        var disposition: String?
        var contentType: String?
        for line in head.split(separator: "\r\n") {
            let field = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard field.count == 2 else { throw malformed }
            let value = String(field[1].drop { $0 == " " })
            switch field[0].lowercased() {
            case "content-disposition": disposition = value
            case "content-type": contentType = value
            default: break
            }
        }
        guard let disposition, let name = parameter("name", of: disposition) else { throw malformed }
        return Part(
            name: name, filename: parameter("filename", of: disposition), contentType: contentType,
            content: bytes[(end + 4)...])
    }

    /// The value of a parameter of a field, quoted or not.
    private static func parameter(_ name: String, of field: String) -> String? {
        var rest = field.utf8[...]
        while let semicolon = rest.firstIndex(of: UInt8(ascii: ";")) {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == UInt8(ascii: " ") }
            guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let found = String(Substring(rest[..<equals])).lowercased()
            rest = rest[rest.index(after: equals)...]
            let value: Substring.UTF8View
            if rest.first == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                guard let quote = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
                value = rest[..<quote]
                rest = rest[quote...]
            } else {
                value = rest.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
            }
            if found == name { return String(Substring(value)) }
        }
        return nil
    }

    private static func firstIndex(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = pattern.first, bytes.count >= pattern.count else { return nil }
        let last = bytes.endIndex - pattern.count
        var index = bytes.startIndex
        while index <= last {
            guard let next = bytes[index...last].firstIndex(of: first) else { return nil }
            if bytes[next..<(next + pattern.count)].elementsEqual(pattern) { return next }
            index = next + 1
        }
        return nil
    }
}
