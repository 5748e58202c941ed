import AgentsCore
import Synchronization

/// The endpoints of files.
///
/// What is not documented is decided here: a call that creates answers 201; a file is complete once, and completing it
/// again changes nothing; one that was deleted can still be looked at, and is listed if its state is asked for.
///
/// Source: Luma Agents API, `luma_agents` 0.5.0 `files`.
struct FileService: Sendable {
    let options: SimulatorOptions
    let hasher: SipHash
    let signer: URLSigner

    /// How long bytes can be put behind a call that creates a file; the service's time is not documented.
    private static let uploadLifetime = Duration.seconds(900)

    /// Creates a file, with its bytes or with the place where they are to be put.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - now: The time.
    ///   - state: Where the file is entered.
    /// - Returns: The answer.
    /// - Throws: ``Rejection`` if the request is not accepted.
    func create(
        _ request: HTTPRequest, at now: Moment, _ state: borrowing Mutex<SimulatorState>
    ) throws(Rejection) -> HTTPResponse {
        let client = try client(of: request)
        let upload = try FileUpload(request)
        var file = UploadedFile(.random(), of: client, upload.declaration, at: now.wall)
        if let bytes = upload.bytes {
            file.bytes = bytes
            file.ingest = FileIngest(bytes, upload.declaration, at: now.measured, speed: options.speed)
        }
        let serial = state.withLock { state in
            state.files.insert(file)
            state.serial &+= 1
            return state.serial
        }
        let answer = CreateFileResponse(
            id: file.id.description, state: .value(file.state(at: now)), file: .value(file.file(at: now)),
            upload: upload.bytes == nil ? .value(target(of: file, request.hostURL, serial, at: now)) : .null)
        return HTTPResponse(201, json: answer.json())
    }

    private func target(
        of file: UploadedFile, _ baseURL: String, _ serial: UInt64, at now: Moment
    ) -> PresignedUpload {
        let path = UploadTarget(file.id).path
        let query = signer.query(
            for: path, .put, at: now.wall, lifetime: Self.uploadLifetime, serial: serial)
        return PresignedUpload(
            url: .value("\(baseURL)\(path)?\(query)"), method: "PUT",
            expiresAt: .value((now.wall + Self.uploadLifetime).rfc3339()),
            headers: .value([.init("Content-Type", file.declaration.mediaType.text)]))
    }

    /// Lists the files of a client, the newest first.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - now: The time.
    ///   - state: Where the files are.
    /// - Returns: The answer.
    /// - Throws: ``Rejection`` if the request is not accepted.
    func list(
        _ request: HTTPRequest, at now: Moment, _ state: borrowing Mutex<SimulatorState>
    ) throws(Rejection) -> HTTPResponse {
        let client = try client(of: request)
        let query = try FileQuery(request.query)
        let cursor = FileCursor(hasher: hasher)
        let number = try query.cursor.map { text throws(Rejection) in try cursor.number(text, for: client) }
        let (files, next) = state.withLock { state in
            state.files.page(query.limit, after: number) { file in
                guard file.client == client else { return false }
                let state = file.state(at: now)
                let hasState = query.state.map { $0 == state } ?? (state != .deleted)
                return hasState && (query.purpose.map { $0 == file.declaration.purpose } ?? true)
            }
        }
        let list = FileList(
            data: .value(files.map { $0.file(at: now) }), hasMore: .value(next != nil),
            nextCursor: next.map { .value(cursor.text(of: $0, for: client)) } ?? .null)
        return HTTPResponse(200, json: list.json())
    }

    /// Looks a file up.
    ///
    /// - Parameters:
    ///   - id: Its identifier, as it was sent.
    ///   - request: The request.
    ///   - now: The time.
    ///   - state: Where the file is looked for.
    /// - Returns: The answer.
    /// - Throws: ``Rejection`` if there is no such file for this client.
    func get(
        _ id: Substring, for request: HTTPRequest, at now: Moment, _ state: borrowing Mutex<SimulatorState>
    ) throws(Rejection) -> HTTPResponse {
        let (_, file) = try find(id, for: request, state)
        return HTTPResponse(200, json: file.file(at: now).json())
    }

    /// Deletes a file; what is deleted already stays so.
    ///
    /// - Parameters:
    ///   - id: Its identifier, as it was sent.
    ///   - request: The request.
    ///   - now: The time.
    ///   - state: Where the file is.
    /// - Returns: The answer.
    /// - Throws: ``Rejection`` if there is no such file for this client.
    func delete(
        _ id: Substring, for request: HTTPRequest, at now: Moment, _ state: borrowing Mutex<SimulatorState>
    ) throws(Rejection) -> HTTPResponse {
        let (id, _) = try find(id, for: request, state)
        state.withLock { $0.files.update(id) { $0.delete(at: now) } }
        return HTTPResponse(204)
    }

    /// Begins to take a file in whose bytes were put.
    ///
    /// - Parameters:
    ///   - id: Its identifier, as it was sent.
    ///   - request: The request; its body is not looked at.
    ///   - now: The time.
    ///   - state: Where the file is.
    /// - Returns: The answer.
    /// - Throws: ``Rejection`` if there is no such file for this client, or nothing was put.
    func complete(
        _ id: Substring, for request: HTTPRequest, at now: Moment, _ state: borrowing Mutex<SimulatorState>
    ) throws(Rejection) -> HTTPResponse {
        var (id, file) = try find(id, for: request, state)
        guard file.state(at: now) != .deleted else { throw Rejection(400, "File is deleted") }
        if file.ingest == nil {
            guard let bytes = file.bytes else { throw Rejection(400, "File has not been uploaded") }
            let ingest = FileIngest(bytes, file.declaration, at: now.measured, speed: options.speed)
            file.ingest = ingest
            state.withLock { $0.files.update(id) { $0.ingest = $0.ingest ?? ingest } }
        }
        return HTTPResponse(200, json: file.file(at: now).json())
    }

    private func client(of request: HTTPRequest) throws(Rejection) -> ClientID {
        ClientID(try APIKey(authorization: request.fields["Authorization"]), hasher)
    }

    private func find(
        _ id: Substring, for request: HTTPRequest, _ state: borrowing Mutex<SimulatorState>
    ) throws(Rejection) -> (Identifier, UploadedFile) {
        let client = try client(of: request)
        guard let id = Identifier(id), let file = state.withLock({ $0.files[id, of: client] }) else {
            throw .fileNotFound
        }
        return (id, file)
    }
}
