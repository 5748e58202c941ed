import AgentsCore

/// The body of a call that creates a file: what is said about it, and its bytes if they come with the call.
struct FileUpload: Sendable {
    /// What is said about the file.
    let declaration: FileDeclaration
    /// Its bytes, unless they are to be put later.
    let bytes: ReceivedBytes?

    /// Reads a body, a form or a JSON document as its field `Content-Type` says.
    ///
    /// - Parameter request: The request.
    /// - Throws: ``Rejection`` if the body is neither, or does not say what it must.
    init(_ request: HTTPRequest) throws(Rejection) {
        if let boundary = try MultipartForm.boundary(of: request.fields["Content-Type"]) {
            try self.init(form: MultipartForm(request.body, boundary: boundary))
        } else {
            self.init(declaration: try FileDeclaration(try Self.decode(request.body)), bytes: nil)
        }
    }

    private static func decode(_ body: [UInt8]) throws(Rejection) -> FileCreate {
        do throws(ModelError) {
            return try FileCreate(json: body)
        } catch {
            throw Rejection(error)
        }
    }

    /// The members of a form beside `file` are those of the document; that they are so is inferred.
    private init(form: MultipartForm) throws(Rejection) {
        guard let part = form.part("file") else { throw Rejection(422, "file: field required") }
        func text(_ name: String) -> Member<String> { form.part(name).map { .value($0.text) } ?? .absent }
        let bytes = ReceivedBytes(part.content)
        guard bytes.count > 0 else { throw Rejection(422, "file: must not be empty") }
        let declaration = try FileDeclaration(
            FileCreate(
                mimeType: .value(part.contentType ?? "application/octet-stream"), sizeBytes: .value(bytes.count),
                expiresAt: text("expires_at"),
                filename: form.part("filename") == nil ? part.filename.map { .value($0) } ?? .null : text("filename"),
                purpose: text("purpose").map { FilePurpose(rawValue: $0) }, userID: text("user_id")))
        self.init(declaration: declaration, bytes: bytes)
    }

    private init(declaration: FileDeclaration, bytes: ReceivedBytes?) {
        (self.declaration, self.bytes) = (declaration, bytes)
    }
}
