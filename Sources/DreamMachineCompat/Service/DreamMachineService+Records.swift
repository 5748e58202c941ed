package import Adapters
package import AgentsCore

// A task from its submission to its end, as a `Generation` of this API.

extension DreamMachineService {
    /// The record of a task that is about to be submitted.
    ///
    /// - Parameters:
    ///   - submission: What is submitted.
    ///   - facts: What the server knows of it.
    /// - Returns: The record, in state `queued`.
    package func begin(_ submission: Submission, with facts: SubmissionFacts) -> TaskRecord {
        let kind = DreamMachine.RequestKind(of: submission.request.type.value ?? .video)
        return TaskRecord(
            queued: submission, facts, fractionDigits: 6, shape: DreamMachine.generation,
            residue: [("assets", "null"), ("request", DreamMachine.echo(of: submission.body, for: kind))],
            derived: CanonicalFields(.failureCode))
    }

    /// Brings a record up to what the Agents API says; its id is the Agents API's from then on.
    ///
    /// - Parameters:
    ///   - record: The task's record.
    ///   - generation: What the Agents API says now.
    ///   - time: When it was learnt.
    package func advance(_ record: inout TaskRecord, to generation: Generation, at time: WallTime) {
        guard record.follow(generation) else { return }
        record.generation.id = generation.id
        record["assets"] = Self.assets(of: record.generation)
        // A state of the Agents API that this one has no word for is one that goes on.
        let isKnown = record.generation.state.value?.isKnown == true
        record["state"] = isKnown ? nil : "\"dreaming\""
        let hasCode = record.generation.state.value == .failed && record.generation.failureCode.value != nil
        record.derived = hasCode ? [] : CanonicalFields(.failureCode)
    }

    /// Makes the thumbnail of a video the picture among its assets.
    ///
    /// - Parameters:
    ///   - facts: What was read from the video's file.
    ///   - record: The task's record.
    package func note(_ facts: VideoFacts, in record: inout TaskRecord) {
        guard record.generation.state == .value(.completed), let thumbnail = facts.thumbnail,
            case .value(var outputs) = record.generation.output, !outputs.contains(where: { $0.type == .value(.image) })
        else { return }
        outputs.append(Generation.Output(type: .value(.image), url: .value(thumbnail.url)))
        record.generation.output = .value(outputs)
        record["assets"] = Self.assets(of: record.generation)
    }

    /// What `assets` has beyond the outputs: the whole of it until the end, then those of its three keys that have no output.
    private static func assets(of generation: Generation) -> String {
        guard generation.state.value == .completed else { return "null" }
        let names: [String] = ["video", "image", "progress_video"]
        let empty = names.filter { name in
            generation.output.value?.first { $0.type.value?.rawValue == name }?.url.isPresent != true
        }
        return "{" + empty.map { "\"\($0)\":null" }.joined(separator: ",") + "}"
    }
}
