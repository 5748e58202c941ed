import AgentsCore

/// Copies files from the storage of the Agents API, a piece at a time.
struct MediaCopier: Sendable {
    /// Why there is no copy.
    enum Fault: Error, Equatable {
        /// The file is gone, or never was.
        case gone
        /// It is larger than is copied, or the storage does not hand it out in pieces.
        case tooLarge
        /// Not now; perhaps later.
        case unavailable(String)
    }

    /// What is copied.
    struct Limits: Sendable {
        /// The most bytes of a file.
        var bytes = 2 << 30
        /// Bytes of a piece: so many of a file are in memory at a time.
        var pieceBytes = 4 << 20
        /// How long a piece may take.
        var pieceTimeout = Duration.seconds(120)
    }

    let folder: MediaFolder
    let outputs: FreshOutputs
    let transport: any ClientTransport
    let queue: DiskQueue
    var limits = Limits()

    /// Copies an output, unless there is a copy already.
    ///
    /// - Parameters:
    ///   - index: The place among the outputs.
    ///   - task: The task, which has ended.
    /// - Throws: ``Fault``; nothing is left of the copy then.
    func copy(_ index: Int, of task: StoredTask) async throws(Fault) {
        let folder = folder
        let writer: MediaWriter? = try await onDisk { () throws(SystemError) in
            folder.find(index, of: task.id) == nil ? try MediaWriter(index, of: task.id, in: folder) : nil
        }
        guard let writer else { return }
        do throws(Fault) {
            let fileExtension = try await fetch(index, of: task, into: writer)
            try await onDisk { () throws(SystemError) in try writer.finish(fileExtension) }
        } catch {
            _ = try? await queue.run { () throws(SystemError) in writer.abandon() }
            throw error
        }
    }

    /// Fetches a file; returns the extension of its name.
    private func fetch(_ index: Int, of task: StoredTask, into writer: MediaWriter) async throws(Fault) -> String {
        var url = try await url(index, of: task)
        var reader = PieceReader(limit: limits.bytes)
        var isRenewed = false
        while !reader.isComplete {
            if Task.isCancelled { throw .unavailable("the copying was stopped") }
            let response = try await piece(of: url, from: reader.count, reader.version)
            // A URL may come to its end while a long file is copied.
            if [401, 403, 404, 410].contains(response.status), !isRenewed {
                await outputs.forget(task.id)
                url = try await self.url(index, of: task)
                isRenewed = true
                continue
            }
            try reader.take(response)
            try await onDisk { () throws(SystemError) in try writer.append(response.body) }
            isRenewed = false
        }
        return MediaFormat.fileExtension(type: reader.mediaType, url: url)
    }

    private func piece(of url: String, from start: Int, _ version: String?) async throws(Fault) -> HTTPResponse {
        var request = ClientRequest(.get, url, timeout: limits.pieceTimeout)
        request.fields["Range"] = "bytes=\(start)-\(start + limits.pieceBytes - 1)"
        // Of another file of the same name all is answered, which is noticed.
        request.fields["If-Range"] = version
        request.maximumResponseBytes = limits.pieceBytes
        do throws(TransportError) {
            return try await transport.send(request)
        } catch {
            throw error.code == .responseTooLarge ? .tooLarge : .unavailable(error.code.description)
        }
    }

    private func url(_ index: Int, of task: StoredTask) async throws(Fault) -> String {
        do throws(FreshOutputs.Fault) {
            return try await outputs.output(index, of: task).url
        } catch {
            switch error {
            case .gone: throw .gone
            case .unavailable: throw .unavailable("the Agents API cannot be asked for the file")
            }
        }
    }

    private func onDisk<Value: Sendable>(
        _ work: @escaping @Sendable () throws(SystemError) -> Value
    ) async throws(Fault) -> Value {
        do throws(SystemError) {
            return try await queue.run(work)
        } catch {
            throw .unavailable("\(error)")
        }
    }
}
