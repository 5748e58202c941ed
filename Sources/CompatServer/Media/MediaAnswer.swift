import AgentsCore
import HTTPTransport

/// An answer of the media service, whose body may be a part of a file.
struct MediaAnswer: Sendable {
    /// Status and fields.
    var response: HTTPResponse
    /// What takes the place of the response's body.
    var part: (file: HTTPFile, range: Range<Int>)?

    /// An answer without a file.
    init(_ response: HTTPResponse) {
        self.response = response
    }

    /// A copy, or the part of it that a request asks for (RFC 9110, sections 13 and 14).
    ///
    /// - Parameters:
    ///   - copy: The copy.
    ///   - request: The request, of method GET or HEAD.
    init(_ copy: MediaFolder.Copy, to request: HTTPRequest) {
        let tag = Self.tag(copy.checksum)
        var fields = Self.fields(tag)
        fields["Accept-Ranges"] = "bytes"
        if let known = request.fields["If-None-Match"], Self.names(known, tag) {
            response = HTTPResponse(304, fields: fields)
            return
        }
        fields["Content-Type"] = copy.mediaType
        let count = copy.file.count
        // A part of another version would not fit what the client has.
        let isSame = request.fields["If-Range"].map { $0 == tag } ?? true
        switch ByteRange(isSame ? request.fields["Range"] : nil, of: count) {
        case .whole:
            response = HTTPResponse(200, fields: fields)
            part = (copy.file, 0..<count)
        case .part(let range):
            fields["Content-Range"] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(count)"
            response = HTTPResponse(206, fields: fields)
            part = (copy.file, range)
        case .unsatisfiable:
            fields["Content-Type"] = nil
            fields["Content-Range"] = "bytes */\(count)"
            response = HTTPResponse(416, fields: fields)
        }
    }

    /// A small file as a whole, or that it is still the one that the client has.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - mediaType: Its media type.
    ///   - request: The request, of method GET or HEAD.
    /// - Returns: The answer.
    static func whole(_ bytes: [UInt8], _ mediaType: String, to request: HTTPRequest) -> HTTPResponse {
        let tag = tag(Sodium.checksum(of: bytes))
        if let known = request.fields["If-None-Match"], names(known, tag) {
            return HTTPResponse(304, fields: fields(tag))
        }
        var response = HTTPResponse(200, fields: fields(tag), body: bytes)
        response.fields["Content-Type"] = mediaType
        return response
    }

    private static func tag(_ checksum: String) -> String {
        "\"\(checksum.prefix(32))\""
    }

    /// What every answer with a file has.
    private static func fields(_ tag: String) -> HTTPFields {
        ["ETag": tag, "Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"]
    }

    /// Whether a list of tags has one, or any.
    private static func names(_ list: String, _ tag: String) -> Bool {
        list.split(separator: ",").contains { entry in
            let name = entry.filter { $0 != " " }
            return name == "*" || name == tag || name == "W/" + tag
        }
    }
}
