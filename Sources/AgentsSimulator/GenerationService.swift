import AgentsCore
import Synchronization

/// The endpoints of generations.
struct GenerationService: Sendable {
    let options: SimulatorOptions
    let hasher: SipHash
    let signer: URLSigner

    /// The longest that a job occupies a slot, whether it has ended or not.
    private static let slotLifetime = Duration.seconds(3600)

    /// Creates a generation.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - now: The time.
    ///   - state: Where the job is entered.
    /// - Returns: What becomes of the request.
    /// - Throws: ``Rejection`` if it is not accepted; nothing has changed then.
    func create(
        _ request: HTTPRequest, at now: Moment, _ state: borrowing Mutex<SimulatorState>
    ) throws(Rejection) -> SimulatorResult {
        let key = try APIKey(authorization: request.fields["Authorization"])
        let create = CreateRequest(try Self.decode(request.body))
        try ValidationRules.check(create)
        let directives = try Directives(parsing: create.prompt)
        if directives.stalls { return .stall }
        if let status = directives.status { throw .simulated(status) }
        if key.isBroke { throw .insufficientBalance }
        let client = ClientID(key, hasher)
        let accepted: Result<(Job, RateStanding), Rejection> = state.withLock { state in
            Result { () throws(Rejection) in
                try accept(create, directives, of: client, at: now, in: &state)
            }
        }
        let (job, standing) = try accepted.get()
        if directives.losesReply { return .disconnect }
        // However quick the job is, it is queued when it is accepted.
        var response = HTTPResponse(201, job.generation(in: .queued))
        response.fields.append(standing)
        return .response(response)
    }

    /// Looks a generation up.
    ///
    /// - Parameters:
    ///   - id: Its identifier, as it was sent.
    ///   - request: The request.
    ///   - now: The time.
    ///   - state: Where the job is looked for.
    /// - Returns: The answer.
    /// - Throws: ``Rejection`` if there is no such generation for this client.
    func get(
        _ id: Substring, for request: HTTPRequest, at now: Moment, _ state: borrowing Mutex<SimulatorState>
    ) throws(Rejection) -> HTTPResponse {
        let client = ClientID(try APIKey(authorization: request.fields["Authorization"]), hasher)
        guard let id = Identifier(id) else { throw .generationNotFound }
        let found = state.withLock { state in
            state.jobs.poll(id, by: client).map { job in
                // One number for every file that the answer can name.
                defer { state.serial &+= UInt64(job.files.count) }
                return (job, state.serial)
            }
        }
        guard let (job, serial) = found else { throw .generationNotFound }
        let generation = job.generation(in: job.state(at: now.measured)) { format, number in
            let path = StoredFile(job.id, number, format).path
            let query = signer.query(
                for: path, at: now.wall, lifetime: options.urlLifetime, serial: serial &+ UInt64(number))
            return "\(request.hostURL)\(path)?\(query)"
        }
        return HTTPResponse(200, generation)
    }

    /// Checks the limits and the media, and enters the job.
    private func accept(
        _ create: CreateRequest, _ directives: Directives, of client: ClientID, at now: Moment,
        in state: inout SimulatorState
    ) throws(Rejection) -> (Job, RateStanding) {
        try state.clients.checkLimits(of: client, at: now.measured, now.wall)
        try MediaIngest.check(create, of: client, at: now, in: state)
        let schedule = Schedule(for: create.kind, directives, speed: options.speed)
        let job = Job(
            id: .random(), client: client, kind: create.kind, model: create.model, createdAt: now.wall,
            start: now.measured, schedule: schedule, failureCode: directives.failureCode,
            files: StoredFile.Format.made(by: create, count: directives.outputs))
        let slotLifetime = Self.slotLifetime / options.speed
        let end = now.measured + min(schedule.total ?? slotLifetime, slotLifetime)
        state.jobs.insert(job, at: now.measured)
        state.statistics.addJob(at: now.measured, until: end)
        return (job, state.clients.enter(client, at: now.measured, now.wall, slotEnd: end))
    }

    private static func decode(_ body: [UInt8]) throws(Rejection) -> GenerationRequest {
        var record = JSONRecord(limits: limits)
        do throws(JSONError) {
            try record.load(body)
        } catch {
            throw Rejection(error)
        }
        do throws(ModelError) {
            return try GenerationRequest(reading: record)
        } catch {
            throw Rejection(error)
        }
    }

    /// Deep enough for every request, and more than enough values; images come as text and count as one.
    private static let limits = JSONLimits(depth: 64, bytes: 96 << 20, values: 100_000)
}

extension StoredFile.Format {
    /// The files that a request asks for.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - count: How many, if that was asked for; an EXR export is not counted.
    /// - Returns: Their formats, in order.
    static func made(by request: CreateRequest, count: Int?) -> [StoredFile.Format] {
        let main: StoredFile.Format =
            request.kind.isVideo ? .mp4 : request.body.outputFormat.value == .jpeg ? .jpeg : .png
        let usual = request.kind == .layering ? 3 : 1
        let hasExport = request.kind.isVideo && request.video.exrExport.value == true
        return Array(repeating: main, count: count ?? usual) + (hasExport ? [.exr] : [])
    }
}
