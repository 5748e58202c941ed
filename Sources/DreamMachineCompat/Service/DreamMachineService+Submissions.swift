import Adapters
import AgentsCore

// Requests that create something.

extension DreamMachineService {
    /// The submission that a request asks for.
    func submission(_ kind: DreamMachine.RequestKind, _ request: HTTPRequest) throws(Failure) -> Submission {
        let translated = try kind.shape.translate(request.body, policy: policy)
        let body = try RequestBody(translated.body.utf8)
        var submission = Submission(
            request: translated.request, losses: translated.losses, body: translated.body,
            answer: kind == .image ? try answer(to: body, of: request) : .onAcceptance)
        submission.references = Self.references(in: translated.request)
        submission.callback = try Self.target(in: body)
        return submission
    }

    /// Where the ids of generations in a request stood in the legacy one.
    private static func references(in request: GenerationRequest) -> [String: FieldPath] {
        var references: [String: FieldPath] = [:]
        let video = request.videoOptions
        for (frame, path) in [
            (video.startFrame, "keyframes.frame0.id" as FieldPath), (video.endFrame, "keyframes.frame1.id"),
        ] {
            if let id = frame.value?.generationID.value { references[id] = path }
        }
        return references
    }

    // MARK: Waiting

    /// When the caller is answered: with `sync` once the image is there or `sync_timeout` is over, otherwise at once.
    private func answer(
        to body: borrowing RequestBody, of request: HTTPRequest
    ) throws(Failure) -> Submission.Answer {
        let timeout = try body.number("sync_timeout") ?? Self.timeouts.usual
        if timeout < 0 { throw Failure(.badRequest, "sync_timeout must not be negative", path: "sync_timeout") }
        guard try body.flag("sync") == true else { return .onAcceptance }
        let wait = min(timeout, Self.timeouts.longest, Self.patience(of: request) ?? .infinity)
        return .onEnd(within: .milliseconds(Int(wait * 1000)))
    }

    /// Seconds of the wait, and how long before a client loses patience it is answered.
    private static let timeouts = (usual: 60.0, longest: 3600.0, margin: 5.0, shortestPatience: 1.0)

    /// How long a client that says so waits for an answer, less the time that the answer needs.
    ///
    /// Source: `lumaai` 1.21.0 for Python and for Node, which name these fields and give seconds.
    private static func patience(of request: HTTPRequest) -> Double? {
        for name in ["x-stainless-read-timeout", "x-stainless-timeout"] {
            guard let text = request.fields[name], text.utf8.count <= 16, let seconds = Double(text), seconds > 0
            else { continue }
            return max(seconds - timeouts.margin, timeouts.shortestPatience)
        }
        return nil
    }
}
